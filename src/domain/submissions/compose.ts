import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { YearCut } from '../../values/fiscal-year.ts'
import { type Money, minorOf, moneyOf } from '../../values/money.ts'
import { belowIn } from './people-below.ts'
import type { Adjustment } from '../adjustments/index.ts'
import type { GridRow, Worth } from '../forecast-grid/index.ts'
import { countedCategories, type CountedCategory, type Definition } from '../pipelines/index.ts'
import type { Placed } from '../teams/index.ts'
import type { ComputedFrom, NewSubmission } from './submission.ts'

/** The cells of a row by the category that they call. */
export const callsOf = (row: GridRow) => ({
  commit: row.commit,
  best_case: row.best_case,
  pipeline: row.pipeline_call,
})

/**
 * What somebody calls otherwise than deals and those below say: an adjustment of their own, with the note as its reason.
 * Refused where it is less than what is closed, looser calls hold less than firmer ones, or nothing says why.
 */
export function decideCalled(
  row: GridRow,
  { called = {}, note }: Pick<NewSubmission, 'called' | 'note'>,
  worth: (money: Money) => Money | null,
): Decision<{ category: CountedCategory; amount: Money }[]> {
  const cells = callsOf(row)
  const own: { category: CountedCategory; amount: Money }[] = []
  let least = minorOf(row.closed.amount)
  let below = 'what is closed'
  for (const category of countedCategories.toReversed()) {
    const amount = called[category]
    const given = amount && worth(amount)
    if (amount && !given)
      return fault(
        category,
        'no-rate',
        `There is no rate for ${amount.currency}; give it in ${row.closed.amount.currency}.`,
      )
    const minor = given ? minorOf(given) : minorOf(cells[category].cumulative)
    if (given && minor < least)
      return fault(
        category,
        'called-too-little',
        `It is less than ${below}, which it holds; call at least ${shown(moneyOf(least, given.currency))}.`,
      )
    if (given && amount && minor !== minorOf(cells[category].cumulative)) own.push({ category, amount })
    if (minor > least) least = minor
    below = `the ${category.replace('_', ' ')}`
  }
  if (own.length > 0 && note === undefined)
    return refuse(
      'reason-required',
      'You call another amount than the deals and those below you say: say why in note.',
      {
        errors: [{ pointer: '/note', code: 'reason-required', detail: 'An adjustment has a reason.' }],
      },
    )
  return accept(own)
}

const fault = (category: string, code: string, detail: string): Decision<never> =>
  refuse(code, detail, { errors: [{ pointer: `/called/${category}`, code, detail }] })

const shown = ({ amount, currency }: Money) => `${amount} ${currency}`

type Around = {
  time_zone: string
  /** Of the period's year. */
  cut: YearCut
  definition: Definition
  definition_version: number
  places: readonly Placed[]
  adjustments: readonly Adjustment[]
  deals: readonly Worth[]
  currency: string
}

/** Everything that a row rests on, to be read years later as it was. */
export function computedFrom(row: GridRow, person_id: string, around: Around): ComputedFrom {
  const { places, definition, deals, currency, adjustments } = around
  const place = places.find(({ person }) => person.id === person_id)
  const below = belowIn(places, person_id)
  const people = new Set([person_id, ...below.map(({ person }) => person.id)])
  const cells = callsOf(row)
  return {
    time_zone: around.time_zone,
    fiscal_year_start_month: around.cut.fiscal_year_start_month,
    fiscal_weeks: around.cut.fiscal_weeks ?? null,
    definition_version: around.definition_version,
    categories: countedCategories.map((category) => ({
      category,
      criteria: (definition.forecast.categories?.[category] ?? []).map(({ key, label }) => ({ key, label })),
    })),
    manager: places.find(({ person }) => person.id === place?.manager_id)?.person ?? null,
    below: below.map(({ person, manager_id }) => ({ ...person, manager_id })),
    closed: row.closed.amount,
    closed_count: row.closed.count,
    from_below: {
      commit: cells.commit.original,
      best_case: cells.best_case.original,
      pipeline: cells.pipeline.original,
    },
    // What was said from above is not theirs to submit.
    adjustments: adjustments.filter(({ person, by }) => people.has(person.id) && people.has(by.id)),
    model: { low: row.low, likely: row.likely, high: row.high, expected: row.expected },
    quota: row.quota,
    deals: deals.map(({ deal_id, category, owner_id, close_date, worth }) => ({
      deal_id,
      category,
      owner_id,
      close_date,
      worth: worth === null ? null : moneyOf(worth, currency),
    })),
  }
}
