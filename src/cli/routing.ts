import { readFileSync, writeFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import type { AnswerOf, Client } from '../client/client.ts'
import { type Command, required, textOf, usageFault } from './command.ts'
import { type Output, table } from './output.ts'

type Proposal = NonNullable<Parameters<Client['routing']['preview']>[0]>

export const pullRouting: Command = {
  name: 'routing pull',
  summary: 'Write the routing rules that are published into a file',
  usage: 'FILE.yaml [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const [file = ''] = words
    const { version, rules, fallback } = await client.routing.get({})
    writeFileSync(file, stringify({ rules, fallback }))
    out.data({ file, version, rules: rules.length }, () => `${file}: version ${version}, ${rules.length} rules`)
  },
}

export const planRouting: Command = {
  name: 'routing plan',
  summary: 'What would the rules of a file change? Nothing is done; exit 7 when changes are pending',
  usage: 'FILE.yaml [--months N] [--json]',
  flags: { months: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const plan = await client.routing.preview({
      ...rulesIn(words[0] ?? ''),
      months: Number(textOf(call, 'months') ?? '6'),
    })
    out.data(plan, () => told(out, plan))
    return plan.diff.length > 0 ? 7 : 0
  },
}

export const applyRouting: Command = {
  name: 'routing apply',
  summary: 'Ask for the rules of a file to be published; those who decide are asked',
  usage: 'FILE.yaml --reason TEXT [--json]',
  flags: { reason: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const reason = required(call, 'reason')
    const { rules = [], fallback = null } = rulesIn(words[0] ?? '')
    const plan = await client.routing.preview({ rules, fallback, months: 6 })
    if (plan.diff.length === 0) {
      out.data(plan, () => 'Nothing to change: these rules are published.')
      return
    }
    const change = await client.routing_changes.create({ rules, fallback, reason, months: 6 })
    out.data(
      change,
      () => `${told(out, change.plan)}\nAsked for as ${change.id}; the approval is ${change.approval_id}.`,
    )
  },
}

export const testRouting: Command = {
  name: 'routing test',
  summary: 'Where a deal would go and what each rule says: a deal there is, or one from a JSON file',
  usage: '(--deal KEY | --file DEAL.json) [--rules FILE.yaml] [--json]',
  flags: { deal: { type: 'string' }, file: { type: 'string' }, rules: { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const [deal_id, file, rules] = [textOf(call, 'deal'), textOf(call, 'file'), textOf(call, 'rules')]
    if ((deal_id === undefined) === (file === undefined)) throw usageFault('say --deal or --file, one of both')
    const asked = rules === undefined ? {} : rulesIn(rules)
    const given = deal_id === undefined ? { deal: parsed(file ?? '') as object } : { deal_id }
    const trace = await client.routing.trace({ ...given, ...asked })
    out.data(trace, () => {
      const rows = trace.rules.map((one) => [one.position, one.rule, one.holds ? 'yes' : 'no', one.because.join('; ')])
      const where = trace.pipeline?.name ?? 'no pipeline: it waits for a person'
      const by = trace.name ?? (trace.decided_by === 'fallback' ? 'the fallback' : 'no rule')
      return `${table(out, ['', 'rule', 'holds', 'because'], rows)}\n${out.bold(`Goes to ${where}, by ${by}.`)}`
    })
  },
}

function rulesIn(file: string): Pick<Proposal, 'rules' | 'fallback'> {
  const said = parsed(file) as Proposal | null
  if (said === null || !Array.isArray(said.rules))
    throw usageFault(`${file} has no list of rules; routing pull writes one.`)
  // The server says what is wrong with each of them, and where.
  return { rules: said.rules, fallback: said.fallback ?? null }
}

function parsed(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8')) as unknown
  } catch (error) {
    throw usageFault(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const marks = { added: '+', removed: '-', changed: '~', moved: '↕' }

function told(out: Output, { diff, findings, replay }: AnswerOf<'routing.preview'>): string {
  const changes = diff.map(({ rule, change, members }) => `${marks[change]} ${rule} ${members.join(', ')}`.trimEnd())
  const rows = replay.rules.map(({ rule, deals, would_hold }) => [rule, deals, would_hold])
  return [
    ...(changes.length > 0 ? changes : ['= nothing changes']),
    ...findings.map(({ kind, message }) => `! ${kind}: ${message}`),
    out.bold(`${replay.deals} deals since ${replay.since.slice(0, 10)}: ${replay.elsewhere} would have gone elsewhere`),
    table(
      out,
      ['rule', 'decides', 'would hold'],
      [...rows, ['fallback', replay.fallback, ''], ['nobody', replay.unrouted, '']],
    ),
  ].join('\n')
}
