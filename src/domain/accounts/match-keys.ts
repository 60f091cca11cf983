import { parse } from 'tldts'
import { companyWords } from './company-name.ts'

export const matchKinds = ['domain', 'label', 'name', 'edge', 'pair', 'word'] as const
/**
 * `domain`: the registrable one; `label`: that without its suffix, which `acme.com` and `acme.co.id` share; `name`: all
 * words as one; `edge`: its first or last letters, which one wrong letter leaves alone at one end at least; `pair`: two
 * words, or of a name of two words one and how the other begins or ends, which common words need; `word`.
 */
export type MatchKind = (typeof matchKinds)[number]
export type MatchKey = { kind: MatchKind; key: string }

/** Mail boxes of anybody: such a domain says nothing about a company. */
const mailboxes = new Set(
  `gmail.com googlemail.com yahoo.com yahoo.co.id ymail.com outlook.com hotmail.com live.com msn.com icloud.com me.com
  aol.com gmx.de gmx.net web.de t-online.de mail.com proton.me protonmail.com yandex.ru mail.ru qq.com 163.com`.split(
    /\s+/,
  ),
)

export type NamedDomain = { domain: string; label: string }

/** What a host name says about whose it is: nothing where anybody may have a name there. */
export function registrableOf(host: string | null): NamedDomain | null {
  if (host === null) return null
  const { domain, domainWithoutSuffix } = parse(host, { allowPrivateDomains: true })
  if (!domain || !domainWithoutSuffix || mailboxes.has(domain)) return null
  return { domain, label: domainWithoutSuffix }
}

const edge = 6
/** In a name this short one wrong letter spoils both ends, so that every way to leave one letter out is a key. */
const short = 8

/** The keys by which an account is found again, however it is spelt. */
export function matchKeysOf({ name, domain }: { name: string; domain: string | null }): MatchKey[] {
  const words = companyWords(name)
  const joined = words.join('')
  const registrable = registrableOf(domain)
  const keys: MatchKey[] = [
    { kind: 'name', key: joined },
    ...edgesOf(joined).map((key): MatchKey => ({ kind: 'edge', key })),
  ]
  for (const key of pairsOf([...new Set(words)].toSorted())) keys.push({ kind: 'pair', key })
  for (const word of new Set(words)) if (word.length > 1) keys.push({ kind: 'word', key: word })
  if (registrable) keys.push({ kind: 'domain', key: registrable.domain }, { kind: 'label', key: registrable.label })
  return keys.filter(({ key }) => key !== '').map(({ kind, key }) => ({ kind, key: key.slice(0, 80) }))
}

/** Of one word there is no pair, of more than five only those of the first five. */
function pairsOf(words: readonly string[]): string[] {
  const [first, second] = words
  if (first === undefined || second === undefined) return []
  if (words.length > 2)
    return words.slice(0, 5).flatMap((word, i, few) => few.slice(i + 1).map((other) => `${word} ${other}`))
  const parts = (word: string) => [`${word.slice(0, 2)}…`, `…${word.slice(-3)}`]
  return [...parts(second).map((part) => `${first} ${part}`), ...parts(first).map((part) => `${second} ${part}`)]
}

function edgesOf(joined: string): string[] {
  if (joined.length > short) return [`${joined.slice(0, edge)}…`, `…${joined.slice(-edge)}`]
  const letters = [...joined]
  return [...new Set([joined, ...letters.map((_, i) => letters.toSpliced(i, 1).join(''))])]
}
