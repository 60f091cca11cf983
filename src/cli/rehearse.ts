import { readFileSync } from 'node:fs'
import type { AnswerOf } from '../client/client.ts'
import { type Call, type Command, textOf, usageFault } from './command.ts'
import { jobDone } from './jobs.ts'
import { moneyText, type Output, table } from './output.ts'

export const rehearse: Command = {
  name: 'rehearse',
  summary: 'Replay past moves through a definition file: what it would have stopped, and how many were won anyway',
  usage: 'FILE.yaml [--pipeline KEY | --rule RULE] [--months N] [--map OLD=NEW]… [--json]',
  flags: {
    pipeline: { type: 'string' },
    rule: { type: 'string' },
    months: { type: 'string' },
    map: { type: 'string', multiple: true },
  },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const definition = textIn(words[0] ?? '')
    const rule = textOf(call, 'rule')
    const pipeline = textOf(call, 'pipeline') ?? (rule === undefined ? keyIn(definition) : undefined)
    const months = textOf(call, 'months')
    const begun = await client.rehearsals.create({
      definition,
      stage_map: mapOf(call),
      ...(pipeline === undefined ? {} : { pipeline }),
      ...(rule === undefined ? {} : { rule }),
      ...(months === undefined ? {} : { months: Number(months) }),
    })
    const job = await jobDone(client, begun.job_id, out, 'Rehearsing')
    if (job.status !== 'done') throw new Error(job.error ?? `The rehearsal was ${job.status}.`)
    const rehearsal = await client.rehearsals.get({ rehearsal_id: begun.id })
    out.data(rehearsal, () => told(out, rehearsal))
  },
}

/** The key that the file gives its pipeline; the server says where there is none such. */
const keyIn = (text: string) => /^key:\s*["']?([\w-]+)/m.exec(text)?.[1]

function mapOf({ flags }: Pick<Call, 'flags'>): Record<string, string> {
  const pairs = [flags['map'] ?? []].flat().map((pair) => String(pair).split('='))
  if (pairs.some(({ length }) => length !== 2)) throw usageFault('--map wants OLD=NEW, two keys of stages')
  return Object.fromEntries(pairs as [string, string][])
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw usageFault(`${file} cannot be read.`)
  }
}

type Rehearsal = AnswerOf<'rehearsals.get'>

function told(out: Output, { months, replay, routed }: Rehearsal): string {
  if (routed) {
    const rows = routed.sources.map(({ pipeline, deals, at_creation, won, lost, open }) => [
      pipeline.key,
      deals,
      at_creation,
      won,
      lost,
      open,
    ])
    const head = `${routed.matched} of ${routed.deals} deals of the last ${months} months would have gone there.`
    return `${head}\n${table(out, ['from', 'deals', 'would go', 'won', 'lost', 'open'], rows)}`
  }
  return replay ? toldReplay(out, months, replay) : 'Nothing was found.'
}

const percent = (share: number | null) => (share === null ? '–' : `${Math.round(share * 100)} %`)

function toldReplay(out: Output, months: number, replay: NonNullable<Rehearsal['replay']>): string {
  const { moves, won, lost, won_amount_stopped, rules, standing } = replay
  const rows = rules.map((rule) => [
    rule.label,
    rule.level,
    rule.fresh ? 'new' : 'today',
    rule.deals,
    rule.won,
    rule.lost,
  ])
  const share = (one: typeof won) =>
    `${one.stopped} of ${one.n} (${percent(one.share)}; ${percent(one.low)} to ${percent(one.high)})`
  return [
    out.bold(`${moves.judged} moves of the last ${months} months: ${moves.stopped} would have been stopped`),
    `  of the deals that were won   ${share(won)}, worth ${moneyText(won_amount_stopped)}`,
    `  of the deals that were lost  ${share(lost)}`,
    `  ${moves.asked_for_reason} would have been asked for a reason, ${moves.unmapped} have no place there`,
    `  ${standing.held_back} of ${standing.open_deals} open deals would stand further back`,
    ...(rows.length === 0 ? [] : [table(out, ['rule', 'level', '', 'deals', 'won', 'lost'], rows)]),
  ].join('\n')
}
