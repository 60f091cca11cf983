import { readFileSync } from 'node:fs'
import type { AnswerOf } from '../client/client.ts'
import { type Call, type Command, required, textOf, usageFault } from './command.ts'
import { type Output, table } from './output.ts'

export const listPilots: Command = {
  name: 'pilots list',
  summary: 'What is or was tried on a part of the new deals of a pipeline, newest first',
  usage: '[--state running|ended|stopped|adopted] [--json]',
  flags: { state: { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const state = textOf(call, 'state')
    const answer = await client.pilots.list({
      limit: 100,
      ...(state === undefined ? {} : { state: state as 'running' }),
    })
    const rows = answer.data.map(({ id, state, pipeline, pilot_pipeline, share, team, ends_on, deals }) => [
      id,
      state,
      pipeline.key,
      pilot_pipeline.key,
      team?.name ?? percent(share),
      ends_on,
      deals.pilot,
      deals.rest,
    ])
    const head = ['id', 'state', 'pipeline', 'tried', 'on', 'until', 'pilot', 'rest']
    out.data(answer, () => table(out, head, rows))
  },
}

export const showPilot: Command = {
  name: 'pilots show',
  summary: 'A pilot and its comparison: how far the deals of each way came, and what can be said of that',
  usage: 'PILOT [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const pilot = await client.pilots.get({ pilot_id: words[0] ?? '' })
    out.data(pilot, () => told(out, pilot))
  },
}

export const startPilot: Command = {
  name: 'pilots start',
  summary: 'Try the draft of a pipeline, a file or another pipeline on a part of its new deals',
  usage:
    'PIPELINE (--share PERCENT | --team ID) --until DAY [--file FILE.yaml | --pilot KEY] [--stop won|lost --worse-by PERCENT] [--name TEXT] [--json]',
  flags: {
    share: { type: 'string' },
    team: { type: 'string' },
    until: { type: 'string' },
    file: { type: 'string' },
    pilot: { type: 'string' },
    stop: { type: 'string' },
    'worse-by': { type: 'string' },
    name: { type: 'string' },
  },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const [share, team_id, file] = [textOf(call, 'share'), textOf(call, 'team'), textOf(call, 'file')]
    const [pilot_pipeline, name] = [textOf(call, 'pilot'), textOf(call, 'name')]
    const stop_rule = stopRule(call)
    const pilot = await client.pilots.create({
      pipeline: words[0] ?? '',
      ends_on: required(call, 'until'),
      ...(share === undefined ? {} : { share: Number(share) / 100 }),
      ...(team_id === undefined ? {} : { team_id }),
      ...(file === undefined ? {} : { definition: textIn(file) }),
      ...(pilot_pipeline === undefined ? {} : { pilot_pipeline }),
      ...(stop_rule === undefined ? {} : { stop_rule }),
      ...(name === undefined ? {} : { name }),
    })
    out.data(pilot, () => `${pilot.name} runs until ${pilot.ends_on} as ${pilot.id}.`)
  },
}

export const stopPilot: Command = {
  name: 'pilots stop',
  summary: 'End a pilot for what it was: new deals go the old way again',
  usage: 'PILOT --reason TEXT [--json]',
  flags: { reason: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const pilot = await client.pilots.stop({ pilot_id: words[0] ?? '', reason: required(call, 'reason') })
    out.data(pilot, () => `${pilot.name} is stopped.`)
  },
}

export const adoptPilot: Command = {
  name: 'pilots adopt',
  summary: 'End a pilot and keep what it tried, by a change request where it would be the next version',
  usage: 'PILOT [--map OLD=NEW]… [--reason TEXT] [--json]',
  flags: { map: { type: 'string', multiple: true }, reason: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words, flags } = call
    const reason = textOf(call, 'reason')
    const pairs = [flags['map'] ?? []].flat().map((pair) => String(pair).split('='))
    if (pairs.some(({ length }) => length !== 2)) throw usageFault('--map wants OLD=NEW, two keys of stages')
    const pilot = await client.pilots.adopt({
      pilot_id: words[0] ?? '',
      stage_map: Object.fromEntries(pairs as [string, string][]),
      ...(reason === undefined ? {} : { reason }),
    })
    const { change_request: change } = pilot
    const then = change ? `${change.key} asks for what it tried.` : `${pilot.pilot_pipeline.name} goes on.`
    out.data(pilot, () => `${pilot.name} is adopted. ${then}`)
  },
}

function stopRule(call: Call) {
  const [figure, worse] = [textOf(call, 'stop'), textOf(call, 'worse-by')]
  if (figure === undefined && worse === undefined) return undefined
  if (figure !== 'won' && figure !== 'lost') throw usageFault('--stop says which figure: won or lost')
  return { figure, worse_by: Number(worse ?? '5') / 100 } as const
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw usageFault(`${file} cannot be read.`)
  }
}

const percent = (share: number | null) => (share === null ? '–' : `${Math.round(share * 100)} %`)

function told(out: Output, { name, state, deals, comparison }: AnswerOf<'pilots.get'>): string {
  const head = out.bold(`${name}: ${state}; ${deals.pilot} deals in the pilot, ${deals.rest} the old way`)
  if (comparison === null) return `${head}\n  The comparison is for those who see every deal of both pipelines.`
  const rows = comparison.figures.map(({ figure, pilot, rest, difference, verdict }) => [
    figure,
    `${pilot.count} of ${pilot.n} (${percent(pilot.share)})`,
    `${rest.count} of ${rest.n} (${percent(rest.share)})`,
    difference.estimate === null ? '–' : `${percent(difference.low)} to ${percent(difference.high)}`,
    verdict.replace('_', ' '),
  ])
  const caution = comparison.drawn_by_lot
    ? []
    : ['  Nothing was drawn by lot: the team may differ in more than the way.']
  const stop = comparison.stop === null ? [] : [`  ${comparison.stop.why}`]
  return [head, table(out, ['figure', 'pilot', 'rest', 'difference', ''], rows), ...caution, ...stop].join('\n')
}
