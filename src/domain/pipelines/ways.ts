import type { Definition, Permission } from './definition.ts'

/** Whether a deal may go from one stage to another, before any gate is asked. Both stages are known and differ. */
export function wayBetween(definition: Definition, from: string, to: string): Permission {
  const start = positionOf(definition, from)
  const end = positionOf(definition, to)
  const named = definition.stages[start]?.to
  if (named) return named.includes(to) ? 'allowed' : 'forbidden'
  if (end < start) return definition.transitions.back
  return end === start + 1 ? 'allowed' : definition.transitions.skip
}

/** Keys of the stages that may follow. */
export const waysFrom = (definition: Definition, from: string): string[] =>
  definition.stages
    .map(({ key }) => key)
    .filter((to) => to !== from && wayBetween(definition, from, to) !== 'forbidden')

/** Keys of the stages from which a deal is won without skipping. */
export const wonFrom = ({ stages, outcomes }: Definition): string[] =>
  outcomes.won.from ?? stages.slice(-1).map(({ key }) => key)

/** The stage up to which winning crosses gates: the deal's own, or the next one from which deals are won. */
export function lastStageBeforeWon(definition: Definition, from: string): string | undefined {
  const winning = wonFrom(definition)
  return definition.stages.slice(positionOf(definition, from)).find(({ key }) => winning.includes(key))?.key
}

/** Whether a deal in this stage may be won: winning from before the last stages is a skip. */
export function wayToWon(definition: Definition, from: string): Permission {
  const last = lastStageBeforeWon(definition, from)
  if (last === undefined) return 'forbidden'
  return last === from ? 'allowed' : definition.transitions.skip
}

export const positionOf = ({ stages }: Definition, key: string): number =>
  stages.findIndex((stage) => stage.key === key)
