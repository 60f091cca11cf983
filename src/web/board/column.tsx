import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { days, exactMoney, wholeNumber } from '../format.ts'
import type { Target } from '../move/target.ts'
import { Amount } from '../ui/amount.tsx'
import type { BoardStage, Card } from '../wire.ts'
import { i18n } from '../words.ts'
import { cardHeight } from './deal-card.tsx'
import { dropOn } from './drag.ts'

type Props = {
  column: BoardStage
  /** While a card is in the hand: may it be dropped here? */
  drop?: { target: Target; allowed: boolean } | null
  onMore: (cursor: string) => Promise<void>
  card: (deal: Card, index: number) => ReactNode
}

const gap = 8

/** One stage: its totals from the server, and only the cards that are in sight. */
export function Column({ column, drop, onMore, card }: Props) {
  const box = useRef<HTMLElement>(null)
  const [over, setOver] = useState(false)
  const stage = column.key
  useEffect(() => {
    if (!box.current) return
    return dropOn(box.current, { to_stage: stage }, setOver)
  }, [stage])
  const forbidden = drop !== undefined && drop !== null && !drop.allowed
  return (
    <section
      aria-label={column.name}
      className={`flex min-h-0 min-w-56 flex-1 flex-col rounded-xl border bg-sunken ${over && !forbidden ? 'border-accent bg-accent-soft' : 'border-line'} ${forbidden ? 'hatched opacity-60' : ''}`}
      data-column={stage}
      ref={box}
    >
      <ColumnHead column={column} />
      {forbidden && <p className="px-3 pb-1 text-xs font-medium text-lost">{i18n.t('not allowed from here')}</p>}
      <Cards card={card} column={column} onMore={onMore} />
    </section>
  )
}

function ColumnHead({ column }: { column: BoardStage }) {
  return (
    <header className="px-3 pt-2.5 pb-2">
      <div className="flex items-baseline justify-between gap-2">
        <h2 className="truncate font-semibold" title={column.name}>
          {column.name}
        </h2>
        <span className="num text-mute" data-count>
          {wholeNumber(column.count)}
        </span>
      </div>
      <p className="num flex flex-wrap items-baseline justify-between gap-x-2 text-xs text-mute">
        <span>
          <Amount className="font-medium text-ink" money={column.sum} />
          {column.weighted && (
            <span
              title={i18n.t('{amount}: open value times the chance to be won ever', {
                amount: exactMoney(column.weighted),
              })}
            >
              {' · '}
              {i18n.t('weighted')} <Amount money={column.weighted} />
            </span>
          )}
        </span>
        {column.older_version !== null && (
          <span>{i18n.t('a stage of version {number}', { number: column.older_version })}</span>
        )}
        {column.usual_days !== null && <span>{i18n.t('usually {days}', { days: days(column.usual_days) })}</span>}
      </p>
    </header>
  )
}

function Cards({ column, onMore, card }: Pick<Props, 'column' | 'onMore' | 'card'>) {
  const box = useRef<HTMLDivElement>(null)
  const loading = useRef<string | null>(null)
  const rows = useVirtualizer({
    count: column.deals.length,
    getScrollElement: () => box.current,
    estimateSize: () => cardHeight + gap,
    overscan: 4,
    getItemKey: (index) => column.deals[index]?.id ?? index,
  })
  const items = rows.getVirtualItems()
  const cursor = column.next_cursor
  const nearEnd = (items.at(-1)?.index ?? 0) >= column.deals.length - 8
  useEffect(() => {
    if (!cursor || !nearEnd || loading.current === cursor) return
    loading.current = cursor
    onMore(cursor).catch(() => {
      loading.current = null
    })
  }, [cursor, nearEnd, onMore])
  if (column.count === 0)
    return (
      <p className="px-3 pb-4 text-xs text-mute">
        {column.usual_days === null
          ? i18n.t('Nothing in {stage}.', { stage: column.name })
          : i18n.t('Nothing in {stage}. Deals usually stay {days}.', {
              stage: column.name,
              days: days(column.usual_days),
            })}
      </p>
    )
  return (
    <div
      aria-label={i18n.t('Deals in {stage}', { stage: column.name })}
      className="min-h-0 grow overflow-y-auto px-2 pb-2"
      ref={box}
      role="region"
    >
      <div className="relative" style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const deal = column.deals[item.index]
          if (!deal) return null
          return (
            <div
              className="absolute inset-x-0 top-0"
              data-index={item.index}
              key={item.key}
              style={{ height: cardHeight, transform: `translateY(${item.start}px)` }}
            >
              {card(deal, item.index)}
            </div>
          )
        })}
      </div>
      {cursor && <p className="py-2 text-center text-xs text-mute">{i18n.t('Loading more…')}</p>}
    </div>
  )
}
