import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { announce } from '../../announce.ts'
import { useMe } from '../../data.ts'
import { compactMoney, exactMoney, oneDecimal } from '../../format.ts'
import { closedWithin } from '../forecast-data.ts'
import { say } from '../../ui/toast.ts'
import { i18n } from '../../words.ts'
import { AtCurrentRates } from '../both-rates.tsx'
import { AdjustDialog } from './adjust-dialog.tsx'
import {
  type CategoryKey,
  callOf,
  type Column,
  columnsOf,
  dealsBehind,
  type Grid,
  nameOf,
  plainText,
  type Row,
  type Sum,
  wholePercent,
} from './grid-data.ts'
import { chosen, isInRange, moved, type Selection, tsvOf } from './grid-keys.ts'
import { QuotaEditor } from './quota-editor.tsx'

/** A table that is walked by keys; its cells are grid cells with that. */
const asGrid = { role: 'grid', 'aria-multiselectable': true } as const

type Props = { grid: Grid; present: boolean; sum: Sum; both: boolean }
type Editing = { row: Row; edits: CategoryKey | 'quota' }

/** The grid as a spreadsheet is used: arrows, Shift for a range, Enter to edit, Esc, and the range copied with tabs. */
export function GridTable({ grid, present, sum, both }: Props) {
  const columns = columnsOf(sum)
  const { rows } = grid
  const { access } = useMe()
  const [selection, setSelection] = useState<Selection>(chosen({ row: 0, column: 0 }))
  const [editing, setEditing] = useState<Editing | null>(null)
  const table = useRef<HTMLTableElement>(null)
  const moving = useRef(false)
  const size = { rows: rows.length, columns: columns.length }
  const at = moved(selection, { key: 'PageUp', shift: true, ctrl: false }, size) ? selection.at : { row: 0, column: 0 }

  useEffect(() => {
    if (!moving.current) return
    moving.current = false
    table.current?.querySelector<HTMLElement>(`[data-cell="${selection.at.row}-${selection.at.column}"]`)?.focus()
  }, [selection])

  const mayEdit = (row: Row, { edits }: Column): boolean => {
    if (!present || edits === undefined) return false
    if (edits === 'quota')
      return access.includes('forecast:configure') && ['person', 'team', 'pipeline'].includes(row.kind)
    return access.includes('forecast:submit') && row.kind === 'person' && grid.pipeline !== null
  }
  const edit = (row: Row | undefined, column: Column | undefined) => {
    if (!row || !column?.edits) return
    if (mayEdit(row, column)) setEditing({ row, edits: column.edits })
    else announce(whyNot(grid, present))
  }
  function onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    if (editing) return
    const row = rows[selection.at.row]
    const column = columns[selection.at.column]
    const ctrl = event.ctrlKey || event.metaKey
    if (ctrl && event.key.toLowerCase() === 'c') return copy(event)
    const next = moved(selection, { key: event.key, shift: event.shiftKey, ctrl }, size)
    if (next) {
      event.preventDefault()
      moving.current = true
      return setSelection(next)
    }
    if ((event.key === 'Enter' || event.key === 'F2') && event.target instanceof HTMLTableCellElement) {
      event.preventDefault()
      if (column?.edits) edit(row, column)
      else event.target.querySelector('a')?.click()
    }
    if (event.key === 'Escape') setSelection(chosen(selection.at))
  }
  function copy(event: KeyboardEvent) {
    event.preventDefault()
    const text = tsvOf(selection, ({ row, column }) => {
      const [one, other] = [rows[row], columns[column]]
      return one && other ? plainText(other, one) : ''
    })
    void navigator.clipboard.writeText(text)
    say({ title: i18n.t('Copied for a spreadsheet'), about: 'grid-copy' })
  }
  return (
    <div className="relative mt-2 overflow-x-auto">
      <table
        aria-label={i18n.t('Forecast grid')}
        className="w-full min-w-220 md:min-w-260 border-separate border-spacing-0 text-left"
        onKeyDown={onKeyDown}
        ref={table}
        {...asGrid}
      >
        <thead>
          <tr className="text-xs text-mute">
            <th className="sticky left-0 z-1 bg-panel py-1 pr-4 font-medium" scope="col">
              {i18n.t('Row')}
            </th>
            {columns.map(({ key, label, hint, edits }) => (
              <th
                className={`py-1 pr-4 text-right font-medium whitespace-nowrap ${edge(key)}`}
                key={key}
                scope="col"
                title={hint}
              >
                {label}
                {edits !== undefined && edits !== 'quota' && grid.pipeline !== null && (
                  <span aria-hidden="true" className="invisible ml-1.5">
                    ✎
                  </span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr className="hover:bg-sunken/60" data-row={row.key} key={row.key}>
              <th
                className={`sticky left-0 z-1 max-w-36 truncate md:max-w-60 border-t border-line bg-panel py-1.5 pr-4 ${row.depth <= 1 ? 'font-medium' : 'font-normal'} ${row.kind === 'own' ? 'text-mute' : ''}`}
                scope="row"
                style={{ paddingLeft: `${row.depth * 16}px` }}
                title={row.note ?? undefined}
              >
                {nameOf(row)}
              </th>
              {columns.map((column, c) => (
                <td
                  aria-selected={isInRange(selection, { row: r, column: c })}
                  className={`num border-t border-line py-1.5 pr-4 text-right whitespace-nowrap outline-offset-[-2px] aria-selected:bg-accent-soft ${edge(column.key)}`}
                  data-cell={`${r}-${c}`}
                  key={column.key}
                  onDoubleClick={() => edit(row, column)}
                  onFocus={(event) => {
                    if (event.target === event.currentTarget && (selection.at.row !== r || selection.at.column !== c))
                      setSelection(chosen({ row: r, column: c }))
                  }}
                  onMouseDown={(event) =>
                    event.shiftKey &&
                    (event.preventDefault(), setSelection({ at: { row: r, column: c }, from: selection.from }))
                  }
                  tabIndex={at.row === r && at.column === c ? 0 : -1}
                >
                  {editing?.row.key === row.key && editing.edits === 'quota' && column.edits === 'quota' ? (
                    <QuotaEditor grid={grid} onClose={() => done()} row={row} />
                  ) : (
                    <Cell
                      both={both}
                      column={column}
                      grid={grid}
                      mayEdit={mayEdit(row, column)}
                      onEdit={() => edit(row, column)}
                      row={row}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {editing && editing.edits !== 'quota' && (
        <AdjustDialog category={editing.edits} grid={grid} onClose={() => done()} row={editing.row} />
      )}
    </div>
  )

  function done() {
    setEditing(null)
    moving.current = true
    setSelection((old) => ({ ...old }))
  }
}

/** What the model and the quota say stands apart from what is called. */
const edge = (key: string) => (key === 'likely' ? 'border-l border-l-line pl-4' : '')

const whyNot = (grid: Grid, present: boolean): string =>
  !present
    ? i18n.t('The past cannot be changed.')
    : grid.pipeline === null
      ? i18n.t('What is called is adjusted in one pipeline at a time: choose one above.')
      : i18n.t('You may not change this cell.')

type CellProps = { row: Row; column: Column; grid: Grid; mayEdit: boolean; both: boolean; onEdit: () => void }

function Cell({ row, column, grid, mayEdit, both, onEdit }: CellProps) {
  const { workspace } = useMe()
  const { edits, money, share, times } = column
  if (share) return <Share value={share(row)} />
  if (times) return <Times value={times(row)} />
  const amount = money?.(row) ?? null
  if (!amount) return <span className="text-mute">–</span>
  const shown = <span title={exactMoney(amount)}>{compactMoney(amount)}</span>
  const behind = dealsBehind(row, column, grid)
  const period = row.period && /Q/.test(row.period) ? closedWithin(row.period, workspace) : null
  const search = column.key === 'closed' ? period && { ...behind, ...period } : behind
  const adjusted = edits && edits !== 'quota' ? callOf(row, edits).adjusted : null
  return (
    <span
      className={`inline-flex justify-end gap-x-1.5 ${column.key === 'closed' ? 'flex-col items-end' : 'items-center'}`}
    >
      {adjusted && edits && edits !== 'quota' && (
        <button
          className="text-xs text-mute line-through"
          onClick={onEdit}
          tabIndex={-1}
          title={`${adjusted.by.name}: ${adjusted.reason}`}
          type="button"
        >
          {compactMoney(callOf(row, edits).original)}
          <span className="sr-only">
            {i18n.t('adjusted by {by}: {reason}', { by: adjusted.by.name, reason: adjusted.reason })}
          </span>
        </button>
      )}
      {search ? (
        <Link className="hover:underline" search={search as never} tabIndex={-1} to="/deals">
          {shown}
        </Link>
      ) : (
        shown
      )}
      {both && column.key === 'closed' && <AtCurrentRates money={row.closed_at_current_rates} />}
      {edits && edits !== 'quota' && (adjusted || grid.pipeline !== null) && (
        <span
          aria-hidden="true"
          className={`text-xs ${adjusted ? 'text-accent' : 'text-edge'} ${mayEdit || adjusted ? '' : 'invisible'}`}
        >
          ✎
        </span>
      )}
    </span>
  )
}

const Times = ({ value }: { value: number | null }) =>
  value === null ? <span className="text-mute">–</span> : <>{oneDecimal(value)}×</>

/** A share with a small bar: full at the quota. */
function Share({ value }: { value: number | null }) {
  if (value === null) return <span className="text-mute">–</span>
  return (
    <span className="inline-grid justify-items-end gap-0.5">
      {wholePercent(value)}
      <span aria-hidden="true" className="h-1 w-14 overflow-hidden rounded-sm bg-sunken">
        <span className="block h-full bg-accent" style={{ width: `${Math.min(value, 1) * 100}%` }} />
      </span>
    </span>
  )
}
