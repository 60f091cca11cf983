import { type Part, pathOf } from '../../values/rule/load-rule.ts'

/**
 * One test of a rule as it can be compared with others: `path op value`, or its text alone. Rules hold only where what
 * they name is filled in, so that `a > 5` and `a <= 5` are opposites for every deal that has an `a`.
 */
export type Atom = { text: string; denied: boolean; path?: string; op?: Sign; value?: Value }
type Sign = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in'
type Value = string | number | boolean | (string | number)[]

/** One way in which a rule can hold: all of these at once. */
export type Way = readonly Atom[]

/** A rule with more ways than this is not taken apart; what it shadows is then found by replay alone. */
const mostWays = 64

/** Every way in which a part can hold; undefined where there are too many. */
export function waysOf(part: Part, denied = false): Way[] | undefined {
  if (part.op === 'not') return waysOf(part.part, !denied)
  if (part.op === 'test') return alwaysOrNever(part, denied) ?? [[atomOf(part, denied)]]
  const inner = part.parts.map((child) => waysOf(child, denied))
  if (inner.some((ways) => ways === undefined)) return undefined
  const known = inner as Way[][]
  const every = (part.op === 'all') !== denied
  const ways = every
    ? known.reduce<Way[]>(
        (so_far, ways) => so_far.flatMap((one) => ways.map((other) => [...one, ...other])).slice(0, mostWays + 1),
        [[]],
      )
    : known.flat()
  return ways.length > mostWays ? undefined : ways
}

/** `true` holds without any test, `false` in no way at all. */
function alwaysOrNever({ node }: Extract<Part, { op: 'test' }>, denied: boolean): Way[] | undefined {
  if (node.op !== 'value' || typeof node.args !== 'boolean') return undefined
  return node.args !== denied ? [[]] : []
}

const signs = new Set<string>(['==', '!=', '<', '<=', '>', '>=', 'in'])
const mirrored: Record<string, Sign> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' }
const opposite: Record<string, Sign> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' }

type Node = Extract<Part, { op: 'test' }>['node']

function atomOf({ node, source }: Extract<Part, { op: 'test' }>, denied: boolean): Atom {
  const plain: Atom = { text: source.replaceAll(/\s+/g, ' '), denied }
  const compared = comparisonOf(node)
  if (!compared) return plain
  if (!denied) return { ...plain, ...compared }
  const op = opposite[compared.op]
  return op === undefined ? plain : { ...plain, ...compared, op, denied: false }
}

/** A test that compares one value of the deal with what the rule says; a value that is yes or no stands for itself. */
export function comparisonOf(node: Node): { path: string; op: Sign; value: Value } | undefined {
  const path = pathOf(node)
  if (path) return { path: path.join('.'), op: '==', value: true }
  if (!signs.has(node.op)) return undefined
  const [left, right] = node.args as [Node, Node]
  return comparison(left, node.op as Sign, right) ?? comparison(right, mirrored[node.op], left)
}

function comparison(left: Node, op: Sign | undefined, right: Node) {
  const [path, value] = [pathOf(left), valueOf(right)]
  if (!path || op === undefined || value === undefined || Array.isArray(value) !== (op === 'in')) return undefined
  return { path: path.join('.'), op, value }
}

function valueOf(node: Node): Value | undefined {
  if (node.op === 'value') {
    const value: unknown = node.args
    if (typeof value === 'bigint') return Number(value)
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined
  }
  if (node.op === '-_') {
    const inner = valueOf(node.args as Node)
    return typeof inner === 'number' ? -inner : undefined
  }
  if (node.op !== 'list') return undefined
  const items = (node.args as Node[]).map(valueOf)
  return items.every((item) => typeof item === 'string' || typeof item === 'number')
    ? (items as (string | number)[])
    : undefined
}

/** Whether two tests can hold of one deal; false only where that is certain. */
export function canBoth(a: Atom, b: Atom): boolean {
  if (a.text === b.text && a.denied !== b.denied && a.path === undefined && b.path === undefined) return false
  if (a.path === undefined || a.path !== b.path) return true
  const [one, other] = [allowed(a), allowed(b)]
  if (one.values) return one.values.some((value) => fits(value, b))
  if (other.values) return other.values.some((value) => fits(value, a))
  const from = Math.max(one.from, other.from)
  const to = Math.min(one.to, other.to)
  if (from < to) return true
  return from === to && fits(from, a) && fits(from, b)
}

/** Whether the first test can hold only where the second does too; true only where that is certain. */
export function implies(a: Atom, b: Atom): boolean {
  if (a.path === undefined || b.path === undefined) return a.text === b.text && a.denied === b.denied
  if (a.path !== b.path) return false
  const one = allowed(a)
  if (one.values) return one.values.every((value) => fits(value, b))
  if (b.op === '!=') {
    if (a.op === '!=') return a.value === b.value
    return typeof b.value === 'number' && ranged(a) && !fits(b.value, a)
  }
  if (!ranged(a) || !ranged(b) || typeof a.value !== 'number' || typeof b.value !== 'number') return false
  const up = a.op === '>' || a.op === '>='
  if (up !== (b.op === '>' || b.op === '>=')) return false
  if (a.value === b.value) return a.op === b.op || b.op === '>=' || b.op === '<='
  return up ? a.value > b.value : a.value < b.value
}

const ranged = ({ op }: Atom) => op === '<' || op === '<=' || op === '>' || op === '>='

/** The values that a test leaves, where they can be told one by one; else from where to where. */
function allowed({ op, value }: Atom): { values?: (string | number | boolean)[]; from: number; to: number } {
  const whole = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  if (op === 'in' && Array.isArray(value)) return { ...whole, values: value }
  if (op === '==' && value !== undefined && !Array.isArray(value)) return { ...whole, values: [value] }
  if (typeof value !== 'number' || op === '!=') return whole
  return op === '>' || op === '>=' ? { ...whole, from: value } : { ...whole, to: value }
}

function fits(value: string | number | boolean, { op, value: wanted }: Atom): boolean {
  if (Array.isArray(wanted)) return wanted.includes(value as string)
  if (op === '==') return value === wanted
  if (op === '!=') return value !== wanted
  // Texts are not put in order here: what cannot be told is taken as possible.
  if (typeof value !== 'number' || typeof wanted !== 'number') return true
  if (op === '<') return value < wanted
  if (op === '<=') return value <= wanted
  return op === '>' ? value > wanted : value >= wanted
}
