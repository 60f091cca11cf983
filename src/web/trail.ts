let trail: string[] = []

/** Remembers the list from which a deal is opened, so that `J` and `K` walk along it on the deal's page. */
export const keepTrail = (keys: string[]): void => {
  trail = keys
}

/** The deal after or before another in the list one came from; undefined at its ends. */
export function nextOnTrail(key: string, step: 1 | -1): string | undefined {
  const at = trail.indexOf(key)
  return at < 0 ? undefined : trail[at + step]
}
