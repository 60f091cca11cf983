import { readFileSync } from 'node:fs'
import type { AnswerOf } from '../client/client.ts'
import { isApiProblem } from '../client/problem.ts'
import { type Command, usageFault } from './command.ts'
import { type Output, printList } from './output.ts'

export const listPipelines: Command = {
  name: 'pipelines list',
  summary: 'The pipelines of the workspace, each with its stages',
  usage: '[--json]',
  async run({ client, out }) {
    printList(out, await client.pipelines.list(), {
      key: ({ key }) => key,
      name: ({ name }) => name,
      state: ({ lifecycle }) => lifecycle,
      version: ({ definition }) => definition.version,
      stages: ({ stages }) => stages.map((stage) => stage.key).join(' > '),
    })
  },
}

export const showPipeline: Command = {
  name: 'pipelines show',
  summary: 'One pipeline: why it exists, its stages and what their gates ask for',
  usage: 'KEY [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const pipeline = await client.pipelines.get({ pipeline: words[0] ?? '' })
    out.data(pipeline, () => told(out, pipeline))
  },
}

export const createPipelines: Command = {
  name: 'pipelines create',
  summary: 'Create pipelines from their definition files; where one is there already, ask for a change of it',
  usage: 'FILE.yaml… [--json]',
  words: { least: 1, most: 100 },
  async run({ client, out, words }) {
    const files = words.map((file) => ({ file, source: textIn(file) }))
    const created: AnswerOf<'pipelines.create'>[] = []
    for (const { file, source } of files) {
      try {
        created.push(await client.pipelines.create({ source }))
      } catch (error) {
        if (isApiProblem(error)) out.say(`${file} was not taken.`)
        throw error
      }
    }
    const lines = created.map(({ key, stages, change_request }) =>
      change_request
        ? `${key}: ${change_request.key} asks for this change, ${change_request.id}`
        : `${key}: ${stages.map((stage) => stage.key).join(' > ')}`,
    )
    out.data({ data: created }, () => lines.join('\n'))
  },
}

export const setPipeline: Command = {
  name: 'pipelines set',
  summary: 'Let a pipeline take no new deals (sunset), put it away (archived), or bring it back',
  usage: 'KEY active|sunset|archived [--json]',
  words: { least: 2, most: 2 },
  async run({ client, out, words }) {
    const [pipeline = '', lifecycle = ''] = words
    if (!isLifecycle(lifecycle)) throw usageFault(`\`${lifecycle}\` is none of active, sunset, archived`)
    const set = await client.pipelines.update({ pipeline, lifecycle })
    const said =
      set.approval_id === null ? `${set.key} is ${set.lifecycle}` : `Others decide: ${set.approval_id} asks them`
    out.data(set, () => said)
  },
}

const lifecycles = ['active', 'sunset', 'archived'] as const
const isLifecycle = (text: string): text is (typeof lifecycles)[number] =>
  (lifecycles as readonly string[]).includes(text)

type Pipeline = AnswerOf<'pipelines.get'>

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw usageFault(`${file} cannot be read.`)
  }
}

function told(out: Output, { name, key, definition, charter, stages, won_criteria, lost_reasons }: Pipeline): string {
  const gates = (criteria: Pipeline['won_criteria']) =>
    criteria.map(({ label, level }) => `    ${level.padEnd(6)}  ${label}`)
  return [
    out.bold(`${name} (${key}, version ${definition.version})`),
    charter.reason_to_be_separate,
    '',
    ...stages.flatMap((stage) => [`${stage.key}: ${stage.name}`, ...gates([...stage.entry, ...stage.exit])]),
    `won: ${charter.won_means}`,
    ...gates(won_criteria),
    `lost: ${lost_reasons.map((reason) => reason.key).join(', ')}`,
  ].join('\n')
}
