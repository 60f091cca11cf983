import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { useMe } from '../data.ts'
import { exactMoment, shortDay } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { say } from '../ui/toast.ts'
import type { Activity, DealDetail, HistoryRow } from '../wire.ts'
import { i18n } from '../words.ts'
import { AddActivity } from './add-activity.tsx'
import { type DealPageData, refreshDeal } from './deal-data.ts'
import { entriesOf, type Entry } from './timeline-entries.ts'

type Props = Pick<DealPageData, 'history' | 'activities' | 'pipeline' | 'now' | 'canWork'> & { deal: DealDetail }
const first = 12

/** What is still to be done, and everything that happened: the ledger is complete, so the timeline is. */
export function TimelinePanel({ deal, history, activities, pipeline, now, canWork }: Props) {
  const [tab, setTab] = useState('all')
  const [all, setAll] = useState(false)
  const planned = activities
    .filter(isPlanned)
    .toSorted((left, right) => ((left.due_on ?? '~') < (right.due_on ?? '~') ? -1 : 1))
  const entries = entriesOf({
    history,
    activities: activities.filter((activity) => !isPlanned(activity)),
    evidence: deal.evidence,
    pipeline,
    now,
  }).filter(({ group }) => tab === 'all' || group === tab)
  const shown = all ? entries : entries.slice(0, first)
  return (
    <section className="panel min-w-0 p-4">
      {canWork && <AddActivity deal={deal} />}
      {planned.length > 0 && (
        <>
          <h2 className={`text-[15px] font-semibold ${canWork ? 'mt-3' : ''}`}>{i18n.t('To do')}</h2>
          <ul className="mt-1 flex flex-col gap-0.5">
            {planned.map((activity) => (
              <Planned activity={activity} canWork={canWork} key={activity.id} now={now} />
            ))}
          </ul>
        </>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="grow text-[15px] font-semibold">{i18n.t('Timeline')}</h2>
        <Tabs
          label={i18n.t('What the timeline shows')}
          onPick={setTab}
          tabs={[
            { value: 'all', label: i18n.t('All') },
            { value: 'stage', label: i18n.t('Stages') },
            { value: 'facts', label: i18n.t('Facts') },
            { value: 'activities', label: i18n.t('Notes') },
          ]}
          value={tab}
        />
      </div>
      {entries.length === 0 && <p className="mt-2 text-mute">{i18n.t('Nothing of this kind has happened.')}</p>}
      <ol className="mt-2">
        {shown.map((entry) => (
          <Row canWork={canWork} deal={deal} entry={entry} key={entry.id} now={now} />
        ))}
      </ol>
      {shown.length < entries.length && (
        <Button className="mt-2" look="quiet" onClick={() => setAll(true)} size="small">
          {i18n.t('Show {count} older', { count: entries.length - shown.length })}
        </Button>
      )}
    </section>
  )
}

/** Open tasks, and calls and meetings that have not taken place. */
const isPlanned = ({ kind, done_at, held_at, due_on }: Activity) =>
  !done_at && !held_at && (kind === 'task' || (kind !== 'note' && due_on !== null))

function Planned({ activity, canWork, now }: { activity: Activity; canWork: boolean; now: string }) {
  const finish = useMutation({
    mutationFn: () => api.finish(activity.id, true),
    onSettled: refreshDeal,
    onError: (error) => say({ title: i18n.t('This could not be saved'), detail: sentenceOf(error), tone: 'bad' }),
  })
  return (
    <li className="flex min-h-7 flex-wrap items-center gap-x-2.5">
      <input
        aria-label={i18n.t('Done: {what}', { what: activity.subject })}
        checked={finish.isPending}
        className="size-4 shrink-0 accent-(--accent)"
        disabled={!canWork}
        onChange={() => finish.mutate()}
        type="checkbox"
      />
      <Icon className="size-3.5 shrink-0 text-mute" name={activity.kind} />
      <span className="min-w-40 flex-1 truncate" title={activity.subject}>
        {activity.subject}
      </span>
      {activity.owner && <span className="text-xs whitespace-nowrap text-mute">{activity.owner.name}</span>}
      {activity.due_on && (
        <span className={`num text-xs whitespace-nowrap ${activity.overdue ? 'text-lost' : 'text-mute'}`}>
          {activity.overdue
            ? i18n.t('overdue since {day}', { day: shortDay(activity.due_on, now) })
            : shortDay(activity.due_on, now)}
        </span>
      )}
    </li>
  )
}

function Row({ entry, deal, canWork, now }: { entry: Entry; deal: DealDetail; canWork: boolean; now: string }) {
  const mine = useMe().person.id
  const undoable = canWork && entry.row !== undefined && isUndoable(entry.row, deal, mine)
  return (
    <li className="flex gap-2.5 border-t border-line py-2 first:border-0" data-entry={entry.group}>
      <span className="grid size-6 shrink-0 place-items-center rounded-full bg-sunken text-mute">
        <Icon className="size-3.5" name={entry.icon} />
      </span>
      <div className="min-w-0 grow pt-0.5">
        <p className="break-words">{entry.title}</p>
        {entry.details.map((detail) => (
          <p className="text-xs break-words text-mute" key={detail}>
            {/^https?:\/\//.test(detail) ? (
              <a className="text-accent underline" href={detail} rel="noreferrer" target="_blank">
                {detail}
              </a>
            ) : (
              detail
            )}
          </p>
        ))}
      </div>
      {undoable && entry.row && (
        <Button look="quiet" onClick={() => void takeBack(deal, entry.row?.id ?? '')} size="small">
          {i18n.t('Undo')}
        </Button>
      )}
      <p className="shrink-0 pt-0.5 text-right text-xs text-mute">
        <time className="num block whitespace-nowrap" dateTime={entry.at} title={exactMoment(entry.at)}>
          {shortDay(entry.at, now)}
        </time>
        {entry.by}
      </p>
    </li>
  )
}

/** A move of one's own, as long as nothing came after it. */
const isUndoable = (row: HistoryRow, deal: DealDetail, person: string) =>
  row.version === deal.version &&
  row.by?.id === person &&
  row.channel !== 'import' &&
  ['moved', 'won', 'lost', 'reopened'].includes(row.kind)

async function takeBack(deal: DealDetail, move: string): Promise<void> {
  try {
    await api.reverse(deal.id, move)
  } catch (error) {
    say({ title: i18n.t('This cannot be undone any more'), detail: sentenceOf(error), tone: 'bad' })
  }
  refreshDeal()
}
