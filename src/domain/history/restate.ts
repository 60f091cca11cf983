import type { Stay } from '../../stats/stay.ts'

/**
 * Stays in the words of another version: each stage by the one where its deals belong there. Neighbours that come to be
 * one stage become one stay, whether a person moved the deal between them or a migration did.
 */
export function restated<S extends Stay>(
  stays: readonly S[],
  placeOf: (stage: string, pipeline: string) => string,
): S[] {
  const told: S[] = []
  for (const stay of stays) {
    const stage = placeOf(stay.stage, stay.pipeline)
    const to = stay.to === null ? null : placeOf(stay.to, stay.pipeline)
    const last = told.at(-1)
    if (last && goesOn(last, { ...stay, stage })) {
      last.left = stay.left
      last.to = to
    } else told.push({ ...stay, stage, to })
  }
  return told
}

const goesOn = (last: Stay, next: Stay): boolean =>
  last.deal === next.deal &&
  last.pipeline === next.pipeline &&
  last.stage === next.stage &&
  last.left === next.entered &&
  (last.to === next.stage || last.to === 'censored')
