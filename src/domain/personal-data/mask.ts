/** Whom it is about, once found out: all that is the same human being, and what that is called in texts. */
export type Subject = { person_ids: string[]; contact_ids: string[]; terms: string[] }

export const masked = 'erased'
const special = /[\\^$.*+?()[\]{}|/]/g

/** The terms as one regular expression, the same for PostgreSQL and JavaScript, however their words are spaced. */
export function patternOf(terms: readonly string[]): string {
  const longest = terms.toSorted((a, b) => b.length - a.length)
  // In the text of a JSON document the end of a line is two characters.
  const gap = String.raw`(?:\s|\\[nrt])+`
  return `(?:${longest.map((term) => term.trim().replaceAll(special, '\\$&').split(/\s+/).join(gap)).join('|')})`
}

/** What is looked for in running text: an address, a number, a name of several words; one word alone is anybody's. */
export function isTelling(term: string): boolean {
  const text = term.trim()
  const isNumber = /^\+?[\d\s()/.-]{7,}$/.test(text) && !/^\d{4}-\d\d/.test(text)
  return isNumber || /^\S+@\S+\.\S+$/.test(text) || /\p{L}{2}\S*\s+\S*\p{L}{2}/u.test(text)
}

export type Mask = {
  text(value: string): string
  /** Every text in a value, names of members included. */
  value(value: unknown): unknown
}

/** Takes a person out of texts: what names them becomes `erased`, what is about them is left. */
export function maskFor({ person_ids, contact_ids, terms }: Subject): Mask {
  const ids = new Set([...person_ids, ...contact_ids])
  const pattern =
    terms.length > 0 ? new RegExp(`(?<![\\p{L}\\p{N}._%+-])${patternOf(terms)}(?![\\p{L}\\p{N}])`, 'giu') : undefined
  const text = (value: string) => (pattern ? value.replaceAll(pattern, masked) : value)
  const value = (given: unknown): unknown => {
    if (typeof given === 'string') return text(given)
    if (Array.isArray(given)) return given.map(value)
    if (typeof given !== 'object' || given === null) return given
    const members = Object.entries(given)
    // A reference brings the name along, which may be one word: `{ id, name }`.
    const theirs = members.some(([name, part]) => name === 'id' && ids.has(String(part)))
    return Object.fromEntries(
      members.map(([name, part]) => [text(name), theirs && telling.has(name) ? emptied(part) : value(part)]),
    )
  }
  return { text, value }
}

const telling = new Set(['name', 'email', 'phone', 'title'])
const emptied = (part: unknown) => (part === null ? null : masked)
