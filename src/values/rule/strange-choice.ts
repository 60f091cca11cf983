import type { ASTNode } from '@marcbachmann/cel-js'
import { remedyForName } from '../nearest-name.ts'
import { childrenOf, listAt, macros, type Part, pathOf, type Rule, type Scope } from './load-rule.ts'
import { entryAt, isWord, type Vocabulary } from './vocabulary.ts'

export type Strange = { message: string; remedy: string }

/**
 * A value that is compared with a choice that it never has, such as a mistyped stage. Told to whoever writes a rule, and
 * no reason to refuse one that was published already: options may be taken away later.
 */
export function strangeChoice({ root, vocabulary }: Rule): Strange | undefined {
  const within = (part: Part): Strange | undefined => {
    if (part.op === 'test') return strangeIn(vocabulary, part.node, new Map())
    return 'part' in part ? within(part.part) : firstOf(part.parts, within)
  }
  return within(root)
}

function strangeIn(vocabulary: Vocabulary, node: ASTNode, scope: Scope): Strange | undefined {
  if (node.op === '==' || node.op === '!=' || node.op === 'in') {
    const [left, right] = node.args as [ASTNode, ASTNode]
    const [path, other] = pathOf(left) ? [pathOf(left), right] : [pathOf(right), left]
    const [first = '', ...rest] = path ?? []
    const of = scope.get(first)
    const word = path && (of ? entryAt(of, rest) : entryAt(vocabulary, path))
    if (path && isWord(word) && word.options && Object.keys(word.options).length > 0) {
      const known = Object.keys(word.options)
      const given = other.op === 'list' ? other.args : [other]
      const strange = given.find(
        (one) => one.op === 'value' && typeof one.args === 'string' && !known.includes(one.args),
      )
      if (strange) {
        const text = String(strange.args)
        return { message: `${word.label} is never "${text}".`, remedy: remedyForName(text, known) }
      }
    }
  }
  if (node.op === 'rcall' && macros.has(node.args[0])) {
    const [, receiver, [variable, ...rest]] = node.args
    const of = listAt(vocabulary, receiver)
    const inner = variable?.op === 'id' ? new Map([...scope, [variable.args, of]]) : scope
    return strangeIn(vocabulary, receiver, scope) ?? firstOf(rest, (child) => strangeIn(vocabulary, child, inner))
  }
  return firstOf(childrenOf(node), (child) => strangeIn(vocabulary, child, scope))
}

function firstOf<T, R>(items: readonly T[], look: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = look(item)
    if (found !== undefined) return found
  }
  return undefined
}
