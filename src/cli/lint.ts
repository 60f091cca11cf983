import { existsSync, readFileSync } from 'node:fs'
import type { AnswerOf, Client } from '../client/client.ts'
import { type Command, usageFault } from './command.ts'
import type { Output } from './output.ts'

export const lint: Command = {
  name: 'lint',
  summary: 'Faults in the design of pipelines, each with what it rests on; of a file, of one pipeline, or of all',
  usage: '[FILE.yaml|KEY] [--json]',
  words: { least: 0, most: 1 },
  async run({ client, out, words }) {
    const judged = await judge(client, words[0])
    out.data({ data: judged }, () => judged.map((one) => told(out, one)).join('\n\n'))
    const faults = judged.flatMap(({ findings }) => findings).filter(({ severity }) => severity !== 'advice')
    return faults.length > 0 ? found : undefined
  },
}

/** As for what a rule refuses. */
const found = 6

type Finding = AnswerOf<'pipeline_findings.list'>['data'][number]
type Judged = { of: string; n_deals: number; findings: Finding[] }

async function judge(client: Client, what: string | undefined): Promise<Judged[]> {
  if (what !== undefined && isFile(what)) {
    const { n_deals, data } = await client.definition_findings.create({ source: textIn(what) })
    return [{ of: what, n_deals, findings: data }]
  }
  const keys = what === undefined ? await keysOf(client) : [what]
  const judged: Judged[] = []
  for (const pipeline of keys) {
    const { n_deals, data } = await client.pipeline_findings.list({ pipeline })
    judged.push({ of: pipeline, n_deals, findings: data })
  }
  return judged
}

const keysOf = async (client: Client) =>
  (await client.pipelines.list()).data.filter(({ lifecycle }) => lifecycle !== 'archived').map(({ key }) => key)

/** Keys of pipelines have neither points nor slashes in them. */
const isFile = (what: string) => /[./\\]/.test(what) || existsSync(what)

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw usageFault(`${file} cannot be read.`)
  }
}

function told(out: Output, { of, n_deals, findings }: Judged): string {
  const counted = n_deals === 0 ? '' : ` (${n_deals} deals)`
  if (findings.length === 0) return `${out.bold(of)}${counted}: nothing found`
  const lines = findings.flatMap(({ severity, code, path, line, message, remedy, deals }) => [
    `  ${severity.padEnd(7)}  ${code}  ${line === null ? path : `line ${line}, ${path}`}`,
    `           ${message}`,
    `           ${remedy}`,
    ...(deals.total === 0
      ? []
      : [`           rests on ${deals.total} deals, such as ${deals.ids.slice(0, 3).join(', ')}`]),
  ])
  return [`${out.bold(of)}${counted}: ${findings.length} found`, ...lines].join('\n')
}
