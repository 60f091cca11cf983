import type { Definition } from '../pipelines/index.ts'
import type { DesignFault } from './design-finding.ts'
import type { Subject } from './subject.ts'
import { inDays } from './words.ts'

/** Where nothing is asked for, and nothing says when a stage is left. */
export function missingCriteria({ definition }: Subject): DesignFault[] {
  const { stages } = definition
  const { won } = definition.outcomes
  const asked = stages.map((_, index) => asksAfter(definition, index))
  if (asked.every((count) => count === 0) && won.criteria.length === 0)
    return [
      {
        code: 'no-criteria',
        path: ['stages'],
        stage: null,
        message: 'No stage asks for anything: every deal may stand anywhere, and its stage says what somebody hopes.',
        remedy: 'Give each stage one exit criterion that a colleague could check.',
      },
    ]
  const silent = stages.flatMap(({ key, name, help }, index): DesignFault[] => {
    if (asked[index] !== 0 || help !== undefined || index === stages.length - 1) return []
    return [
      {
        code: 'no-criteria',
        path: ['stages', index],
        stage: key,
        message: `Nothing says when a deal may leave ${name}: no criterion, no required field and no help text.`,
        remedy: 'Add an exit criterion, or at least a help text by which two people would decide alike.',
      },
    ]
  })
  return [...silent, ...wonUnasked(definition), ...longWithoutCriteria(definition)]
}

/** Criteria and required fields between a stage and the next, or winning where it is the last. */
function asksAfter({ stages, fields }: Definition, index: number): number {
  const next = stages[index + 1]
  const required = fields.filter(({ required_from }) => next !== undefined && required_from === next.key).length
  return (stages[index]?.exit.length ?? 0) + (next?.entry.length ?? 0) + required
}

function wonUnasked(definition: Definition): DesignFault[] {
  const { stages, outcomes } = definition
  const last = stages.at(-1)
  const hard = [...outcomes.won.criteria, ...(last?.exit ?? []), ...(last?.entry ?? [])]
  if (hard.length > 0) return []
  return [
    {
      code: 'won-unasked',
      path: ['outcomes'],
      stage: null,
      message:
        'A deal is won without anything being asked for, so any deal can be closed in the last hour of a quarter.',
      remedy: 'Ask at outcomes.won.criteria for what the charter calls won, such as a link to the signed order.',
    },
  ]
}

/** A text alone can tell a black box too: most of the expected time, a month or more, and nothing that is asked for. */
function longWithoutCriteria(definition: Definition): DesignFault[] {
  const { stages } = definition
  const total = stages.reduce((sum, { expected_days = 0 }) => sum + expected_days, 0)
  return stages.flatMap(({ key, name, expected_days = 0 }, index): DesignFault[] => {
    const last = index === stages.length - 1
    const asks = asksAfter(definition, index) + (last ? definition.outcomes.won.criteria.length : 0)
    if (asks > 0 || stages.length < 3 || expected_days < 30 || expected_days < total / 2) return []
    return [
      {
        code: 'black-box',
        path: ['stages', index],
        stage: key,
        message: `${name} is expected to take ${inDays(expected_days)} of ${inDays(total)}, and no criterion tells what happens there.`,
        remedy: 'Split it where the buyer takes a step of their own, or say with criteria what has to happen in it.',
        figures: { expected_days, total_days: total },
      },
    ]
  })
}
