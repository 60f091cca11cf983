import type { Instant } from '../../values/instant.ts'
import type { Outcome } from '../ledger/index.ts'
import { type Asked, crossedBetween, crossedByWinning, gatesOf, type Situation } from '../moves/index.ts'
import { criteriaOf, type Definition, type Level, positionOf, wayBetween, wayToWon } from '../pipelines/index.ts'

/** A move as it was made: the deal as it stood then, with what was given along with the move. */
export type PastMove = {
  kind: 'moved' | 'won'
  from: string
  to: string
  at: Instant
  reason: string | null
  /** Written by an import: nobody recorded evidence then. */
  imported: boolean
  /** What has come of the deal until today. */
  outcome: Outcome | null
  situation: Situation
}

export type Hindrance = { key: string; label: string; stage: string | null; level: Level; fresh: boolean }

export type Judgement = {
  verdict: 'passed' | 'stopped' | 'asked_for_reason' | 'unmapped'
  by: Hindrance[]
  /** Stages without a place in the definition. */
  unmapped: string[]
  not_judged: number
}

/** The definition that is rehearsed, beside the one that holds. */
export type Rehearsed = { definition: Definition; today: Definition; stage_map: Readonly<Record<string, string>> }

/**
 * Whether a move that was made would have been made under another definition. The way back asks for nothing. What the
 * pipeline asks for already is named where it is unmet, and counts for nothing: it was passed then, or never asked.
 */
export function judgeMove(rehearsed: Rehearsed, move: PastMove): Judgement {
  const { definition, stage_map } = rehearsed
  const placed = (stage: string) => {
    const key = stage_map[stage] ?? stage
    return positionOf(definition, key) < 0 ? null : key
  }
  const from = placed(move.from)
  const to = move.kind === 'won' ? from : placed(move.to)
  const unmapped = [from === null ? [move.from] : [], to === null && move.kind === 'moved' ? [move.to] : []].flat()
  if (from === null || to === null) return { verdict: 'unmapped', by: [], unmapped, not_judged: 0 }
  if (move.kind === 'moved' && positionOf(definition, to) <= positionOf(definition, from)) return passed

  const crossed = move.kind === 'won' ? crossedByWinning(definition, from) : crossedBetween(definition, from, to)
  const judged = crossed.filter((one) => !(move.imported && isEvidence(one)))
  const deal = { ...move.situation.deal, stage: from }
  const unmet = gatesOf({ ...move.situation, definition, deal }, judged, move.at).filter(({ satisfied }) => !satisfied)
  const by = [
    ...wayFault(rehearsed, move, from, move.kind === 'won' ? null : to),
    ...unmet.map(({ key, label, stage, level }) => {
      return { key, label, stage, level, fresh: isFresh(rehearsed, key) }
    }),
  ].filter(({ level }) => level === 'hard' || (level === 'soft' && move.reason === null))
  const levels = new Set(by.filter(({ fresh }) => fresh).map(({ level }) => level))
  const verdict = levels.has('hard') ? 'stopped' : levels.has('soft') ? 'asked_for_reason' : 'passed'
  return { verdict, by, unmapped: [], not_judged: crossed.length - judged.length }
}

const passed: Judgement = { verdict: 'passed', by: [], unmapped: [], not_judged: 0 }

const isEvidence = ({ criterion: { kind } }: Asked) => kind === 'link' || kind === 'meeting'

/** A way that is closed stops; one that asks for a reason is a soft gate. */
function wayFault(rehearsed: Rehearsed, move: PastMove, from: string, to: string | null): Hindrance[] {
  const { definition, today } = rehearsed
  const way = to === null ? wayToWon(definition, from) : wayBetween(definition, from, to)
  if (way === 'allowed' || (way === 'reason' && move.reason !== null)) return []
  const known = [move.from, move.to].every((stage) => positionOf(today, stage) >= 0)
  const before = known && (to === null ? wayToWon(today, move.from) : wayBetween(today, move.from, move.to))
  const name = (key: string) => definition.stages.find((stage) => stage.key === key)?.name ?? key
  const where = `from ${name(from)} to ${to === null ? 'Won' : name(to)}`
  const label = way === 'forbidden' ? `No way ${where}` : `A reason for going ${where}`
  return [{ key: 'way', label, stage: from, level: way === 'forbidden' ? 'hard' : 'soft', fresh: before !== way }]
}

/** Not asked for today, or in other words, or elsewhere. What is asked for already stopped whom it stops. */
export function isFresh({ definition, today, stage_map }: Rehearsed, key: string): boolean {
  const said = (of: Definition, renamed: Rehearsed['stage_map']) => {
    const stageOf = (stage: string | undefined) => stage && (renamed[stage] ?? stage)
    const placed = criteriaOf(of).find(({ criterion }) => criterion.key === key)
    if (!placed) return stageOf(of.fields.find((field) => key.endsWith(`fields.${field.key}`))?.required_from)
    const { criterion, path } = placed
    const place = path[0] === 'stages' ? [stageOf(of.stages[Number(path[1])]?.key), path[2]] : ['won']
    return JSON.stringify([criterion.kind, criterion.rule, criterion.level, place])
  }
  return said(definition, {}) !== said(today, stage_map)
}
