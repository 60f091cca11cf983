import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import type { AnswerOf, InputOf } from '../client/client.ts'
import { type Call, type Command, textOf, usageFault } from './command.ts'
import { fieldsOf } from './deals.ts'
import { moneyText, table } from './output.ts'

const flags = {
  amount: { type: 'string' },
  'close-date': { type: 'string' },
  owner: { type: 'string' },
  account: { type: 'string' },
  'next-step': { type: 'string' },
  field: { type: 'string', multiple: true },
} as const
const usage =
  '[--amount "1200.00 EUR"] [--close-date DAY] [--owner me] [--account ID] [--next-step TEXT] [--field KEY=VALUE …]'

export const createDeal: Command = {
  name: 'deals create',
  summary: 'Open a deal in a pipeline; prints its key',
  usage: `NAME [--pipeline KEY] ${usage}`,
  flags: { pipeline: { type: 'string' }, ...flags },
  words: { least: 1, most: 1 },
  async run(call) {
    const given = { name: call.words[0] ?? '', pipeline: textOf(call, 'pipeline'), ...factsOf(call) }
    const deal = await call.client.deals.create(given)
    call.out.data(deal, () => deal.key)
  },
}

export const editDeal: Command = {
  name: 'deals edit',
  summary: 'Change facts of a deal; to another stage it is moved',
  usage: `DEAL [--name NAME] [--category CATEGORY] ${usage}`,
  flags: { name: { type: 'string' }, category: { type: 'string' }, ...flags },
  words: { least: 1, most: 1 },
  async run(call) {
    const name = textOf(call, 'name')
    const category = textOf(call, 'category') as InputOf<'deals.update'>['category']
    const given = { name, category, ...factsOf(call) }
    if (Object.values(given).every((value) => value === undefined)) throw usageFault('Say what to change.')
    const deal = await call.client.deals.update({ deal_id: call.words[0] ?? '', ...given })
    call.out.data(deal, () => `${deal.key}  ${deal.name}, ${moneyText(deal.amount)}, version ${deal.version}`)
  },
}

export const waitDeal: Command = {
  name: 'deals wait',
  summary: 'Let a deal wait until a day, so that its age is no alarm before; none ends the waiting',
  usage: 'DEAL DAY|none [--json]',
  words: { least: 2, most: 2 },
  async run({ client, out, words }) {
    const [deal_id = '', day = ''] = words
    const deal = await client.deals.update({ deal_id, wait_until: day === 'none' ? null : day })
    out.data(deal, () => `${deal.key} ${deal.wait_until === null ? 'waits no more' : `waits until ${deal.wait_until}`}`)
  },
}

function factsOf(call: Call) {
  const amount = textOf(call, 'amount')
  const [, number, currency] = /^(\d+(?:\.\d+)?) ?([A-Z]{3})$/.exec(amount ?? '') ?? []
  if (amount !== undefined && (number === undefined || currency === undefined))
    throw usageFault(`--amount ${amount}: expected one such as "1200.00 EUR"`)
  return {
    amount: number === undefined || currency === undefined ? undefined : { amount: number, currency },
    close_date: textOf(call, 'close-date'),
    owner: textOf(call, 'owner') as 'me' | undefined,
    account_id: textOf(call, 'account'),
    next_step: textOf(call, 'next-step'),
    ...fieldsOf(call),
  }
}

type Operation = InputOf<'deals.bulk'>['operations'][number]

export const bulkDeals: Command = {
  name: 'deals bulk',
  summary:
    'Up to 1,000 creations, edits and moves from a file of JSON lines; all of them or, with --each, what can be done',
  usage: 'FILE.jsonl|- [--each] [--json|--csv]',
  flags: { each: { type: 'boolean' } },
  words: { least: 1, most: 1 },
  async run({ client, out, words, flags: given }) {
    const [file = ''] = words
    const operations = operationsIn(file === '-' ? await text(process.stdin) : textIn(file))
    const answer = await client.deals.bulk({ operations, atomic: given['each'] !== true })
    out.data(answer, () => table(out, ['line', 'deal', 'status', 'problem'], answer.data.map(rowOf)))
    return answer.refused > 0 ? refused : 0
  },
}

export const refused = 6

const rowOf = ({ index, deal, status, problem }: AnswerOf<'deals.bulk'>['data'][number]) => [
  index + 1,
  deal?.key,
  status,
  problem?.detail,
]

function operationsIn(lines: string): Operation[] {
  return lines.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line) as Operation]
    } catch {
      throw usageFault(`Line ${i + 1} is no JSON.`)
    }
  })
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw usageFault(`${file} cannot be read.`)
  }
}
