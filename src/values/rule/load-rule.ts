import type { ASTNode } from '@marcbachmann/cel-js'
import { accept, type Decision, refuse } from '../decision.ts'
import { remedyForName } from '../nearest-name.ts'
import { entryAt, isWord, type RuleLanguage, type Vocabulary } from './vocabulary.ts'

/** A part of a rule that is judged, and explained, by itself. */
export type Part = { source: string } & (
  | { op: 'all' | 'any'; parts: Part[] }
  | { op: 'not'; part: Part }
  | { op: 'test'; node: ASTNode; needs: string[][]; holds: (context: object) => unknown }
)

export type Rule = { source: string; root: Part; vocabulary: Vocabulary }

/** Details of a refusal: `offset` counts characters from the start of the rule. */
export type RuleFault = { offset: number; remedy: string }

const longest = 2_000
const mostMacros = 8
const deepestMacro = 2

/**
 * Reads a rule and finds every fault that can be found without a deal: grammar, unknown names, types that do not fit,
 * and rules that would take long to judge. Refusals carry a `RuleFault`.
 */
export function loadRule(language: RuleLanguage, source: string): Decision<Rule> {
  if (source.length > longest)
    return fault('rule-too-large', `The rule has ${source.length} characters; at most ${longest} are read.`, 0, split)

  const parsed = parse(language, source)
  if (!parsed.ok) return parsed
  const names = checkNames(language, parsed.value)
  if (names) return names

  const checked = language.environment.check(source)
  if (!checked.valid) return faultOf(checked.error)
  if (checked.type !== 'bool')
    return fault('rule-not-a-condition', `The rule gives a ${said(checked.type ?? '')}, not yes or no.`, 0, compare)
  return takenApart(language, parsed.value)
}

function takenApart(language: RuleLanguage, ast: ASTNode): Decision<Rule> {
  try {
    return accept({ source: ast.input, root: partOf(language, ast), vocabulary: language.vocabulary })
  } catch (error) {
    return faultOf(error)
  }
}

function parse(language: RuleLanguage, source: string): Decision<ASTNode> {
  try {
    return accept(language.environment.parse(source).ast)
  } catch (error) {
    return faultOf(error)
  }
}

const split = 'Split it into several criteria; each then says for itself what is missing.'
const compare = 'Compare it with something, such as deal.amount > 0.'

const fault = (code: string, message: string, offset: number, remedy: string) =>
  refuse(code, message, { offset, remedy } satisfies RuleFault)

function faultOf(error: unknown): Decision<never> {
  const { code, summary, node } = error as { code?: string; summary?: string; node?: { pos?: number } }
  const offset = node?.pos ?? 0
  if (code === 'limit_exceeded')
    return fault('rule-too-large', 'The rule is too large or too deeply nested to be judged quickly.', offset, split)
  if (summary?.includes('null'))
    return fault('rule-types', said(summary), offset, 'Ask whether it is filled in with has(deal.fields.…).')
  if (code === 'no_such_overload')
    return fault('rule-types', `${said(summary ?? '')}.`, offset, 'Compare text with "text", numbers with numbers.')
  return fault('rule-unreadable', `The rule cannot be read: ${said(summary ?? String(error))}.`, offset, compare)
}

/** The rule library speaks of its own types; people know numbers, texts and dates. */
const said = (text: string) =>
  text
    .replace('no such overload: ', 'these do not go together: ')
    .replaceAll('google.protobuf.Timestamp', 'date')
    .replaceAll(/\b(double|int)\b/g, 'number')
    .replaceAll('string', 'text')
    .replaceAll('list<text>', 'list of texts')

export const macros = new Set(['exists', 'exists_one', 'all', 'filter'])
/** Left out on purpose: patterns and growing texts or lists, which can make a short rule run for minutes. */
const functions = new Set([
  ...macros,
  'has',
  'size',
  'startsWith',
  'endsWith',
  'contains',
  'lowerAscii',
  'trim',
  'days_between',
  'day',
])

function checkNames(language: RuleLanguage, root: ASTNode): Decision<never> | undefined {
  let found: Decision<never> | undefined
  let used = 0
  const visit = (node: ASTNode, scope: Scope, depth: number): void => {
    if (found) return
    const path = pathOf(node)
    if (path) {
      const [first = '', ...rest] = path
      if (!scope.has(first)) found = checkPath(language.vocabulary, path, node)
      else if (rest.length > 0) found = checkPath(scope.get(first) ?? {}, rest, node, `${first}.`)
      return
    }
    if (node.op === '[]' && listAt(language.vocabulary, node.args[0])) {
      found = fault('rule-types', 'The things of this list have no places.', node.pos, 'Ask with exists() or all().')
      return
    }
    const name = calledIn(node)
    if (name !== undefined && !functions.has(name)) {
      const known = [...functions].join(', ')
      found = fault('rule-function-unknown', `${name}() is not part of rules here.`, node.pos, `There are ${known}.`)
      return
    }
    const isMacro = name !== undefined && macros.has(name) && node.op === 'rcall'
    if (isMacro && (++used > mostMacros || depth >= deepestMacro)) {
      found = fault('rule-too-large', `${name}() is nested too deeply or used too often.`, node.pos, split)
      return
    }
    if (isMacro && node.op === 'rcall') {
      const [, receiver, [variable, ...rest]] = node.args
      visit(receiver, scope, depth)
      const of = listAt(language.vocabulary, receiver)
      const inner = variable?.op === 'id' ? new Map([...scope, [variable.args, of]]) : scope
      for (const child of rest) visit(child, inner, depth + 1)
      return
    }
    for (const child of childrenOf(node)) visit(child, scope, depth)
  }
  visit(root, new Map(), 0)
  return found
}

/** What the variables of macros have, by their names; nothing where they run over plain texts. */
export type Scope = ReadonlyMap<string, Vocabulary | undefined>

/** What each thing of a list has, where a node is a list of the vocabulary or what a filter leaves of one. */
export function listAt(vocabulary: Vocabulary, node: ASTNode): Vocabulary | undefined {
  if (node.op === 'rcall' && node.args[0] === 'filter') return listAt(vocabulary, node.args[1])
  const path = pathOf(node)
  const entry = path && entryAt(vocabulary, path)
  return isWord(entry) ? entry.of : undefined
}

function checkPath(vocabulary: Vocabulary, path: string[], node: ASTNode, within = ''): Decision<never> | undefined {
  for (let length = 1; length <= path.length; length++) {
    const entry = entryAt(vocabulary, path.slice(0, length))
    if (entry !== undefined) continue
    const parent = length === 1 ? vocabulary : entryAt(vocabulary, path.slice(0, length - 1))
    const name = path[length - 1] ?? ''
    const known = parent === undefined || isWord(parent) ? [] : Object.keys(parent)
    const before = (within + path.slice(0, length - 1).join('.')).replace(/\.$/, '')
    const message = before === '' ? `Rules know nothing called ${name}.` : `${before} has no ${name}.`
    return fault('rule-name-unknown', message, node.start, remedyForName(name, known))
  }
  if (isWord(entryAt(vocabulary, path))) return undefined
  const whole = within + path.join('.')
  return fault('rule-name-unknown', `${whole} is not a value.`, node.start, 'Name one of the values in it.')
}

function partOf(language: RuleLanguage, node: ASTNode): Part {
  const source = balanced(node.input.slice(node.start, node.end)).trim()
  if (node.op === '&&' || node.op === '||') {
    const parts = flat(node.op, node).map((child) => partOf(language, child))
    return { op: node.op === '&&' ? 'all' : 'any', source, parts }
  }
  if (node.op === '!_') return { op: 'not', source, part: partOf(language, node.args) }
  const holds = language.environment.parse(source)
  if (structureOf(holds.ast) !== structureOf(node)) throw new Error(`write ${holds.ast.input} with fewer brackets`)
  return { op: 'test', source, node: holds.ast, needs: needsOf(node), holds }
}

/** A part's range leaves out the brackets around its first and last operand; puts back those that miss a partner. */
function balanced(source: string): string {
  let depth = 0
  let lowest = 0
  for (const character of source.replaceAll(textsAndComments, '')) {
    if (character === '(') depth++
    if (character === ')') lowest = Math.min(lowest, --depth)
  }
  return '('.repeat(-lowest) + source + ')'.repeat(depth - lowest)
}
const textsAndComments = /\/\/[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g

function structureOf(node: ASTNode): string {
  const own = node.op === 'value' || node.op === 'id' ? node.args : node.op === '.' ? node.args[1] : calledIn(node)
  return `${node.op} ${own ?? ''} (${childrenOf(node).map(structureOf).join(', ')})`
}

const flat = (op: '&&' | '||', node: ASTNode): ASTNode[] =>
  node.op === op ? [...flat(op, node.args[0]), ...flat(op, node.args[1])] : [node]

/** Every value that a test reads, but for those it only asks about with `has()`. */
function needsOf(node: ASTNode, scope: string[] = []): string[][] {
  const path = pathOf(node)
  if (path) return scope.includes(path[0] ?? '') ? [] : [path]
  const name = calledIn(node)
  if (name === 'has') return []
  if (node.op === 'rcall' && name !== undefined && macros.has(name)) {
    const [, receiver, [variable, ...rest]] = node.args
    const inner = variable?.op === 'id' ? [...scope, variable.args] : scope
    return [...needsOf(receiver, scope), ...rest.flatMap((child) => needsOf(child, inner))]
  }
  return childrenOf(node).flatMap((child) => needsOf(child, scope))
}

/** `deal.account.domain` as `['deal', 'account', 'domain']`; undefined for anything else. */
export function pathOf(node: ASTNode): string[] | undefined {
  if (node.op === 'id') return [node.args]
  if (node.op !== '.') return undefined
  const before = pathOf(node.args[0])
  return before && [...before, node.args[1]]
}

const calledIn = (node: ASTNode) => (node.op === 'call' || node.op === 'rcall' ? node.args[0] : undefined)

export function childrenOf(node: ASTNode): ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case '!_':
    case '-_':
      return [node.args]
    case 'map':
      return node.args.flat()
    default:
      return node.args
  }
}
