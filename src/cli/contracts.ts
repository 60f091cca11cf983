import { readFileSync } from 'node:fs'
import type { Client } from '../client/client.ts'
import { type Command, required, textOf, usageFault } from './command.ts'
import { moneyText, printList, table } from './output.ts'

type State = NonNullable<NonNullable<Parameters<Client['contracts']['list']>[0]>['state']>

export const listContracts: Command = {
  name: 'contracts list',
  summary: 'What won recurring deals left behind, those that end first before the others',
  usage: '[--state STATE] [--pipeline KEY] [--json]',
  flags: { state: { type: 'string' }, pipeline: { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const asked = { state: textOf(call, 'state') as State | undefined, pipeline: textOf(call, 'pipeline') }
    printList(out, await client.contracts.list(asked), {
      contract: ({ id }) => id,
      deal: ({ deal }) => deal.key,
      account: ({ account }) => account?.name,
      from: ({ starts_on }) => starts_on,
      to: ({ ends_on }) => ends_on,
      'a year': ({ annual }) => moneyText(annual),
      state: ({ state }) => state.replaceAll('_', ' '),
    })
  },
}

export const showRetention: Command = {
  name: 'contracts retention',
  summary: 'What is left of the recurring revenue of a day on a later one: gross and net',
  usage: '--from DAY [--to DAY] [--json]',
  flags: { from: { type: 'string' }, to: { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const answer = await client.retention.get({ from: required(call, 'from'), to: textOf(call, 'to') })
    const share = (part: number | null) => (part === null ? 'unknown' : `${(part * 100).toFixed(1)} %`)
    out.data(answer, () => {
      const { starting, expanded, contracted, churned, ending, added, gross, net } = answer
      const sums = { starting, expanded, contracted, churned, ending, 'new customers': added }
      const rows = Object.entries(sums).map(([name, sum]) => [name, moneyText(sum)])
      return `${table(out, ['', ''], rows)}\n${out.bold(`gross ${share(gross)}, net ${share(net)}`)}`
    })
  },
}

export const loadUsage: Command = {
  name: 'usage load',
  summary: 'Record usage from a file: account_domain, metric, value, at; exit 6 when any row was refused',
  usage: 'FILE.csv [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const parts = partsOf(words[0] ?? '')
    const all = { rows: 0, recorded: 0, unchanged: 0, refused_rows: 0 }
    const refused: { row: number; column: string; message: string }[] = []
    for (const [i, text] of parts.entries()) {
      const one = await client.usage_files.create({ text })
      for (const name of Object.keys(all) as (keyof typeof all)[]) all[name] += one[name]
      refused.push(...one.refused.map((row) => ({ ...row, row: row.row + i * mostRows })))
    }
    out.data({ ...all, refused }, () => {
      const wrong = refused.map(({ row, column, message }) => `line ${row}, ${column}: ${message}`)
      const counts = `${all.recorded} recorded, ${all.unchanged} known already, ${all.refused_rows} refused`
      return [counts, ...wrong].join('\n')
    })
    return all.refused_rows > 0 ? 6 : 0
  },
}

const mostRows = 4_000

/** The lines of a file in parts that are taken at once, each under the heading. */
function partsOf(file: string): string[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw usageFault(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  const [heading = '', ...rows] = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const parts = Array.from({ length: Math.max(1, Math.ceil(rows.length / mostRows)) }, (_, i) =>
    rows.slice(i * mostRows, (i + 1) * mostRows),
  )
  return parts.map((part) => [heading, ...part].join('\n'))
}
