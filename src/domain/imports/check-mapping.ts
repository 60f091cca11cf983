import { CurrencySchema } from '../../values/money.ts'
import { remedyForName } from '../../values/nearest-name.ts'
import { foldedText } from '../../values/text.ts'
import type { LibraryField } from '../fields/index.ts'
import type { Definition, Fault } from '../pipelines/index.ts'
import type { Given, Mapping } from './mapping.ts'
import { monthsIn, periodNamed } from './read-term.ts'

/** What of a workspace a mapping may name. */
export type Known = {
  pipelines: readonly { key: string; definition: Definition }[]
  library: readonly LibraryField[]
  /** Whether routing rules are published. */
  routed: boolean
}

/** What is wrong between a mapping and the workspace, though each part of the mapping by itself is well formed. */
export function checkMapping({ deal }: Mapping, { pipelines, library, routed }: Known): Fault[] {
  const keys = pipelines.map(({ key }) => key)
  const named = new Set(targetsOf(deal.pipeline).map(({ target }) => target))
  const used = pipelines.filter(({ key }) => named.size === 0 || named.has(key)).map(({ definition }) => definition)
  const stages = used.flatMap((definition) => definition.stages.map(({ key }) => key))
  const reasons = used.flatMap(({ outcomes }) => outcomes.lost.reasons.map(({ key }) => key))
  const fields = library.filter(({ subject }) => subject === 'deal').map(({ key }) => key)
  const among = (part: keyof Mapping['deal'], what: string, known: string[]) =>
    targetsOf(deal[part] as Given | undefined).flatMap(({ path, target }) =>
      known.includes(target) ? [] : [unknown(['deal', part, ...path], what, target, known)],
    )
  return [
    ...(keys.length === 0 ? [noPipelines] : among('pipeline', 'pipeline', keys)),
    ...(deal.pipeline === undefined && !routed ? [missing('pipeline', ', and no routing rules are published')] : []),
    ...(deal.stage === undefined && deal.pipeline !== undefined ? [missing('stage')] : []),
    ...(used.length === 0
      ? []
      : [
          ...among('stage', 'stage', [...stages, ...outcomes]),
          ...among('closed_from', 'stage', stages),
          ...among('lost_reason', 'lost reason', reasons),
        ]),
    ...among('status', 'status', ['open', ...outcomes]),
    ...targetsOf(deal.currency).flatMap(({ path, target }) => currencyFault(['deal', 'currency', ...path], target)),
    ...Object.keys(deal.fields).flatMap((key) =>
      fields.includes(key) ? [] : [unknown(['deal', 'fields', key], 'field of deals', key, fields)],
    ),
    ...(typeof deal.entered === 'string' || used.length === 0
      ? []
      : Object.keys(deal.entered).flatMap((key) =>
          stages.includes(key) ? [] : [unknown(['deal', 'entered', key], 'stage', key, stages)],
        )),
    ...closedFaults(deal),
    ...termFaults(deal),
  ]
}

const outcomes = ['won', 'lost']

const missing = (part: string, more = ''): Fault => ({
  path: ['deal', part],
  message: `deal.${part} is missing${more}.`,
  remedy: 'Add it.',
})

const noPipelines: Fault = {
  path: ['deal', 'pipeline'],
  message: 'This workspace has no pipelines yet.',
  remedy: 'Create them first: tributary pipelines create FILE.yaml.',
}

/** What a value may become, where the mapping itself says so, with the place where it does. */
function targetsOf(given: Given | undefined): { path: string[]; target: string }[] {
  if (given === undefined) return []
  const { value, values = {}, default: other } = given
  return [
    ...(value === undefined ? [] : [{ path: ['value'], target: value }]),
    ...Object.entries(values).map(([cell, target]) => ({ path: ['values', cell], target })),
    ...(other === undefined ? [] : [{ path: ['default'], target: other }]),
  ]
}

const unknown = (path: string[], what: string, target: string, known: string[]): Fault => ({
  path,
  message: `There is no ${what} ${target}.`,
  remedy: remedyForName(target, [...new Set(known)]),
})

function currencyFault(path: string[], target: string): Fault[] {
  const [issue] = CurrencySchema.safeParse(target).error?.issues ?? []
  return issue ? [{ path, message: `${target} is no currency.`, remedy: `${issue.message}.` }] : []
}

/** A stage column that says won or lost does not say where the deal stood before. */
function closedFaults({ stage, status, closed_from, entered }: Mapping['deal']): Fault[] {
  const closes = status === undefined && targetsOf(stage).some(({ target }) => outcomes.includes(foldedText(target)))
  if (!closes || closed_from !== undefined || typeof entered === 'string' || Object.keys(entered).length > 0) return []
  return [
    {
      path: ['deal', 'stage'],
      message: 'Nothing says in which stage a won or lost deal was before.',
      remedy: 'Add closed_from (a column, or { value: STAGE }), or the columns of its history under entered.',
    },
  ]
}

/** A term is of a product, and what says more of a term says nothing without one. */
function termFaults(deal: Mapping['deal']): Fault[] {
  const { term_months, product } = deal
  const more = (['billing_period', 'term_starts_on'] as const).filter((part) => deal[part] !== undefined)
  if (term_months === undefined)
    return more.map((part) => ({
      path: ['deal', part],
      message: `deal.${part} says more of a term, and nothing says the term.`,
      remedy: 'Add term_months (a column, or { value: 12 }).',
    }))
  const wrong = (part: 'term_months' | 'billing_period', is: (text: string) => boolean, remedy: string) =>
    targetsOf(deal[part]).flatMap(({ path, target }) =>
      is(target) ? [] : [{ path: ['deal', part, ...path], message: `${target} is not what belongs here.`, remedy }],
    )
  return [
    ...(product === undefined ? [missing('product', ': what is sold for a term')] : []),
    ...wrong('term_months', (text) => monthsIn(text) !== undefined, 'Say whole months, such as 12.'),
    ...wrong('billing_period', (text) => periodNamed(text) !== undefined, 'Say month, quarter or year.'),
  ]
}
