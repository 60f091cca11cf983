import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { ActionMenu } from '../ui/menu.tsx'
import { i18n } from '../words.ts'
import { csvOf, type Table } from './table.ts'

type Props = {
  /** The finding, as a sentence. */
  title: string
  /** Unit and number of cases. */
  subtitle?: ReactNode
  /** The same figures as a table: the twin for readers, the CSV for others. */
  table: Table
  /** What a screen reader hears instead of the picture. */
  summary: string
  height: number
  /** Under the picture, such as that an axis does not start at zero. */
  note?: string | undefined
  children: (size: { width: number; height: number; id: string }) => ReactNode
}

/**
 * The frame of every picture: its finding as the title, a menu with the table and the CSV, one stop for the keyboard
 * (arrows walk along the marks), ids that no other picture has, and colours that come from the theme.
 */
export function Figure({ title, subtitle, table, summary, height, note, children }: Props) {
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  const actions = [
    { label: asTable ? i18n.t('Show the picture') : i18n.t('Show as a table'), run: () => setAsTable(!asTable) },
    { label: i18n.t('Download CSV'), run: () => download(table, title) },
    { label: i18n.t('Print'), run: () => print() },
  ]
  return (
    <figure aria-labelledby={`${id}-title`} className="min-w-0 break-inside-avoid">
      <figcaption className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <h2 className="text-[15px] font-semibold" id={`${id}-title`}>
            {title}
          </h2>
          {subtitle && <p className="text-mute">{subtitle}</p>}
        </div>
        <div className="no-print -mt-1 -mr-1.5">
          <ActionMenu actions={actions} label={i18n.t('More about this picture: {title}', { title })}>
            <Icon name="more" />
          </ActionMenu>
        </div>
      </figcaption>
      <div className="mt-2">
        {asTable ? (
          <DataTable table={table} title={title} />
        ) : (
          <Drawing height={height} summary={summary}>
            {children}
          </Drawing>
        )}
      </div>
      {note && <p className="mt-1 text-xs text-mute">{note}</p>}
    </figure>
  )
}

/** A picture as wide as its place, without a frame; ids in it are its own. */
export function Drawing({ summary, height, children }: Pick<Props, 'summary' | 'height' | 'children'>) {
  const [box, width] = useWidth()
  const id = useId()
  return (
    <div ref={box}>
      <svg
        aria-label={summary}
        className="block overflow-visible text-ink"
        height={height}
        onKeyDown={walkMarks}
        role="group"
        width={width}
      >
        {children({ width, height, id })}
      </svg>
    </div>
  )
}

/** The table twin of a picture. */
export function DataTable({ table, title }: { table: Table; title: string }) {
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full text-left">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr className="text-xs text-mute">
            {table.columns.map((column, index) => (
              <th className={`py-1 pr-4 font-medium ${index > 0 ? 'text-right' : ''}`} key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr className="border-t border-line" key={at}>
              {row.map((cell, index) => (
                <td className={`num py-1 pr-4 whitespace-nowrap ${index > 0 ? 'text-right' : ''}`} key={index}>
                  {cell ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Arrows move between the marks of a picture, so that the whole picture is one stop of the Tab key. */
function walkMarks(event: KeyboardEvent<SVGSVGElement>): void {
  const step = ['ArrowRight', 'ArrowDown'].includes(event.key)
    ? 1
    : ['ArrowLeft', 'ArrowUp'].includes(event.key)
      ? -1
      : 0
  if (step === 0) return
  const marks = [...event.currentTarget.querySelectorAll<SVGElement>('[data-mark]')]
  const next = marks[marks.indexOf(document.activeElement as SVGElement) + step]
  if (!next) return
  event.preventDefault()
  event.stopPropagation()
  for (const mark of marks) mark.setAttribute('tabindex', mark === next ? '0' : '-1')
  next.focus()
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(520)
  // Before the first paint, so that no picture is drawn too wide for a moment.
  useLayoutEffect(() => {
    if (!box.current) return
    const take = (room: number) => setWidth(Math.max(240, Math.floor(room)))
    take(box.current.clientWidth)
    const observer = new ResizeObserver(([entry]) => entry && take(entry.contentRect.width))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return [box, width] as const
}

function download(table: Table, title: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([csvOf(table)], { type: 'text/csv' }))
  link.download = `${title
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .slice(0, 60)}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}
