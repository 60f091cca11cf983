import { Link } from '@tanstack/react-router'
import { memo, useEffect, useRef, useState } from 'react'
import { Age } from '../age.tsx'
import { daysBetween, initials, percent, shortDay, shortDays } from '../format.ts'
import { type Mark as Look, hueColor } from '../hue.ts'
import { Amount } from '../ui/amount.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { dueOf } from '../owed.ts'
import type { Card } from '../wire.ts'
import { i18n } from '../words.ts'
import { dragOf } from './drag.ts'

export const cardHeight = 104

type Props = {
  deal: Card
  mark: Look | undefined
  now: string
  state?: 'moving' | 'waiting' | 'gate' | 'reason' | undefined
  arrived?: boolean
  refused?: boolean
  movable: boolean
  tabStop: boolean
  /** On a board of all pipelines each card says where it belongs. */
  badge?: boolean
  /** What was planned at a past moment is not kept. */
  past?: boolean
  /** The name of its stage, where the column does not say it. */
  place?: string | undefined
  onMove?: ((deal: Card) => void) | undefined
  /** Whether it is among those that something is done with together. */
  chosen?: boolean
  onPick?: ((deals: Card[]) => void) | undefined
}

/** A deal on the board: what it is worth, what comes next, how long it has been here. */
export const DealCard = memo(function DealCard(props: Props) {
  const { deal, mark, state, arrived, refused, movable, tabStop, chosen = false } = props
  const due = dueOf(deal.owed, props.now).length
  const box = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState(false)
  useEffect(() => {
    if (!box.current || !movable) return
    return dragOf(box.current, deal, setDragged)
  }, [deal, movable])
  return (
    <div
      aria-label={chosen ? i18n.t('{deal}, chosen', { deal: deal.name }) : deal.name}
      className={`group relative flex h-full flex-col justify-between rounded-lg border border-l-3 px-2.5 py-2 shadow-(--shadow) ${state === 'gate' || state === 'reason' ? 'border-dashed border-risk' : 'border-line'} ${dragged ? 'opacity-40' : ''} ${state === 'moving' ? 'opacity-80' : ''} ${arrived ? 'arrive outline-2 outline-accent' : ''} ${chosen ? 'bg-accent-soft ring-2 ring-accent' : 'bg-panel'} ${refused ? 'refuse' : ''}`}
      data-card={deal.id}
      data-chosen={chosen || undefined}
      data-state={state}
      ref={box}
      role="group"
      style={{ borderLeftColor: hueColor(mark?.hue ?? 8) }}
      tabIndex={tabStop ? 0 : -1}
    >
      <div className="flex items-start gap-2">
        {props.badge && <Mark mark={mark} size="small" />}
        <Link
          className="line-clamp-2 min-w-0 grow leading-tight font-medium break-words hover:underline"
          draggable={false}
          params={{ deal: deal.key }}
          tabIndex={-1}
          title={`${deal.key} ${deal.name}`}
          to="/deals/$deal"
        >
          {deal.name}
        </Link>
        <Amount className="shrink-0 font-medium" money={deal.amount} />
      </div>
      <div className="flex items-center justify-between gap-2 text-xs">
        {props.past ? <span /> : <NextStep deal={deal} now={props.now} />}
        <CloseDate deal={deal} now={props.now} />
      </div>
      <div className="flex items-center gap-1.5 text-xs">
        <Age deal={deal} now={props.now} tight={due > 0} />
        {props.place && <span className="truncate text-mute">{props.place}</span>}
        <Owed count={due} />
        <span className="grow" />
        {state && <StateBadge state={state} />}
        {!state && deal.probability !== null && (
          <span
            className="num shrink-0 whitespace-nowrap text-mute"
            title={i18n.t('chance to be won ever, from the history of this pipeline')}
          >
            {percent(deal.probability)}
          </span>
        )}
        {!state && deal.owner && (
          <span
            className="grid size-5.5 shrink-0 place-items-center rounded-full bg-sunken text-[10px] font-medium text-mute"
            title={deal.owner.name}
          >
            {initials(deal.owner.name)}
          </span>
        )}
      </div>
      {props.onMove && movable && !state && (
        <div className="absolute right-1.5 bottom-1.5 hidden gap-1 group-focus-within:flex group-hover:flex pointer-coarse:flex">
          {props.onPick && (
            <button
              aria-label={i18n.t('Choose {deal}', { deal: deal.name })}
              aria-pressed={chosen}
              className="grid size-7 place-items-center rounded-md border border-line bg-raised text-mute hover:bg-sunken aria-pressed:bg-accent aria-pressed:text-accent-ink"
              onClick={() => props.onPick?.([deal])}
              tabIndex={-1}
              title={i18n.t('Choose {deal}', { deal: deal.name })}
              type="button"
            >
              <Icon className="size-3.5" name="check" />
            </button>
          )}
          <button
            aria-label={i18n.t('Move {deal} to…', { deal: deal.name })}
            className="flex h-7 items-center gap-1 rounded-md border border-line bg-raised px-2 text-xs hover:bg-sunken"
            onClick={() => props.onMove?.(deal)}
            tabIndex={-1}
            type="button"
          >
            <Icon className="size-3.5" name="move" />
            {i18n.t('Move')}
          </button>
        </div>
      )}
    </div>
  )
})

const kindIcons: Record<string, IconName> = { call: 'call', meeting: 'meeting', task: 'task', note: 'note' }

/** What happens next: overdue red, today green, nothing planned amber, always with an icon and words. */
function NextStep({ deal, now }: { deal: Card; now: string }) {
  const next = deal.next_activity
  if (!next)
    return (
      <span className="flex min-w-0 items-center gap-1 text-risk">
        <Icon className="size-3.5 shrink-0" name="warn" />
        <span className="truncate">{i18n.t('unplanned')}</span>
      </span>
    )
  const left = next.due_on ? daysBetween(now.slice(0, 10), next.due_on) : 1
  const tone = left < 0 ? 'text-lost' : left === 0 ? 'text-won' : 'text-mute'
  const when = !next.due_on
    ? next.subject
    : left < 0
      ? i18n.t('overdue {days}', { days: shortDays(-left) })
      : left === 0
        ? i18n.t('today')
        : shortDay(next.due_on, now)
  return (
    <span className={`flex min-w-0 items-center gap-1 ${tone}`} title={next.subject}>
      <Icon className="size-3.5 shrink-0" name={kindIcons[next.kind] ?? 'task'} />
      <span className="truncate">{when}</span>
    </span>
  )
}

function CloseDate({ deal, now }: { deal: Card; now: string }) {
  if (!deal.close_date) return <span className="text-mute">{i18n.t('no close date')}</span>
  const past = deal.close_date < now.slice(0, 10)
  return (
    <span className={`num flex shrink-0 items-center gap-1 ${past ? 'text-lost' : 'text-mute'}`}>
      {past && <Icon className="size-3.5" name="flag" />}
      {shortDay(deal.close_date, now)}
      {past && <span className="sr-only">{i18n.t('past')}</span>}
    </span>
  )
}

function Owed({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <span
      className="shrink-0 rounded bg-risk-soft px-1 whitespace-nowrap text-risk"
      title={i18n.t('criteria this deal has not met although it stands beyond them')}
    >
      {i18n.t('owes {count}', { count })}
    </span>
  )
}

function StateBadge({ state }: { state: NonNullable<Props['state']> }) {
  const words = {
    moving: i18n.t('moving…'),
    waiting: i18n.t('not sent yet'),
    gate: i18n.t('gate not met yet'),
    reason: i18n.t('asks for a reason'),
  }
  return (
    <span className="flex items-center gap-1 rounded-md bg-risk-soft px-1.5 text-xs whitespace-nowrap text-risk">
      <Icon className="size-3.5" name="clock" />
      {words[state]}
    </span>
  )
}
