import { Environment } from '@marcbachmann/cel-js'

export const wordTypes = ['text', 'number', 'date', 'boolean', 'texts', 'list'] as const

/**
 * One value that a rule may name. `label` is how a person knows it; `options` are the labels of a choice's keys; `of`
 * is what each thing of a list has, which rules reach by exists() and all().
 */
export type Word = {
  type: (typeof wordTypes)[number]
  label: string
  options?: Record<string, string>
  of?: Vocabulary
}

/** All that rules may name, nested as it is written: `{ deal: { amount: Word } }` allows `deal.amount`. */
export type Vocabulary = { [name: string]: Word | Vocabulary }

/** What a rule is judged by, nested like the vocabulary. Numbers are doubles, dates are `Date`; null or absent is empty. */
export type Facts = { [name: string]: FactValue | Facts }
export type FactValue = string | number | boolean | Date | string[] | readonly ListItem[] | null | undefined
/** One thing of a list: text that is empty is '', anything else that is empty is left out. */
export type ListItem = { [name: string]: string | number | boolean | Date | ListItem | undefined }

export type RuleLanguage = { vocabulary: Vocabulary; environment: Environment }

export const isWord = (entry: Word | Vocabulary | undefined): entry is Word =>
  entry !== undefined && typeof entry['type'] === 'string'

/** Prepares the rule language for a vocabulary (about 2 ms): every name is typed, so a typo is found on loading. */
export function ruleLanguage(vocabulary: Vocabulary): RuleLanguage {
  const environment = new Environment({ limits })
  for (const [sign, calculate] of Object.entries(arithmetic)) {
    environment.registerOperator(`double ${sign} int`, (a: number, b: bigint) => calculate(a, Number(b)))
    environment.registerOperator(`int ${sign} double`, (a: bigint, b: number) => calculate(Number(a), b))
  }
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b))
  environment.registerFunction(
    `days_between(${moment}, ${moment}): double`,
    (from: Date, to: Date) => (to.getTime() - from.getTime()) / 86_400_000,
  )
  environment.registerFunction(`day(string): ${moment}`, (text: string) => {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
    if (Number.isNaN(time)) throw new RangeError(`${text} is no day such as 2026-11-24`)
    return new Date(time)
  })
  registerLists(environment, vocabulary)
  for (const [name, entry] of Object.entries(vocabulary)) {
    if (isWord(entry)) environment.registerVariable(name, typeOf(entry, name))
    else environment.registerVariable({ name, schema: schemaOf(entry) })
  }
  return { vocabulary, environment }
}

/** What the things of each list have is typed as well; the type is called by the list's name. */
function registerLists(environment: Environment, vocabulary: Vocabulary): void {
  for (const [name, entry] of Object.entries(vocabulary))
    if (!isWord(entry)) registerLists(environment, entry)
    else if (entry.of) registerThing(environment, name, entry.of)
}

function registerThing(environment: Environment, name: string, of: Vocabulary): void {
  const fields = Object.entries(of).map(([part, entry]) => {
    if (isWord(entry)) return [part, typeOf(entry, part)]
    registerThing(environment, `${name}_${part}`, entry)
    return [part, thingType(`${name}_${part}`)]
  })
  environment.registerType(thingType(name), { fields: Object.fromEntries(fields) as Record<string, string> })
}

/** Types begin with a capital in this language; none of its own is called so. */
const thingType = (name: string) => `Each_${name}`

const typeOf = (word: Word, name: string): string =>
  word.type === 'list' ? `list<${thingType(name)}>` : celTypes[word.type]

/** What a path such as `['deal', 'amount']` names, or nothing. */
export function entryAt(vocabulary: Vocabulary, path: string[]): Word | Vocabulary | undefined {
  let entry: Word | Vocabulary | undefined = vocabulary
  for (const name of path) {
    if (entry === undefined || isWord(entry) || !Object.hasOwn(entry, name)) return undefined
    entry = entry[name]
  }
  return entry
}

/** The value at a path, or undefined. Never looks into what a value inherits. */
export function valueAt(facts: Facts, path: string[]): FactValue | Facts {
  let value: FactValue | Facts = facts
  for (const name of path) {
    if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Date) return undefined
    value = Object.hasOwn(value, name) ? (value as Facts)[name] : undefined
  }
  return value
}

const moment = 'google.protobuf.Timestamp'
const celTypes = { text: 'string', number: 'double', date: moment, boolean: 'bool', texts: 'list<string>' } as const

/** Far more than a gate needs, and little enough that no rule within them takes a noticeable time. */
const limits = { maxAstNodes: 400, maxDepth: 24, maxListElements: 100, maxMapEntries: 0, maxCallArguments: 4 }

/** Numbers of a deal are doubles, and `deal.amount / 2` is what people write. */
const arithmetic: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

type Schema = { [name: string]: string | Schema }

const schemaOf = (vocabulary: Vocabulary): Schema =>
  Object.fromEntries(
    Object.entries(vocabulary).map(([name, entry]) => [name, isWord(entry) ? typeOf(entry, name) : schemaOf(entry)]),
  )
