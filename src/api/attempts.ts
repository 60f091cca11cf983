import { Problem } from '../platform/problem.ts'

const window = 15 * 60_000
const mostOfAddress = 50
const mostOfName = 10

/** Counts what might be guessing. */
export type Attempts = {
  /** Counts an attempt, or throws 429; the answer takes it back, once it proved to be no guess. */
  begin(address: string, name?: string): () => void
}

/**
 * At most 10 wrong guesses at one name (such as an e-mail address) and 50 from one network address within any
 * 15 minutes, whether the name exists or not. Counted before anything is looked at, so that guesses sent at once are
 * counted too; in this process, so that two servers allow twice as many.
 */
export function countAttempts(clock: () => number = Date.now): Attempts {
  const seen = new Map<string, number[]>()

  function recent(key: string, now: number): number[] {
    const kept = (seen.get(key) ?? []).filter((at) => at > now - window)
    if (kept.length > 0) seen.set(key, kept)
    else seen.delete(key)
    return kept
  }

  return {
    begin(address, name) {
      const now = clock()
      if (seen.size > 10_000) for (const key of seen.keys()) recent(key, now)
      const limits: [string, number][] = [[`address ${address}`, mostOfAddress]]
      if (name !== undefined) limits.push([`name ${name.toLowerCase()}`, mostOfName])
      for (const [key, most] of limits) {
        const kept = recent(key, now)
        if (kept.length >= most) throw tooMany(Math.ceil(((kept[kept.length - most] ?? now) + window - now) / 1000))
      }
      for (const [key] of limits) seen.set(key, [...(seen.get(key) ?? []), now])
      return () => {
        for (const [key] of limits) {
          const kept = [...(seen.get(key) ?? [])]
          const at = kept.lastIndexOf(now)
          if (at >= 0) kept.splice(at, 1)
          seen.set(key, kept)
        }
      }
    },
  }
}

const tooMany = (retry_after: number) =>
  new Problem(
    'too-many',
    `Too many attempts failed. Try again in ${Math.ceil(retry_after / 60)} min.`,
    'too-many-attempts',
    { retry_after },
  )
