import { memo, useEffect, useRef } from 'react'
import type { DefinitionFinding } from '../../client/schema.ts'
import { i18n } from '../words.ts'
import { coloured, type Piece } from './file-colours.ts'

/** Where the file is to be shown; the number makes the same place a new wish. */
export type Shown = { line: number; focus: boolean; wish: number }

type Props = {
  source: string
  readOnly: boolean
  findings: readonly DefinitionFinding[]
  warnings: readonly DefinitionFinding[]
  shown: Shown | null
  onText: (text: string) => void
  /** Where the cursor stands, as the number of a character. */
  onCursor: (offset: number) => void
}

const lineHeight = 20

/** The file itself: written here, the form follows; changed in the form, it follows here. Faults colour their lines. */
export function SourcePane({ source, readOnly, findings, warnings, shown, onText, onCursor }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  const colours = useRef<HTMLDivElement>(null)
  const lines = source.split('\n')
  const marked = new Map<number, 'risk' | 'lost'>()
  for (const { line } of warnings) if (line !== null) marked.set(line, 'risk')
  for (const { line } of findings) if (line !== null) marked.set(line, 'lost')
  // Line numbers and colours lie beside and under what is typed, and scroll with it.
  function follow({ scrollTop, scrollLeft }: HTMLTextAreaElement): void {
    gutter.current?.scrollTo({ top: scrollTop, behavior: 'instant' })
    colours.current?.scrollTo({ top: scrollTop, left: scrollLeft, behavior: 'instant' })
  }

  useEffect(() => {
    const element = area.current
    if (!shown || !element) return
    const { line, focus } = shown
    element.scrollTop = Math.max(0, (line - 4) * lineHeight)
    element.scrollLeft = 0
    if (!focus) return
    const start = lineOffset(element.value, line)
    element.focus()
    element.setSelectionRange(start, start)
  }, [shown])

  return (
    <div className="flex min-h-0 grow overflow-hidden rounded-md border border-line bg-sunken font-mono text-xs leading-5 focus-within:border-accent">
      <div aria-hidden="true" className="shrink-0 overflow-hidden py-2 text-right text-mute select-none" ref={gutter}>
        {lines.map((_, index) => (
          <div
            className={`px-2 ${numberLooks[marked.get(index + 1) ?? 'none']}`}
            data-fault-line={marked.get(index + 1) === 'lost' || undefined}
            key={index}
          >
            {index + 1}
          </div>
        ))}
        <div className="h-40" />
      </div>
      <div className="relative min-h-0 min-w-0 grow bg-panel">
        <div aria-hidden="true" className="absolute inset-0 overflow-hidden py-2 whitespace-pre" ref={colours}>
          {lines.map((line, index) => (
            <Line key={index} look={lineLooks[marked.get(index + 1) ?? 'none']} text={line} />
          ))}
          <div className="h-40" />
        </div>
        <textarea
          aria-invalid={findings.length > 0}
          aria-label={i18n.t('Definition file (YAML)')}
          autoCapitalize="off"
          autoComplete="off"
          className="absolute inset-0 size-full resize-none overflow-auto bg-transparent px-3 py-2 whitespace-pre text-transparent caret-ink outline-none selection:bg-accent/30 selection:text-transparent"
          onChange={({ target }) => onText(target.value)}
          onClick={({ currentTarget }) => onCursor(currentTarget.selectionStart)}
          onKeyUp={({ key, currentTarget }) => key.startsWith('Arrow') && onCursor(currentTarget.selectionStart)}
          onScroll={({ currentTarget }) => follow(currentTarget)}
          readOnly={readOnly}
          ref={area}
          spellCheck={false}
          value={source}
          wrap="off"
        />
      </div>
    </div>
  )
}

const numberLooks = { none: '', risk: 'bg-risk-soft text-risk', lost: 'bg-lost-soft font-bold text-lost' }
const lineLooks = { none: '', risk: 'bg-risk-soft', lost: 'bg-lost-soft' }
const tones: Record<Piece['tone'], string> = { plain: '', key: 'text-accent', comment: 'text-mute italic' }

/** Only lines that were changed are coloured anew. */
const Line = memo(function Line({ text, look }: { text: string; look: string }) {
  return (
    <div className={`h-5 w-max min-w-full px-3 ${look}`}>
      {coloured(text).map(({ text: said, tone }, index) => (
        <span className={tones[tone]} key={index}>
          {said}
        </span>
      ))}
    </div>
  )
})

function lineOffset(text: string, line: number): number {
  let offset = 0
  for (let at = 1; at < line; at++) {
    const next = text.indexOf('\n', offset)
    if (next === -1) return text.length
    offset = next + 1
  }
  return offset
}

export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
