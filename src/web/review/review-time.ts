/** Whoever stays longer with one deal has left the room: a review goes on the next morning as well. */
const longest = 10 * 60_000

/**
 * Milliseconds that a review has taken so far: from one deal that was talked about to the next one, pauses counted as ten
 * minutes at most.
 */
export function timeSpent(began_at: string, reviewed: readonly (string | null | undefined)[]): number {
  const moments = reviewed.flatMap((at) => (at ? [Date.parse(at)] : [])).toSorted((a, b) => a - b)
  let spent = 0
  let before = Date.parse(began_at)
  for (const at of moments) {
    spent += Math.min(Math.max(at - before, 0), longest)
    before = Math.max(at, before)
  }
  return spent
}

/** What is still to come at the pace so far, in milliseconds; null before there is a pace. */
export const timeLeft = (spent: number, done: number, left: number): number | null =>
  done < 3 || left === 0 ? null : (spent / done) * left

/** `1:05`, as a watch shows it. */
export const watchOf = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
