import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'
import { digitsOf, type Money, minorOf, moneyOf } from '../../values/money.ts'
import { expectedUnder } from '../forecast/index.ts'
import type { Lineages, Restatement } from '../history/index.ts'
import type { LineagePlan } from './lineage.ts'
import { type Routed, routingFor } from './propose-routing.ts'
import { losingSight } from './losing-sight.ts'
import type { Part, Parts, Sorted } from './sort-deals.ts'
import type { PartRow } from './store.ts'

const shown = 100

/** What a split or merge would do: which deals go where, whose history counts for which pipeline, and what is then expected. */
export async function planOf(
  context: Context,
  { kind, parts }: Parts,
  sorted: readonly Sorted[],
): Promise<LineagePlan> {
  const staying = sorted.filter(({ part }) => part === null)
  await breathe()
  const { period, pipelines } = await expectedUnder(context, lineagesOf(sorted))
  const routed = await routingFor(context, { kind, parts })
  const losing = await losingSight(context, sorted)
  const named = new Set(parts.flatMap(({ from, to }) => [from.key, to.key]))
  const [before, after] = [totalOf(pipelines.map((one) => one.before)), totalOf(pipelines.map((one) => one.after))]
  return {
    kind,
    parts: parts.map((part) => ({ ...countedIn(part, sorted), losing_sight: losing.get(part) ?? [] })),
    staying: {
      open: staying.filter(({ deal }) => deal.outcome === null).length,
      past: staying.filter(({ deal }) => deal.outcome !== null).length,
    },
    expected: {
      period,
      pipelines: pipelines.filter(({ pipeline }) => named.has(pipeline)),
      before,
      after,
      model: before && after ? moneyOf(minorOf(after) - minorOf(before), after.currency) : null,
    },
    routing: routed && 'rules' in routed ? shownRules(routed.rules, named) : null,
    warnings: [
      ...parts.flatMap((part) => [...warningsOf(part, sorted), ...blindOf(part, losing.get(part) ?? [])]),
      ...unroutedOf(routed),
    ],
  }
}

function countedIn(part: Part, sorted: readonly Sorted[]): Omit<LineagePlan['parts'][number], 'losing_sight'> {
  const deals = sorted.flatMap((one) => (one.part === part ? [one.deal] : []))
  const open = deals.filter(({ outcome }) => outcome === null)
  const by = Map.groupBy(open, ({ currency }) => currency)
  return {
    from: refOf(part.from),
    to: refOf(part.to),
    rule: part.text,
    open: open.length,
    amounts: [...by].map(([currency, own]) =>
      moneyOf(
        own.reduce((sum, { amount_minor }) => sum + (amount_minor ?? 0n), 0n),
        currency,
      ),
    ),
    won: deals.filter(({ outcome }) => outcome === 'won').length,
    lost: deals.filter(({ outcome }) => outcome === 'lost').length,
    stages: [...part.stages].flatMap(([stage, { name, landing }]) => {
      const here = deals.filter((deal) => deal.stage === stage)
      const said = { stage, name, to: landing.stage, by: landing.by === 'asked' ? ('map' as const) : landing.by }
      const [standing, past] = [here.filter(({ outcome }) => outcome === null).length, here.length]
      const today = part.from.definition.stages.some(({ key }) => key === stage)
      return today || past > 0 ? [{ ...said, open: standing, past: past - standing }] : []
    }),
    deal_ids: open.slice(0, shown).map(({ id }) => id),
  }
}

/** Fewer closed deals than this give a pipeline no model of its own. */
const enough = 30

function warningsOf(part: Part, sorted: readonly Sorted[]): string[] {
  const deals = sorted.filter((one) => one.part === part)
  const closed = deals.filter(({ deal }) => deal.outcome !== null).length
  const unsaid = [...part.stages].filter(([, { landing }]) => landing.by === 'phase' || landing.by === 'first')
  return [
    ...(deals.length === 0 ? [`Nothing of ${part.from.name} would go to ${part.to.name}: no deal fits.`] : []),
    ...(deals.length > 0 && closed < enough
      ? [
          `${part.to.name} would have ${closed} closed deals as its history; below ${enough} all pipelines speak for it.`,
        ]
      : []),
    ...(unsaid.length > 0
      ? [
          `Nobody said where ${unsaid.map(([, { name }]) => name).join(', ')} of ${part.from.name} ${unsaid.length === 1 ? 'is' : 'are'} read in ${part.to.name}; the phase decides.`,
        ]
      : []),
  ]
}

function blindOf({ to }: Part, losing: LineagePlan['parts'][number]['losing_sight']): string[] {
  if (losing.length === 0) return []
  const names = losing.map(({ person, deals }) => `${person.name} (${deals})`).join(', ')
  return [
    `Owners who could not see their open deals in ${to.name}: ${names}. Give them rights there, or others the deals.`,
  ]
}

const shownRules = ({ rules, fallback }: Extract<Routed, { rules: unknown }>['rules'], named: ReadonlySet<string>) => [
  ...rules.flatMap(({ key, name, when, pipeline }) => (named.has(pipeline) ? [{ key, name, when, pipeline }] : [])),
  ...(fallback && named.has(fallback.pipeline)
    ? [{ key: 'fallback', name: 'Otherwise', when: 'true', pipeline: fallback.pipeline }]
    : []),
]

function unroutedOf(routed: Routed): string[] {
  if (routed === null || !('unfit' in routed)) return []
  return [
    `Routing rules stay as they are, since none can ask that of a deal that is only coming in: ${routed.unfit.why}`,
  ]
}

/** The past of the deals as it would count. */
export function lineagesOf(sorted: readonly Sorted[]): Lineages {
  const restatements = new Map<Part, readonly Restatement[]>()
  return new Map(
    sorted.flatMap(({ deal, part }) =>
      part === null ? [] : [[deal.id, restatements.getOrInsertComputed(part, (one) => [restatementOf(one)])] as const],
    ),
  )
}

const restatementOf = (part: Part): Restatement => ({
  from: part.from.id,
  to: part.to.id,
  stages: placesIn(part),
  until: Number.POSITIVE_INFINITY,
})

export const placesIn = ({ stages }: Part): Record<string, string> =>
  Object.fromEntries([...stages].map(([stage, { landing }]) => [stage, landing.stage]))

/** A part as it is kept. */
export const partRow = (part: Part): PartRow => ({
  from: part.from.id,
  to: part.to.id,
  rule: part.text,
  stages: placesIn(part),
  fields: part.fields,
})

const refOf = ({ id, key, name }: Part['from']) => ({ id, key, name })

function totalOf(amounts: readonly (Money | null)[]): Money | null {
  const known = amounts.filter((amount) => amount !== null)
  const [first] = known
  if (!first || digitsOf(first.currency) === undefined) return null
  return moneyOf(
    known.reduce((sum, amount) => sum + minorOf(amount), 0n),
    first.currency,
  )
}
