import { atOnce, type InPieces, piece } from '../../stats/gently.ts'
import type { Stay } from '../../stats/stay.ts'

/**
 * Stays in the words of another version: each stage by the one where its deals belong there. Neighbours that come to be
 * one stage become one stay, whether a person moved the deal between them or a migration did.
 */
export const restated = <S extends Stay>(stays: readonly S[], placeOf: PlaceOf): S[] =>
  atOnce(restating(stays, placeOf))

type PlaceOf = (stage: string, pipeline: string) => string

/** The same in pieces. */
export function* restating<S extends Stay>(stays: readonly S[], placeOf: PlaceOf): InPieces<S[]> {
  const told: S[] = []
  let done = 0
  for (const stay of stays) {
    if (++done % piece === 0) yield
    const stage = placeOf(stay.stage, stay.pipeline)
    const to = stay.to === null ? null : placeOf(stay.to, stay.pipeline)
    const next = stage === stay.stage && to === stay.to ? stay : { ...stay, stage, to }
    const last = told.at(-1)
    if (last && goesOn(last, next)) told[told.length - 1] = { ...last, left: next.left, to }
    else told.push(next)
  }
  return told
}

const goesOn = (last: Stay, next: Stay): boolean =>
  last.deal === next.deal &&
  last.pipeline === next.pipeline &&
  last.stage === next.stage &&
  last.left === next.entered &&
  (last.to === next.stage || last.to === 'censored')
