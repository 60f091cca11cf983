import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerOf, Client } from '../client/client.ts'
import { isApiProblem } from '../client/problem.ts'
import { type Call, type Command, textOf } from './command.ts'
import { moneyText, type Output } from './output.ts'
import { fileFor, filesIn, hashOf, type Known, knownOf, noteKnown, type PipelineFile } from './pipeline-files.ts'

const oneDirectory = { least: 1, most: 1 }

export const pull: Command = {
  name: 'pull',
  summary: 'Write every pipeline into a directory, a file each, as it was written; what you changed there stays',
  usage: 'DIR [--overwrite] [--json]',
  flags: { overwrite: { type: 'boolean' } },
  words: oneDirectory,
  async run({ client, out, words, flags }) {
    const [directory = ''] = words
    const news: Record<string, Known> = {}
    const files: { key: string; file: string; version: number; state: 'written' | 'unchanged' | 'kept' }[] = []
    const known = new Map<string, Known | undefined>()
    for (const { key, definition } of (await client.pipelines.list()).data) {
      const { source, version } = await client.definitions.get({ definition_id: definition.id })
      const { path, source: local } = fileFor(directory, key)
      if (known.size === 0) for (const one of filesIn(directory)) known.set(one.key, one.known)
      const mine = local !== undefined && local !== source && known.get(key)?.sha256 !== hashOf(local)
      const state = local === source ? 'unchanged' : mine && flags.overwrite !== true ? 'kept' : 'written'
      if (state === 'written') writeFileSync(path, source)
      if (state !== 'kept') news[key] = knownOf(version, source)
      files.push({ key, file: path, version, state })
    }
    if (files.length > 0) noteKnown(directory, news)
    const kept = files.filter(({ state }) => state === 'kept')
    out.data({ data: files }, () =>
      files.map(({ state, file, version }) => `${marks[state]} ${file} (version ${version})`).join('\n'),
    )
    for (const { file } of kept)
      out.say(`${file} was changed here and is left as it is; --overwrite takes the server's.`)
    return kept.length > 0 ? 5 : 0
  },
}
const marks = { written: '~', unchanged: '=', kept: '!' }

export const plan: Command = {
  name: 'plan',
  summary: 'What would the files of a directory change? Nothing is done; exit 7 when changes are pending',
  usage: 'DIR [--grandfather] [--json]',
  flags: { grandfather: { type: 'boolean' } },
  words: oneDirectory,
  async run(call) {
    const steps = await stepsOf(call)
    show(call.out, steps)
    return steps.some(({ pending }) => pending) ? 7 : 0
  },
}

export const apply: Command = {
  name: 'apply',
  summary: 'Create the pipelines of a directory that are new, and ask for the changes of the others',
  usage: 'DIR [--plan TOKEN] [--grandfather] [--overwrite] [--json]',
  flags: { plan: { type: 'string' }, grandfather: { type: 'boolean' }, overwrite: { type: 'boolean' } },
  words: oneDirectory,
  async run(call) {
    const { out, flags, words } = call
    const steps = await stepsOf(call)
    const shown = textOf(call, 'plan')
    if (shown !== undefined && shown !== tokenOf(steps)) {
      show(out, steps)
      out.say('This is not the plan that was shown: the files, the pipelines or their deals changed since. Plan again.')
      return 5
    }
    const barred = steps.filter(({ drift, change }) => drift !== null && change !== 'none' && flags.overwrite !== true)
    if (barred.length > 0) {
      show(out, steps)
      out.say('Pull first, or take the files for right with --overwrite; nothing was done.')
      return 5
    }
    const done: Done[] = []
    for (const step of steps) done.push(await doStep(call, words[0] ?? '', step))
    const changed = done.filter(({ did }) => did !== 'nothing')
    out.data({ data: done }, () =>
      [...done.map(({ file, said }) => `${file}: ${said}`), `Applied: ${changed.length} of ${done.length} files.`].join(
        '\n',
      ),
    )
    return 0
  },
}

export const diff: Command = {
  name: 'diff',
  summary: 'The lines in which the files of a directory differ from the server; exit 7 when any do',
  usage: 'DIR [--json]',
  words: oneDirectory,
  async run(call) {
    const steps = await stepsOf(call)
    const differing = steps.filter(({ change }) => change !== 'none')
    const data = differing.map(({ file, key, change, plan }) => ({ file, key, change, lines: plan.diff.lines }))
    call.out.data({ data }, () =>
      differing
        .map(({ file, key, change, plan, version }) => {
          const head = `--- ${key} on the server${version === null ? '' : `, version ${version}`}\n+++ ${file}`
          return `${head}\n${change === 'create' ? '(new)' : plan.diff.lines}`
        })
        .join('\n'),
    )
    return differing.length > 0 ? 7 : 0
  },
}

type Plan = AnswerOf<'change_plans.preview'>

type Step = {
  file: string
  key: string
  change: Plan['change']
  /** The version that is on the server. */
  version: number | null
  /** What happened on the server since the file was the same as there. */
  drift: string | null
  /** The request that asks for the same already, as people call it. */
  asked: string | null
  /** Whether `apply` would do something, or would have to be told what. */
  pending: boolean
  plan: Plan
  source: string
}

async function stepsOf(call: Call): Promise<Step[]> {
  const files = filesIn(call.words[0] ?? '')
  const steps: Step[] = []
  for (const one of files) steps.push(await stepOf(call, one))
  return steps
}

async function stepOf({ client, out, flags }: Call, { file, key, source, known }: PipelineFile): Promise<Step> {
  const migrate = flags.grandfather === true ? 'grandfather' : 'all'
  try {
    const plan = await client.change_plans.preview({ definition: source, migrate })
    const version = plan.based_on?.version ?? null
    const { change } = plan
    const moved = change === 'change' && known !== undefined && version !== null && version !== known.version
    const drift = moved ? driftOf(known, version, hashOf(source)) : null
    const pending = change !== 'none' && plan.requested === null
    const asked =
      plan.requested === null ? null : (await client.change_requests.get({ change_request_id: plan.requested })).key
    return { file, key, change, version, drift, asked, pending, plan, source }
  } catch (error) {
    if (isApiProblem(error)) out.say(`${file} cannot be planned.`)
    throw error
  }
}

const driftOf = (known: Known, version: number, sha256: string): string =>
  known.sha256 === sha256
    ? `changed on the server since (version ${known.version} → ${version}), and not here: pull takes it over`
    : `changed on the server since (version ${known.version} → ${version}), and here as well`

/** One token for everything that was shown. */
const tokenOf = (steps: readonly Step[]): string =>
  `plan_${hashOf(JSON.stringify(steps.map(({ key, change, source, plan }) => [key, change, plan.token, hashOf(source)]))).slice(0, 32)}`

function show(out: Output, steps: readonly Step[]): void {
  const count = (op: string) =>
    steps.reduce((sum, { plan }) => sum + plan.diff.changes.filter((change) => change.op === op).length, 0)
  const summary = {
    add: count('+'),
    change: count('~'),
    remove: count('-'),
    drifted: steps.filter(({ drift }) => drift).length,
  }
  const token = tokenOf(steps)
  const pipelines = steps.map(({ source: _, ...step }) => step)
  out.data({ token, summary, pipelines }, () =>
    [
      ...steps.flatMap((step) => linesOf(out, step)),
      steps.every(({ change }) => change === 'none')
        ? 'No changes: the files say what the server has.'
        : `Plan: ${summary.add} to add, ${summary.change} to change, ${summary.remove} to remove.`,
      `Token: ${token}`,
    ].join('\n'),
  )
}

function linesOf(out: Output, { file, key, change, version, drift, asked, plan }: Step): string[] {
  if (change === 'none') return [`= ${key} (${file})`]
  if (change === 'create') return [out.bold(`+ ${key} (${file})`)]
  const { diff, stages, newly_failing, expected, references, rights_lost } = plan
  const moves = stages.filter((stage) => stage.to !== null && stage.to !== stage.key && stage.open_deals > 0)
  const changes = diff.changes.map(({ op, path, before, after }) => {
    if (op === '~') return `    ~ ${path}: ${shortened(before)} → ${shortened(after)}`
    return `    ${op} ${path}: ${shortened(op === '+' ? after : before)}`
  })
  return [
    out.bold(`~ ${key} (${file}), version ${version} → ${(version ?? 0) + 1}`),
    ...(drift === null ? [] : [`    ! ${drift}`]),
    ...(asked === null ? [] : [`    asked for already: ${asked} waits`]),
    ...(changes.length === 0 ? ['    ~ only how the file is written'] : changes),
    ...moves.map(({ key: from, to, open_deals }) => `    ${dealsText(open_deals)} ${from} → ${to}`),
    ...newly_failing.map(({ criterion, count }) => `    ${dealsText(count)} would newly fail ${criterion}`),
    ...rights_lost.map(({ field, right, roles }) => `    ${roles.join(', ')} may no longer ${right} ${field}`),
    ...references.map(
      ({ kind, name, refers_to }) => `    ${kind} ${name} refers to ${refers_to.kind} ${refers_to.key}`,
    ),
    ...(expected.before && expected.after
      ? [`    expected ${expected.period}: ${moneyText(expected.before)} → ${moneyText(expected.after)}`]
      : []),
  ]
}

const shortened = (text: string | null): string => {
  const said = JSON.stringify(text ?? '')
  return said.length > 90 ? `${said.slice(0, 89)}…` : said
}
const dealsText = (count: number) => (count === 1 ? 'one open deal' : `${count} open deals`)

type Done = {
  file: string
  key: string
  did: 'created' | 'asked' | 'nothing'
  said: string
  change_request: string | null
}

async function doStep(call: Call, directory: string, step: Step): Promise<Done> {
  const { client, flags } = call
  const { file, key, change, plan, source, version } = step
  const done = (did: Done['did'], said: string, change_request: string | null = null): Done => ({
    file,
    key,
    did,
    said,
    change_request,
  })
  if (change === 'none') {
    if (version !== null) noteKnown(directory, { [key]: knownOf(version, source) })
    return done('nothing', 'nothing to do')
  }
  if (plan.requested !== null) return done('nothing', `asked for already, ${step.asked} waits`, plan.requested)
  if (change === 'create') return created(client, join(directory), step, done)
  const migrate = flags.grandfather === true ? 'grandfather' : 'all'
  const asked = await client.change_requests.create({ pipeline: key, definition: source, migrate, plan: plan.token })
  return done('asked', `${asked.key} asks for it and waits for approval`, asked.id)
}

async function created(
  client: Client,
  directory: string,
  { key, source }: Step,
  done: (did: Done['did'], said: string) => Done,
): Promise<Done> {
  const { definition } = await client.pipelines.create({ source })
  noteKnown(directory, { [key]: knownOf(definition.version, source) })
  return done('created', 'created')
}
