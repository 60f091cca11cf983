import { fieldText } from '../field-text.ts'
import { compactMoney, exactMoney, percent, shortDay } from '../format.ts'
import { sizeOf } from '../money.ts'
import { categoryNames } from '../names.ts'
import type { IconName } from '../ui/icon.tsx'
import type { Activity, Evidence, HistoryRow, Instant, Money, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'

export type Group = 'stage' | 'facts' | 'activities'
export type Entry = {
  id: string
  at: Instant
  group: Group
  icon: IconName
  title: string
  details: string[]
  by: string | null
  /** The ledger row, or the activity, that the entry tells. */
  row?: HistoryRow
  activity?: Activity
}

type Told = {
  history: HistoryRow[]
  activities: Activity[]
  evidence: Evidence[]
  pipeline: Pipeline | undefined
  now: Instant
}

/** Everything that happened to a deal, the newest first: its ledger, row by row, what people did, and evidence. */
export function entriesOf({ history, activities, evidence, pipeline, now }: Told): Entry[] {
  const ledger = history.map((row, index) => ledgerEntry(row, history[index - 1], pipeline, now))
  const done = activities.map(
    (activity): Entry => ({
      id: activity.id,
      at: activity.held_at ?? activity.done_at ?? activity.created_at,
      group: 'activities',
      icon: activity.kind,
      title: activity.subject,
      details: activity.body ? [activity.body] : [],
      by: (activity.kind === 'task' && !activity.done_at ? activity.owner : activity.created_by)?.name ?? null,
      activity,
    }),
  )
  const given = evidence.map(
    (piece): Entry => ({
      id: piece.id,
      at: piece.given_at,
      group: 'stage',
      icon: piece.kind === 'link' ? 'link' : 'meeting',
      title: i18n.t('Evidence: {what}', { what: labelOf(piece.criterion, pipeline) }),
      details: [
        piece.url ?? '',
        piece.held_on ? i18n.t('held on {day}', { day: shortDay(piece.held_on, now) }) : '',
        piece.note ?? '',
      ].filter(Boolean),
      by: piece.given_by?.name ?? null,
    }),
  )
  return [...ledger, ...done, ...given].toSorted((left, right) =>
    left.at < right.at ? 1 : left.at > right.at ? -1 : 0,
  )
}

function ledgerEntry(
  row: HistoryRow,
  before: HistoryRow | undefined,
  pipeline: Pipeline | undefined,
  now: Instant,
): Entry {
  const changes = before ? changesOf(before, row, pipeline, now) : []
  const reason = row.reason && row.kind !== 'lost' ? [i18n.t('“{reason}”', { reason: row.reason })] : []
  const titles: Record<HistoryRow['kind'], string> = {
    created: i18n.t('Created in {stage}', { stage: row.stage_name }),
    edited: changes[0] ?? i18n.t('Edited'),
    moved: i18n.t('{from} → {to}', { from: before?.stage_name ?? '', to: row.stage_name }),
    won: i18n.t('Won'),
    lost: i18n.t('Lost: {reason}', { reason: lostReason(row, pipeline) }),
    reopened: i18n.t('Reopened in {stage}', { stage: row.stage_name }),
    transferred: i18n.t('Moved to another pipeline: {from} → {to}', {
      from: before?.stage_name ?? '',
      to: row.stage_name,
    }),
    voided: i18n.t('Declared void'),
    reversed: i18n.t('Put back to {stage}', { stage: row.stage_name }),
  }
  const facts = row.kind === 'edited'
  return {
    id: row.id,
    at: row.occurred_at,
    group: facts ? 'facts' : 'stage',
    icon: icons[row.kind] ?? 'move',
    title: titles[row.kind],
    details: [...(facts ? changes.slice(1) : changes), ...reason],
    by: channelNames()[row.channel] ?? row.by?.name ?? null,
    row,
  }
}

const icons: Partial<Record<HistoryRow['kind'], IconName>> = {
  created: 'plus',
  edited: 'edit',
  won: 'trophy',
  lost: 'close',
  reversed: 'undo',
  reopened: 'undo',
}

const channelNames = (): Record<string, string> => ({ import: i18n.t('Import'), system: i18n.t('System') })

const lostReason = (row: HistoryRow, pipeline: Pipeline | undefined) =>
  pipeline?.lost_reasons.find(({ key }) => key === row.outcome_reason)?.label ?? row.outcome_reason ?? '–'

/** What differs between two rows of the ledger, each as a sentence. */
function changesOf(before: HistoryRow, after: HistoryRow, pipeline: Pipeline | undefined, now: Instant): string[] {
  const facts: [string, string, string][] = [
    [i18n.t('Name'), before.name, after.name],
    [i18n.t('Amount'), ...amountTexts(before.amount, after.amount)],
    [i18n.t('Close date'), dayText(before.close_date, now), dayText(after.close_date, now)],
    [i18n.t('Owner'), before.owner?.name ?? '–', after.owner?.name ?? '–'],
    [i18n.t('Account'), before.account?.name ?? '–', after.account?.name ?? '–'],
    [i18n.t('Partner'), before.partner?.name ?? '–', after.partner?.name ?? '–'],
    [i18n.t('Source'), before.source ?? '–', after.source ?? '–'],
    [i18n.t('Next step'), before.next_step ?? '–', after.next_step ?? '–'],
    [i18n.t('Wait until'), dayText(before.wait_until, now), dayText(after.wait_until, now)],
    ...(after.kind === 'edited'
      ? ([[i18n.t('Category'), categoryNames()[before.category], categoryNames()[after.category]]] as [
          string,
          string,
          string,
        ][])
      : []),
    [i18n.t('Counts'), countsText(before), countsText(after)],
    ...fieldsOf(before, after, pipeline),
  ]
  return facts
    .filter(([, left, right]) => left !== right)
    .map(([name, left, right]) => i18n.t('{name}: {left} → {right}', { name, left, right }))
}

/** Which of a co-sell is counted; a deal that nobody shares always is. */
const countsText = ({ counted }: HistoryRow) => (counted ? i18n.t('by itself') : i18n.t('through its co-sell'))

function fieldsOf(before: HistoryRow, after: HistoryRow, pipeline: Pipeline | undefined): [string, string, string][] {
  const keys = [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])]
  return keys.map((key) => {
    const field = pipeline?.fields.find((one) => one.key === key && one.subject === 'deal')
    const text = (value: unknown) => fieldText(value, field)
    return [field?.label ?? key, text(before.fields[key]), text(after.fields[key])]
  })
}

/** Short, unless the change is too small to be seen that way. */
function amountTexts(before: Money | null, after: Money | null): [string, string] {
  const text = (write: (money: Money) => string) => [before, after].map((money) => (money ? write(money) : '–'))
  const [left = '', right = ''] = text(compactMoney)
  if (left === right) return text(exactMoney) as [string, string]
  return [left, `${right}${shareText(before, after)}`]
}

const dayText = (day: string | null, now: Instant) => (day ? shortDay(day, now) : '–')

function shareText(before: Money | null, after: Money | null): string {
  if (!before || !after || before.currency !== after.currency || sizeOf(before) === 0) return ''
  const share = sizeOf(after) / sizeOf(before) - 1
  return share === 0 ? '' : ` (${share > 0 ? '+' : '−'}${percent(Math.abs(share))})`
}

function labelOf(criterion: string, pipeline: Pipeline | undefined): string {
  const all = pipeline
    ? [...pipeline.stages.flatMap(({ entry, exit }) => [...entry, ...exit]), ...pipeline.won_criteria]
    : []
  return all.find(({ key }) => key === criterion)?.label ?? criterion
}
