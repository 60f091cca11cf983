import { z } from 'zod'
import type { FieldError } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { CurrencySchema, MoneySchema } from '../../values/money.ts'
import { nearestName } from '../../values/nearest-name.ts'
import { Line } from '../../values/text.ts'
import type { FieldType, LibraryField } from '../fields/index.ts'
import { categories, outcomes } from '../ledger/index.ts'
import { revenueKinds } from '../pipelines/index.ts'

export const operators = ['eq', 'ne', 'in', 'not_in', 'gt', 'gte', 'lt', 'lte', 'contains', 'empty'] as const
export type Operator = (typeof operators)[number]

const Text = z.string().max(500, 'at most 500 characters')
const expected = 'expected text, a number, true or false, money, or a list of texts'

const Condition = z
  .strictObject({
    /** A member of a deal such as `amount`, or `fields.` and the key of a field of the library. */
    field: z.string().max(120),
    op: z.enum(operators).default('eq'),
    value: z.union([Text, z.number(), z.boolean(), MoneySchema, z.array(Text).min(1).max(200)], expected),
  })
  .meta({ id: 'DealCondition' })
type Condition = z.output<typeof Condition>

const Conditions = z.array(Condition).min(1, 'name at least one condition').max(20, 'at most 20 conditions')

/** What must hold of a deal: every one of `all`, at least one of `any`, none of `none`. */
export const DealSearchFilter = z
  .strictObject({ all: Conditions.optional(), any: Conditions.optional(), none: Conditions.optional() })
  .meta({ id: 'DealSearchFilter' })
export type DealSearchFilter = z.output<typeof DealSearchFilter>

const kinds = {
  word: ['eq', 'ne', 'in', 'not_in', 'empty'],
  text: ['eq', 'ne', 'contains', 'empty'],
  day: ['eq', 'gt', 'gte', 'lt', 'lte', 'empty'],
  moment: ['gt', 'gte', 'lt', 'lte', 'empty'],
  number: ['eq', 'gt', 'gte', 'lt', 'lte', 'empty'],
  money: ['eq', 'gt', 'gte', 'lt', 'lte', 'empty'],
  flag: ['eq'],
} as const satisfies Record<string, readonly Operator[]>
export type Kind = keyof typeof kinds

const flag = { kind: 'flag', value: z.boolean('expected true or false') } as const
const day = { kind: 'day', value: DaySchema } as const
const moment = { kind: 'moment', value: InstantSchema } as const
const money = { kind: 'money', value: MoneySchema } as const
const number = { kind: 'number', value: z.number('expected a number') } as const
const text = { kind: 'text', value: Line(500) } as const
const word = (value: z.ZodType = Line(160)) => ({ kind: 'word', value }) as const

/** What of a deal may be asked for; nothing else of a request comes near a statement. */
const own = {
  name: text,
  next_step: text,
  pipeline: word(),
  stage: word(),
  owner: word(z.union([z.literal('me'), Id('per')], 'expected me or the id of a person')),
  account_id: word(Id('acc')),
  partner_account_id: word(Id('acc')),
  source: word(),
  category: word(z.enum(categories)),
  outcome: word(z.enum(['open', ...outcomes])),
  revenue_kind: word(z.enum(revenueKinds)),
  currency: word(CurrencySchema),
  amount: money,
  probability: number,
  close_date: day,
  wait_until: day,
  closed_at: moment,
  created_at: moment,
  updated_at: moment,
  entered_stage_at: moment,
  owed: flag,
  counted: flag,
} as const
export type OwnMember = keyof typeof own

const ofType: Record<FieldType, { kind: Kind; value: z.ZodType }> = {
  text,
  link: text,
  number,
  money,
  date: day,
  boolean: flag,
  choice: word(),
  person: word(),
}

/** A condition that was found to make sense; `key` where it is about a field of the library. */
export type Planned = {
  of: { member: OwnMember } | { key: string }
  kind: Kind
  op: Operator
  value: unknown
}
export type DealSearchPlan = Record<'all' | 'any' | 'none', Planned[]>

type Situation = { library: readonly LibraryField[]; pipelines: ReadonlyMap<string, string>; me: string }
type Read = { ok: true; plan: DealSearchPlan } | { ok: false; errors: FieldError[] }

/** Reads what must hold; every condition that does not fit is named with what would. */
export function planSearch(filter: DealSearchFilter, situation: Situation): Read {
  const errors: FieldError[] = []
  const plan: DealSearchPlan = { all: [], any: [], none: [] }
  for (const part of ['all', 'any', 'none'] as const)
    for (const [i, condition] of (filter[part] ?? []).entries()) {
      const planned = planOne(condition, situation)
      if ('of' in planned) plan[part].push(planned)
      else errors.push({ ...planned, pointer: `/filter/${part}/${i}/${planned.pointer}` })
    }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, plan }
}

export const asksFor = (filter: DealSearchFilter, member: OwnMember): boolean =>
  [filter.all, filter.any, filter.none].some((part) => part?.some(({ field }) => field === member))

function planOne({ field, op, value }: Condition, situation: Situation): Planned | FieldError {
  const found = target(field, situation.library)
  if (!found) return fault('field', 'unknown', unknownField(field, situation.library))
  const { of, kind, value: schema } = found
  const allowed: readonly Operator[] = kinds[kind]
  if (!allowed.includes(op)) return fault('op', 'operator', `${field} is asked for by ${allowed.join(', ')}`)
  if (op === 'empty')
    return typeof value === 'boolean'
      ? { of, kind, op, value }
      : fault('value', 'flag', 'expected true for what is empty, false for what is not')
  const many = op === 'in' || op === 'not_in'
  const read = (many ? z.array(schema, 'expected a list') : schema).safeParse(value)
  if (!read.success) return fault('value', 'value', read.error.issues[0]?.message ?? 'does not fit')
  const meant = many ? (read.data as unknown[]) : [read.data]
  const named = meant.map((one) => resolved(field, one, situation))
  const unknown = named.indexOf(undefined)
  if (unknown >= 0) return fault('value', 'unknown', `There is no pipeline ${meant[unknown]} in this workspace.`)
  return { of, kind, op, value: many ? named : named[0] }
}

function target(field: string, library: readonly LibraryField[]) {
  if (Object.hasOwn(own, field)) {
    const member = field as OwnMember
    return { of: { member }, ...own[member] } as const
  }
  const key = field.startsWith('fields.') ? field.slice('fields.'.length) : undefined
  const known = library.find((one) => one.subject === 'deal' && one.key === key)
  return known && ({ of: { key: known.key }, ...ofType[known.type] } as const)
}

/** What a value stands for: a pipeline may be named by its key, oneself as `me`. */
function resolved(field: string, value: unknown, { pipelines, me }: Situation): unknown {
  if (field === 'pipeline') return pipelines.get(String(value))
  return field === 'owner' && value === 'me' ? me : value
}

function unknownField(field: string, library: readonly LibraryField[]): string {
  const fields = library.flatMap(({ subject, key }) => (subject === 'deal' ? [`fields.${key}`] : []))
  const meant = nearestName(field, [...Object.keys(own), ...fields])
  const there = `there is: ${Object.keys(own).join(', ')}, and fields.KEY for a field of the library`
  return `${field.slice(0, 100)} cannot be asked for; ${meant === undefined ? there : `did you mean ${meant}?`}`
}

const fault = (pointer: string, code: string, detail: string): FieldError => ({ pointer, code, detail })
