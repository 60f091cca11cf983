import type { Instant } from '../../values/instant.ts'
import type { Owed } from '../ledger/index.ts'
import { type Criterion, type Definition, positionOf, waysFrom, wonFrom } from '../pipelines/index.ts'
import { type Asked, crossedBetween, crossedByWinning } from './crossed.ts'
import { type Unmet, unmetOf } from './gates.ts'
import type { Situation } from './situation.ts'

/** Where a deal stands, and by which rules. */
export type Standing = { definition: Definition; stage: string }

/** What another version asks of deals in a stage that theirs does not: behind them, and with their next step. */
export type NewAsks = { behind: Asked[]; ahead: Asked[] }

/** What is asked for in the new place that was not asked for in the old one, or otherwise. Advice asks for nothing. */
export function newAsks(before: Standing, after: Standing): NewAsks {
  const known = new Map([...behind(before), ...ahead(before)].map(({ criterion }) => [criterion.key, said(criterion)]))
  const isNew = ({ criterion }: Asked) => criterion.level !== 'advice' && known.get(criterion.key) !== said(criterion)
  return { behind: behind(after).filter(isNew), ahead: ahead(after).filter(isNew) }
}

/** The new criteria that a deal does not meet where it is to stand; `situation` is that of the new version. */
export const newlyFailing = (situation: Situation, { behind, ahead }: NewAsks, now: Instant): Unmet[] =>
  unmetOf(situation, [...behind, ...ahead], now)

/** What a deal owes in its new place: what it owed and is still asked for, and what is newly asked for behind it. */
export function owedAfter(situation: Situation, asks: NewAsks, now: Instant): Owed[] {
  const { deal, definition } = situation
  const owed = new Set(deal.owed.map(({ key }) => key))
  const before = behind({ definition, stage: deal.stage }).filter(({ criterion }) => owed.has(criterion.key))
  return unmetOf(situation, [...before, ...asks.behind], now).map(({ key, label, stage }) => ({
    key,
    label,
    stage: stage ?? deal.stage,
  }))
}

const behind = ({ definition, stage }: Standing): Asked[] => crossedBetween(definition, null, stage)

/** With the next step forward, and with winning where that is a step. */
function ahead({ definition, stage }: Standing): Asked[] {
  const here = positionOf(definition, stage)
  const next = waysFrom(definition, stage).find((key) => positionOf(definition, key) > here)
  const winning = next === undefined || wonFrom(definition).includes(stage)
  return [
    ...(next === undefined ? [] : crossedBetween(definition, stage, next)),
    ...(winning ? crossedByWinning(definition, stage) : []),
  ]
}

/** What a criterion asks for, whatever it is called. */
const said = ({ label: _, hint: __, ...criterion }: Criterion): string =>
  JSON.stringify(Object.entries(criterion).toSorted(([a], [b]) => (a < b ? -1 : 1)))
