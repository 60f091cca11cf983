import { describe, expect, it } from 'vitest'
import type { LibraryField } from '../fields/index.ts'
import { type DealSearchFilter, planSearch } from './search.ts'

const field = (key: string, type: LibraryField['type'], subject: LibraryField['subject'] = 'deal') => ({
  key,
  type,
  subject,
  label: key,
  options: [],
})
const situation = {
  library: [field('seats', 'number'), field('region', 'text'), field('tier', 'choice', 'account')],
  pipelines: new Map([['trade', 'pip_1']]),
  me: 'per_me',
}
type Condition = NonNullable<DealSearchFilter['all']>[number]
const planned = (condition: Condition) => planSearch({ any: [condition] }, situation)
const euros = { amount: '10.00', currency: 'EUR' }

describe('a condition that makes sense', () => {
  it.each<[string, Condition, unknown]>([
    ['a pipeline by its key', { field: 'pipeline', op: 'eq', value: 'trade' }, 'pip_1'],
    ['myself', { field: 'owner', op: 'in', value: ['me'] }, ['per_me']],
    ['an amount of a currency', { field: 'amount', op: 'gte', value: euros }, euros],
    ['a day', { field: 'close_date', op: 'lt', value: '2026-12-24' }, '2026-12-24'],
    [
      'a moment, kept in UTC',
      { field: 'created_at', op: 'gt', value: '2026-01-01T07:00:00+07:00' },
      '2026-01-01T00:00:00.000Z',
    ],
    ['what is empty', { field: 'account_id', op: 'empty', value: true }, true],
    ['a field of the library', { field: 'fields.seats', op: 'lte', value: 12 }, 12],
  ])('asks for %s', (_, condition, value) => {
    const read = planned(condition)
    expect(read).toMatchObject({ ok: true, plan: { all: [], any: [{ op: condition.op, value }], none: [] } })
  })
})

describe('a condition that makes none is named, with what would', () => {
  it.each<[string, Condition, string, RegExp]>([
    ['a member nobody may ask for', { field: 'workspace_id', op: 'eq', value: 'x' }, 'field', /there is: name,/],
    ['a misspelt one', { field: 'clos_date', op: 'eq', value: '2026-01-01' }, 'field', /did you mean close_date/],
    ['a name of every object', { field: 'toString', op: 'eq', value: 'x' }, 'field', /cannot be asked for/],
    ['a field of accounts', { field: 'fields.tier', op: 'eq', value: 'gold' }, 'field', /cannot be asked for/],
    ['an operator of another kind', { field: 'name', op: 'gt', value: 'x' }, 'op', /eq, ne, contains, empty/],
    ['words in place of a number', { field: 'fields.seats', op: 'gt', value: 'many' }, 'value', /a number/],
    ['a number in place of money', { field: 'amount', op: 'gt', value: 10 }, 'value', /money such as/],
    ['one where many are meant', { field: 'stage', op: 'in', value: 'wanted' }, 'value', /a list/],
    ['a day that is none', { field: 'close_date', op: 'eq', value: '2026-02-30' }, 'value', /./],
    ['a pipeline that is not there', { field: 'pipeline', op: 'in', value: ['trade', 'x'] }, 'value', /no pipeline x/],
    ['words in place of yes or no', { field: 'owner', op: 'empty', value: 'yes' }, 'value', /true for what is empty/],
    ['an outcome that is none', { field: 'outcome', op: 'eq', value: 'happy' }, 'value', /./],
  ])('%s', (_, condition, part, detail) => {
    const read = planned(condition)
    expect(read).toMatchObject({ ok: false, errors: [{ pointer: `/filter/any/0/${part}` }] })
    expect(read.ok === false && read.errors[0]?.detail).toMatch(detail)
  })
})
