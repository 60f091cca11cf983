import { isBlockText } from './file-places.ts'
import { isScalar, stringify } from 'yaml'

const exact = { lineWidth: 0, doubleQuotedMinMultiLineLength: 1e9, blockQuote: false } as const
const widest = 118

/** In which order the parts of a definition are written; what stands there already stays where it is. */
export const order = `key name charter motion buyer entry_rule won_means lost_means owner review_every_days review_on
  reason_to_be_separate revenue_kind amount_measure currency forecast fields transitions label level kind field rule
  subject type options phase category expected_days maximum_days required_from hint help read write skip back reopen
  from criteria stages to entry exit outcomes won lost transferred reasons stage_map`.split(/\s+/)

/** A value on one line, inside brackets or not, with the quotes that the text before it had. */
export function oneLine(value: unknown, { flow, before }: { flow: boolean; before?: unknown }): string {
  const type = isScalar(before) ? before.type : undefined
  const quotes: 'QUOTE_SINGLE' | 'QUOTE_DOUBLE' | 'PLAIN' =
    type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE' ? type : 'PLAIN'
  const style = typeof value === 'string' ? { defaultStringType: quotes, defaultKeyType: 'PLAIN' as const } : {}
  if (flow || typeof value === 'object')
    return stringify([value], { ...exact, ...style, collectionStyle: 'flow' })
      .trim()
      .slice(1, -1)
      .trim()
  return stringify({ k: value }, { ...exact, ...style })
    .slice(2)
    .trim()
}

/** `key: value` as lines; text that is long, or that was folded, is folded at its indentation. */
export function pairText(key: string, value: unknown, indent: number, before?: unknown): string {
  const margin = ' '.repeat(indent)
  if (typeof value === 'string') {
    const line = `${margin}${key}: ${oneLine(value, { flow: false, before })}`
    if (!isFoldable(value) || (!isBlockText(before) && line.length <= widest)) return line
    return `${margin}${key}: ${folded(value, indent + 2)}`
  }
  if (typeof value !== 'object' || value === null || isShort(value))
    return `${margin}${key}: ${oneLine(value, { flow: false })}`
  return indented(stringify({ [key]: value }, exact), indent)
}

/** An item of a list as lines, in brackets where its neighbour is. */
export function itemText(value: unknown, indent: number, flow: boolean): string {
  if (flow || typeof value !== 'object') return `${' '.repeat(indent)}- ${oneLine(value, { flow })}`
  return indented(stringify([value], exact), indent)
}

export const folded = (value: string, indent: number): string =>
  `>-\n${wrapped(value, widest - indent)
    .map((line) => ' '.repeat(indent) + line)
    .join('\n')}`

/** What a fold gives back as it was: words with one space between them. */
export const isFoldable = (value: string): boolean =>
  value !== '' && /^\S+( \S+)*$/.test(value) && !value.startsWith('#')

/** Lists of words, such as ways; everything else is written out below its key. */
const isShort = (value: object): boolean =>
  (Array.isArray(value) && value.every((one) => typeof one !== 'object') && value.join(', ').length < 80) ||
  Object.keys(value).length === 0

const indented = (text: string, indent: number): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(indent) + line))
    .join('\n')

function wrapped(value: string, width: number): string[] {
  const lines: string[] = []
  for (const word of value.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
