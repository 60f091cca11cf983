/** The known name that somebody most likely meant, or undefined where none is close. */
export function nearestName(name: string, known: string[]): string | undefined {
  const nearest = known
    .map((candidate) => ({ candidate, distance: editDistance(name.slice(0, 80), candidate) }))
    .sort((a, b) => a.distance - b.distance)[0]
  return nearest && nearest.distance <= Math.max(2, name.length / 3) ? nearest.candidate : undefined
}

/** A sentence that helps whoever used a name that is not known. */
export function remedyForName(name: string, known: string[]): string {
  const meant = nearestName(name, known)
  if (meant !== undefined) return `Did you mean ${meant}?`
  return known.length === 0 ? 'Leave it out.' : `There are ${known.slice(0, 40).join(', ')}.`
}

/** Edits between two names: insert, delete, replace one character, or swap two neighbours. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, i) => i)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped))
    }
  }
  return at(a.length, b.length)
}
