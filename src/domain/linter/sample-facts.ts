import type { Random } from '../../stats/random.ts'
import { isWord, type FactValue, type Facts, type Vocabulary, type Word } from '../../values/rule/vocabulary.ts'

/** What a rule compares with, so that samples lie on both sides of it. */
export type Literals = { numbers: number[]; texts: string[]; days: number[] }

const day = 86_400_000

export function literalsIn(rule: string): Literals {
  const texts = [...rule.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => double ?? single ?? '')
  const rest = rule.replaceAll(/"[^"]*"|'[^']*'/g, ' ')
  return {
    numbers: [...rest.matchAll(/(?<![\w.])\d+(?:\.\d+)?/g)].map(([number]) => Number(number)),
    texts,
    days: texts.filter((text) => /^\d{4}-\d{2}-\d{2}$/.test(text)).map((text) => Date.parse(text)),
  }
}

/**
 * A deal as it might be, drawn value by value around what a rule compares with. `empty` is the chance that a value is
 * not filled in. Counts and amounts of our own are never negative; what people define may be.
 */
export function sampleFacts(
  vocabulary: Vocabulary,
  literals: Literals,
  { random, now, empty }: { random: Random; now: number; empty: number },
): Facts {
  const value = (word: Word, path: string): FactValue => {
    if (!known.test(path) && random.chance(empty)) return null
    const own = !path.includes('.fields.')
    switch (word.type) {
      case 'number':
        return numberNear(literals.numbers, random, own)
      case 'text': {
        const options = Object.keys(word.options ?? {})
        return options.length > 0 ? random.pick(options) : random.pick(['Somewhere', 'x', ...literals.texts])
      }
      case 'boolean':
        return random.chance(0.5)
      case 'date':
        return dateNear(literals, random, now)
      case 'texts':
        return random.chance(0.3) ? [] : [random.pick(['other', ...literals.texts])]
    }
  }
  const drawn = (part: Vocabulary, above: string): Facts =>
    Object.fromEntries(
      Object.entries(part).map(([name, entry]) => {
        const path = above === '' ? name : `${above}.${name}`
        return [name, isWord(entry) ? value(entry, path) : drawn(entry, path)]
      }),
    )
  return { ...drawn(vocabulary, ''), now: new Date(now) }
}

/** What every deal has: its name, its place, its age and what is counted on it. */
const known =
  /^deal\.(name|stage|currency|category|revenue_kind|created_at|days_open|days_in_stage|meetings|calls|notes|open_tasks|contacts\.\w+|line_items\.(total|one_time|recurring|products))$/

function numberNear(numbers: readonly number[], random: Random, own: boolean): number {
  const near = numbers.flatMap((number) => [number - 1, number, number + 1, number / 2, number * 3, -number])
  const drawn = random.pick([0, 1, 2, 10, 1_000, 1_000_000, -5, ...near, ...near])
  return own ? Math.max(0, drawn) : drawn
}

function dateNear({ numbers, days }: Literals, random: Random, now: number): Date {
  const near = numbers.flatMap((number) => (number < 5_000 ? [now + (number + 1) * day, now - (number + 1) * day] : []))
  const said = days.flatMap((at) => [at - day, at, at + day])
  return new Date(random.pick([now, now - 400 * day, now - 3 * day, now + 3 * day, now + 400 * day, ...near, ...said]))
}
