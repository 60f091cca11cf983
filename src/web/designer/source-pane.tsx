import { useEffect, useRef } from 'react'
import type { DefinitionFinding } from '../../client/schema.ts'
import { i18n } from '../words.ts'

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

/** The file itself: written here, the form follows; changed in the form, it follows here. */
export function SourcePane({ source, readOnly, findings, warnings, shown, onText, onCursor }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  const count = source.split('\n').length
  const toneOf = new Map<number, string>()
  for (const { line } of warnings) if (line !== null) toneOf.set(line, 'bg-risk-soft text-risk')
  for (const { line } of findings) if (line !== null) toneOf.set(line, 'bg-lost-soft text-lost font-bold')

  useEffect(() => {
    const element = area.current
    if (!shown || !element) return
    const { line, focus } = shown
    element.scrollTop = Math.max(0, (line - 4) * lineHeight)
    if (!focus) return
    const start = lineOffset(element.value, line)
    element.focus()
    element.setSelectionRange(start, start)
  }, [shown])

  return (
    <div className="flex min-h-0 grow overflow-hidden rounded-md border border-line bg-sunken font-mono text-xs leading-5 focus-within:border-accent">
      <div aria-hidden="true" className="shrink-0 overflow-hidden py-2 text-right text-mute select-none" ref={gutter}>
        {Array.from({ length: count }, (_, index) => (
          <div className={`px-2 ${toneOf.get(index + 1) ?? ''}`} key={index}>
            {index + 1}
          </div>
        ))}
        <div className="h-40" />
      </div>
      <textarea
        aria-invalid={findings.length > 0}
        aria-label={i18n.t('Definition file (YAML)')}
        autoCapitalize="off"
        autoComplete="off"
        className="min-h-0 w-full min-w-0 resize-none overflow-auto bg-panel px-3 py-2 whitespace-pre outline-none"
        onChange={({ target }) => onText(target.value)}
        onClick={({ currentTarget }) => onCursor(currentTarget.selectionStart)}
        onKeyUp={({ key, currentTarget }) => key.startsWith('Arrow') && onCursor(currentTarget.selectionStart)}
        onScroll={({ currentTarget }) => gutter.current && (gutter.current.scrollTop = currentTarget.scrollTop)}
        readOnly={readOnly}
        ref={area}
        spellCheck={false}
        value={source}
        wrap="off"
      />
    </div>
  )
}

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
