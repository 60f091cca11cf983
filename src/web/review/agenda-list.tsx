import { useEffect, useRef } from 'react'
import { Amount } from '../ui/amount.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { ReasonChip } from './reason-chip.tsx'
import type { Talked } from './review-data.ts'

type Props = { deals: readonly Talked[]; current: Talked | undefined; onPick: (key: string) => void }

/** The deals in the order in which they are walked through, person by person; those that were talked about are ticked. */
export function AgendaList({ deals, current, onPick }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Newer browsers answer a promise here, which an effect must not return.
    list.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' })
  }, [current?.deal.key])
  const people = Map.groupBy(deals, ({ person }) => person?.id ?? '')
  return (
    <div
      aria-label={i18n.t('Deals to talk about')}
      className="relative max-h-56 overflow-y-auto lg:max-h-[calc(100dvh-9rem)]"
      ref={list}
      role="navigation"
    >
      {[...people].map(([id, own]) => {
        const done = own.filter(({ mark }) => mark?.reviewed_at).length
        return (
          <section className="mb-2" key={id}>
            <h3 className="sticky top-0 flex items-baseline gap-2 bg-panel px-2 py-1 text-xs font-medium text-mute">
              <span className="min-w-0 grow truncate">{own[0]?.person?.name ?? i18n.t('Nobody’s')}</span>
              <span className="num">
                {own.some(({ mark }) => mark)
                  ? i18n.t('{done} of {count}', { done, count: own.length })
                  : String(own.length)}
              </span>
            </h3>
            <ul>
              {own.map((one) => (
                <Row current={one.deal.id === current?.deal.id} key={one.deal.id} one={one} onPick={onPick} />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

function Row({ one, current, onPick }: { one: Talked; current: boolean; onPick: (key: string) => void }) {
  const { deal, reasons, from, to, mark } = one
  const [first, ...more] = reasons
  return (
    <li>
      <button
        aria-current={current || undefined}
        className="grid w-full grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-x-2 rounded-md px-2 py-1.5 text-left hover:bg-sunken aria-[current=true]:bg-accent-soft"
        onClick={() => onPick(deal.key)}
        type="button"
      >
        {mark?.reviewed_at ? (
          <>
            <Icon className="size-4 text-won" name="check" />
            <span className="sr-only">{i18n.t('talked about:')} </span>
          </>
        ) : (
          <span aria-hidden="true" className="ml-0.5 size-2.5 rounded-full border border-edge" />
        )}
        <span className={`truncate ${mark?.reviewed_at ? 'text-mute' : ''}`}>{deal.name}</span>
        <Amount className="text-mute" money={(to ?? from)?.worth} />
        <span className="col-start-2 col-end-4 mt-0.5 flex min-w-0 gap-1 overflow-hidden">
          {first && <ReasonChip reason={first} />}
          {more.slice(0, 1).map((reason) => (
            <ReasonChip key={reason.kind} reason={reason} />
          ))}
          {more.length > 1 && <span className="text-[11px] text-mute">+{more.length - 1}</span>}
        </span>
      </button>
    </li>
  )
}
