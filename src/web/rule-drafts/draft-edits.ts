type Keyed = { key: string }
type SetOf = { rules: Keyed[] }

/** The rule in the place of the one with this key, or last where there is none such. */
export function withRule<S extends SetOf>(set: S, rule: S['rules'][number]): S {
  const known = set.rules.some(({ key }) => key === rule.key)
  return { ...set, rules: known ? set.rules.map((one) => (one.key === rule.key ? rule : one)) : [...set.rules, rule] }
}

export const withoutRule = <S extends SetOf>(set: S, key: string): S => ({
  ...set,
  rules: set.rules.filter((one) => one.key !== key),
})

/** One place up or down; the same set where it stands at the end already. */
export function movedRule<S extends SetOf>(set: S, key: string, by: -1 | 1): S {
  const at = set.rules.findIndex((one) => one.key === key)
  const [rule, other] = [set.rules[at], set.rules[at + by]]
  if (!rule || !other) return set
  const rules = [...set.rules]
  rules[at] = other
  rules[at + by] = rule
  return { ...set, rules }
}

/** A key from a name that no other rule has: `From the web` is `from_the_web`. */
export function keyFrom(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
  const base = plain.slice(0, 36).replace(/_+$/, '') || 'rule'
  let key = base
  for (let nth = 2; taken.includes(key); nth++) key = `${base}_${nth}`
  return key
}

/** Whether two sets say the same, in whatever order their members are written; the order of rules counts. */
export const isSame = (one: object, other: object): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))

function sorted(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(sorted)
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(
    Object.entries(part)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, sorted(value)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}
