/**
 * Work that may take long, done in pieces: whoever serves others meanwhile lets them come in between, whoever only wants
 * the result does not.
 */
export type InPieces<T> = Generator<undefined, T, undefined>

/** So many items are a piece: some milliseconds of work. */
export const piece = 5_000

/** Does all of it at once. */
export function atOnce<T>(work: InPieces<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/** Does it piece by piece, and between any two what is handed in. */
export async function gently<T>(work: InPieces<T>, between: () => Promise<unknown>): Promise<T> {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    await between()
  }
}
