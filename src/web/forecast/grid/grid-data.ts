import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { AnswerOf, InputOf } from '../../../client/client.ts'
import { client } from '../../api.ts'
import { oneDecimal } from '../../format.ts'
import type { Money } from '../../wire.ts'
import { i18n } from '../../words.ts'

export type Grid = AnswerOf<'forecast_grid.get'>
export type Row = Grid['rows'][number]
export type Call = Row['commit']
export type Asked = InputOf<'forecast_grid.get'>
export type CategoryKey = 'commit' | 'best_case' | 'pipeline'

export const gridQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['forecast-grid', asked],
    queryFn: () => client.forecast_grid.get(asked),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })

export const callOf = (row: Row, category: CategoryKey): Call =>
  category === 'pipeline' ? row.pipeline_call : row[category]

/** Each category alone, or together with all that is firmer. */
export type Sum = 'cumulative' | 'single'

export type Column = {
  key: string
  label: string
  /** What the column says, where its name does not. */
  hint?: string
  /** Set where a cell is a call that can be adjusted, or a quota. */
  edits?: CategoryKey | 'quota'
  money?: (row: Row) => Money | null
  share?: (row: Row) => number | null
  times?: (row: Row) => number | null
}

export function columnsOf(sum: Sum): Column[] {
  const call = (category: CategoryKey, label: string): Column => ({
    key: category,
    label,
    edits: category,
    money: (row) => callOf(row, category)[sum],
  })
  return [
    { key: 'closed', label: i18n.t('Closed'), money: ({ closed }) => closed.amount },
    call('commit', i18n.t('Commit')),
    call('best_case', i18n.t('Best case')),
    call('pipeline', i18n.t('Open pipeline')),
    { key: 'likely', label: i18n.t('Likely'), hint: i18n.t('what the model says'), money: ({ likely }) => likely },
    { key: 'quota', label: i18n.t('Quota'), edits: 'quota', money: ({ quota }) => quota },
    {
      key: 'attainment',
      label: i18n.t('Attained'),
      hint: i18n.t('closed won over quota'),
      share: ({ attainment }) => attainment,
    },
    { key: 'gap', label: i18n.t('Gap'), hint: i18n.t('likely less quota'), money: ({ gap }) => gap },
    {
      key: 'coverage',
      label: i18n.t('Coverage'),
      hint: i18n.t('open deals of the period over what is missing to the quota'),
      times: ({ coverage }) => coverage,
    },
  ]
}

/** A cell as plain text for a spreadsheet: amounts exact and without a currency, as the row above says which. */
export function plainText(column: Column, row: Row): string {
  const money = column.money?.(row)
  if (money) return money.amount
  const share = column.share?.(row) ?? null
  if (share !== null) return wholePercent(share)
  const times = column.times?.(row) ?? null
  return times === null ? '' : oneDecimal(times)
}

/** A share that may well be more than all of it. */
export const wholePercent = (share: number) =>
  new Intl.NumberFormat(i18n.locale, { style: 'percent', maximumFractionDigits: 0 }).format(share)

export function nameOf({ kind, name }: Pick<Row, 'kind' | 'name'>): string {
  if (kind === 'total') return i18n.t('All together')
  if (kind === 'own') return i18n.t('Own deals')
  if (kind === 'nobody') return name || i18n.t('Without owner or team')
  return name
}

/** The deals behind a cell, as the list of deals is asked for them; null where no one list holds them. */
export function dealsBehind(row: Row, column: Column, grid: Pick<Grid, 'starts' | 'ends' | 'pipeline'>) {
  const owner = ownerOf(row)
  if (owner === null) return null
  const scope = {
    ...(owner ? { owner } : {}),
    ...((row.pipeline ?? grid.pipeline) ? { pipeline: (row.pipeline ?? grid.pipeline)?.key } : {}),
  }
  const due = { close_from: grid.starts, close_before: grid.ends }
  const { edits } = column
  if (column.key === 'closed') return { ...scope, outcome: 'won' as const }
  if (edits === undefined || edits === 'quota') return null
  return { ...scope, ...due, category: edits }
}

/** Undefined for everybody, null where several people stand in a row. */
function ownerOf({ kind, person, team }: Row): string | undefined | null {
  if (kind === 'total' || kind === 'pipeline') return undefined
  if (team || kind === 'nobody' || kind === 'period') return null
  return person?.id ?? null
}

/** One fiscal year with its quarters and months. */
export const fiscalYearQuery = (year: string) =>
  queryOptions({
    queryKey: ['fiscal-years', year],
    queryFn: () => client.fiscal_years.list({ year: Number(year), count: 1 }),
    staleTime: 300_000,
  })
