import { isAlias, isCollection, isMap, isPair, isScalar, Lexer, LineCounter, type Node, parseDocument } from 'yaml'
import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Fault } from './finding.ts'

export type Place = { line: number; column: number }
export type YamlText = { value: unknown; placeOf: (path: (string | number)[]) => Place | null }
export type YamlFault = Omit<Fault, 'path'> & Place

export const mostBytes = 128 * 1024
const mostTokens = 40_000
const mostDepth = 24
const shownFaults = 50

/**
 * Reads YAML that may come from anybody: size, then number of tokens, then grammar, then nesting are bounded before
 * anything is built from it. Aliases, tags and repeated keys are refused. Refusals carry `faults: YamlFault[]`.
 */
export function readYaml(text: string): Decision<YamlText> {
  const bytes = Buffer.byteLength(text)
  if (bytes > mostBytes)
    return faulty([
      { ...start, message: `The file has ${bytes} bytes; at most ${mostBytes} are read.`, remedy: shorten },
    ])
  const excess = excessIn(text)
  if (excess !== undefined) return faulty([{ ...start, message: excess, remedy: shorten }])

  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    strict: true,
    uniqueKeys: false,
    schema: 'core',
    version: '1.2',
    logLevel: 'error',
  })
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const unreadable = [...document.errors, ...document.warnings].map((error) => ({
    ...at(error.pos[0]),
    message:
      error.code === 'MULTIPLE_DOCS'
        ? 'The file holds several documents.'
        : `This is not readable YAML: ${error.message.split('\n')[0]}.`,
    remedy: 'Check indentation, quotes and colons at this place; give text with special characters quotes.',
  }))
  if (unreadable.length > 0) return faulty(unreadable)

  if (document.directives?.yaml.explicit)
    return faulty([{ ...start, message: 'Directives (%) are not read here.', remedy: 'Remove the line.' }])
  const unsafe = faultsIn(document.contents, at)
  if (unsafe.length > 0) return faulty(unsafe)
  return accept({
    value: document.toJS({ maxAliasCount: 0 }),
    placeOf: (path) => placeIn(document.contents, path, at),
  })
}

const start: Place = { line: 1, column: 1 }
const shorten = 'A pipeline is one file of usually less than 20 kB; split or shorten it.'

const faulty = (faults: YamlFault[]) =>
  refuse('yaml-unreadable', faults[0]?.message ?? '', { faults: faults.slice(0, shownFaults) })

/** Counted while the text is only cut into tokens, since a parser calls itself for every level. */
function excessIn(text: string): string | undefined {
  let count = 0
  let depth = 0
  for (const token of new Lexer().lex(text)) {
    if (++count > mostTokens) return 'The file has more parts than a definition can have.'
    if (token === '[' || token === '{') depth++
    if (token === ']' || token === '}') depth--
    if (depth > mostDepth) return `The file has brackets that are nested more than ${mostDepth} levels deep.`
  }
  return undefined
}

/** Walks with a list of its own: a stack of calls is what deep nesting attacks. */
function faultsIn(root: Node | null, at: (offset: number) => Place): YamlFault[] {
  const faults: YamlFault[] = []
  const open: { node: Node; depth: number }[] = root ? [{ node: root, depth: 0 }] : []
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next
    const add = (message: string, remedy: string, of: Node = node) =>
      faults.push({ ...at(of.range?.[0] ?? 0), message, remedy })
    if (depth > mostDepth) {
      add(`This is nested more than ${mostDepth} levels deep.`, 'A definition needs far fewer; check the indentation.')
      return faults
    }
    if (isAlias(node)) add(`An alias (*${node.source}) is not read here.`, 'Write out what it stands for.')
    else if (node.anchor !== undefined) add(`An anchor (&${node.anchor}) is not read here.`, 'Remove it.')
    if (node.tag !== undefined) add(`The tag ${node.tag} is not read here.`, 'Remove it; types follow from the keys.')
    if (!isCollection(node)) continue

    const seen = new Set<unknown>()
    for (const item of node.items) {
      if (!isPair(item)) {
        open.push({ node: item as Node, depth: depth + 1 })
        continue
      }
      const key = item.key as Node
      const name = isScalar(key) ? key.value : undefined
      if (typeof name !== 'string') add('A key must be plain text.', 'Put quotes around it or correct it.', key)
      else if (seen.has(name)) add(`${name} stands here twice.`, 'Keep one of the two.', key)
      else if (name === '<<') add('Merge keys (<<) are not read here.', 'Write out what is merged.', key)
      else if (name in {}) add(`${name} cannot be a key.`, 'Remove it.', key)
      seen.add(name)
      if (isCollection(key) || isAlias(key)) continue
      if (item.value) open.push({ node: item.value as Node, depth: depth + 1 })
    }
  }
  return faults.sort((a, b) => a.line - b.line || a.column - b.column)
}

/** The place of a value, or of what holds it where it is missing. A key that should not be there is shown itself. */
function placeIn(root: Node | null, path: (string | number)[], at: (offset: number) => Place): Place | null {
  let node: Node | null = root
  let offset = root?.range?.[0] ?? 0
  for (const step of path) {
    if (!isCollection(node)) break
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step)
      if (!pair) break
      const key = pair.key as Node
      node = pair.value as Node | null
      offset = key.range?.[0] ?? offset
      if (isScalar(node)) offset = node.range?.[0] ?? offset
      continue
    }
    node = (node.items[Number(step)] as Node | undefined) ?? null
    offset = node?.range?.[0] ?? offset
  }
  return at(offset)
}
