import type { ASTNode } from '@marcbachmann/cel-js'
import { pathOf } from './load-rule.ts'
import { entryAt, type Facts, type FactValue, isWord, type Vocabulary, valueAt, type Word } from './vocabulary.ts'

/** Says in words a rep understands what a test of a rule wants and what the deal has. */
export const explainTest = { empty, untrue, failed, labelOf, shown }

function empty(vocabulary: Vocabulary, paths: string[][]): { because: string[]; empty: string[] } {
  return {
    because: paths.map((path) => `${labelOf(vocabulary, path)} is empty`),
    empty: paths.map((path) => path.join('.')),
  }
}

function failed(node: ASTNode): string {
  return `this cannot be answered for the deal: ${sourceOf(node)}`
}

function untrue(vocabulary: Vocabulary, node: ASTNode, facts: Facts, opposite: boolean): string {
  return (
    asComparison(vocabulary, node, facts, opposite) ??
    asYesOrNo(vocabulary, node, opposite) ??
    asAnyOrAll(vocabulary, node, facts, opposite) ??
    `this must ${opposite ? 'not ' : ''}be true: ${sourceOf(node)}`
  )
}

const demands: Record<string, [wanted: string, opposite: string]> = {
  '==': ['must be', 'must not be'],
  '!=': ['must not be', 'must be'],
  '>': ['must be more than', 'must be at most'],
  '>=': ['must be at least', 'must be less than'],
  '<': ['must be less than', 'must be at least'],
  '<=': ['must be at most', 'must be more than'],
  in: ['must be one of', 'must be none of'],
}
const mirrored: Record<string, string> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=', '==': '==', '!=': '!=' }

function asComparison(vocabulary: Vocabulary, node: ASTNode, facts: Facts, opposite: boolean): string | undefined {
  const demand = demands[node.op]
  if (!demand) return undefined
  const [left, right] = node.args as [ASTNode, ASTNode]
  if (!pathOf(left) && pathOf(right) && mirrored[node.op] !== undefined)
    return asComparison(vocabulary, { ...node, op: mirrored[node.op], args: [right, left] } as ASTNode, facts, opposite)
  if (node.op === 'in' && pathOf(right)) return undefined

  const path = pathOf(left)
  const word = path && entryAt(vocabulary, path)
  if (!path || !word || !isWord(word)) return undefined
  const wanted = operandOf(vocabulary, right, word, facts)
  if (wanted === undefined) return undefined
  const has = shown(valueAt(facts, path) as FactValue, word)
  return `${word.label} ${demand[opposite ? 1 : 0]} ${wanted}, and is ${has}`
}

/** The other side in words: a value, a list of values, or another value of the deal with what it is. */
function operandOf(vocabulary: Vocabulary, node: ASTNode, word: Word, facts: Facts): string | undefined {
  if (node.op === 'value') return shown(node.args as FactValue | bigint, word)
  if (node.op === '-_' && node.args.op === 'value') return `-${shown(node.args.args as number | bigint, word)}`
  if (node.op === 'list') {
    const items = node.args.map((item) => operandOf(vocabulary, item, word, facts))
    return items.every((item) => item !== undefined) ? items.join(', ') : undefined
  }
  if (node.op === 'call' && node.args[0] === 'day') return String(node.args[1][0]?.args)
  const path = pathOf(node)
  const other = path && entryAt(vocabulary, path)
  if (!path || !other || !isWord(other)) return undefined
  return `${other.label} (${shown(valueAt(facts, path) as FactValue, other)})`
}

function asYesOrNo(vocabulary: Vocabulary, node: ASTNode, opposite: boolean): string | undefined {
  const path = pathOf(node)
  if (path) return `${labelOf(vocabulary, path)} must be ${opposite ? 'no' : 'yes'}`
  if (node.op !== 'call' || node.args[0] !== 'has') return undefined
  const asked = node.args[1][0] && pathOf(node.args[1][0])
  if (!asked) return undefined
  return `${labelOf(vocabulary, asked)} ${opposite ? 'must be left empty' : 'is empty'}`
}

/** One thing of a list, or each, must be so; with how many there are. */
function asAnyOrAll(vocabulary: Vocabulary, node: ASTNode, facts: Facts, opposite: boolean): string | undefined {
  if (node.op !== 'rcall' || !['exists', 'all'].includes(node.args[0])) return undefined
  const path = pathOf(node.args[1])
  const word = path && entryAt(vocabulary, path)
  const things = path && valueAt(facts, path)
  const inner = node.args[2][1]
  if (!word || !isWord(word) || !Array.isArray(things) || !inner) return undefined
  const whom = node.args[0] === 'exists' ? 'at least one' : opposite ? 'not each' : 'each'
  const wanted = inner.input.slice(inner.start, inner.end).trim()
  if (opposite && node.args[0] === 'exists') return `${word.label}: none may be so: ${wanted}`
  return `${word.label}: ${whom} must be so: ${wanted}; there ${things.length === 1 ? 'is 1' : `are ${things.length}`}`
}

function labelOf(vocabulary: Vocabulary, path: string[]): string {
  const word = entryAt(vocabulary, path)
  return word && isWord(word) ? word.label : path.join('.')
}

const sourceOf = (node: ASTNode) => node.input.trim()

function shown(value: FactValue | bigint, word: Word): string {
  if (typeof value === 'number' || typeof value === 'bigint')
    return value.toLocaleString('en', { maximumFractionDigits: 2 })
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value === 'string') return word.options?.[value] ?? value
  if (isTexts(value)) return value.join(', ')
  return Array.isArray(value) ? String(value.length) : 'empty'
}

const isTexts = (value: FactValue): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')
