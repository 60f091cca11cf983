import { foldedText } from '../../values/text.ts'

export type Someone = { id: string; name: string; email: string }

/** Finds people by e-mail address or name: undefined for nobody, null where a name is that of several. */
export type PeopleIndex = { find(text: string): string | null | undefined; add(person: Someone): void }

export function peopleIndex(people: readonly Someone[]): PeopleIndex {
  const emails = new Map<string, string>()
  const names = new Map<string, string | null>()
  const add = ({ id, name, email }: Someone) => {
    const folded = foldedText(name)
    emails.set(foldedText(email), id)
    names.set(folded, names.has(folded) && names.get(folded) !== id ? null : id)
  }
  for (const person of people) add(person)
  return { find: (text) => emails.get(foldedText(text)) ?? names.get(foldedText(text)), add }
}

/** Name and e-mail address of somebody whom a file names by one of the two; an address made up reaches nobody. */
export function personNamed(text: string, taken: (email: string) => boolean): { name: string; email: string } {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return { name: nameIn(text), email: text.toLowerCase() }
  const slug = slugOf(text) || 'somebody'
  const emails = Array.from({ length: 1000 }, (_, i) => `${slug}${i === 0 ? '' : `.${i + 1}`}@imported.invalid`)
  return { name: text.slice(0, 120), email: emails.find((email) => !taken(email)) ?? `${slug}@imported.invalid` }
}

const nameIn = (email: string): string =>
  (email.split('@')[0] ?? email)
    .split(/[._-]+/)
    .filter((part) => part !== '')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ')
    .slice(0, 120)

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.+|\.+$/g, '')
    .slice(0, 60)
