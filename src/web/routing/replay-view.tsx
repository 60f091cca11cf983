import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { RoutingReplay } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { wholeNumber } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { i18n } from '../words.ts'

const few = 8

/** How many deals would have begun elsewhere, from where to where, and which they are. */
export function ReplayView({ replay }: { replay: RoutingReplay }) {
  const { deals, elsewhere, unrouted, truncated, flows, list } = replay
  const [all, showAll] = useState(false)
  const others = flows.filter(({ from, to }) => from !== to)
  const most = Math.max(1, ...others.map((flow) => flow.deals))
  if (deals === 0) return <p className="mt-2 text-mute">{i18n.t('No deal began in this time.')}</p>
  return (
    <div className="mt-2 grid grid-cols-1 gap-3">
      <p>
        <span className="font-medium">
          {i18n.t(
            '{elsewhere, plural, =0 {None} other {#}} of {deals, plural, one {# deal} other {# deals}} would have begun in another pipeline.',
            { elsewhere, deals },
          )}
        </span>
        {unrouted > 0 && (
          <span className="block text-risk">
            {i18n.t('{unrouted, plural, one {# would wait for a person.} other {# would wait for a person.}}', {
              unrouted,
            })}
          </span>
        )}
        {truncated && (
          <span className="block text-mute">
            {i18n.t('There are more; these are the newest {deals}.', { deals: wholeNumber(deals) })}
          </span>
        )}
      </p>
      {others.length > 0 && (
        <ul aria-label={i18n.t('From where to where')} className="grid gap-1">
          {others.slice(0, few).map(({ from, to, deals: count }) => (
            <li className="grid grid-cols-[minmax(0,1fr)_5rem_2.5rem] items-center gap-2" key={`${from} ${to}`}>
              <Way from={from} to={to} />
              <span aria-hidden="true" className="h-2 rounded-sm bg-sunken">
                <span className="block h-2 rounded-sm bg-accent" style={{ width: `${(count / most) * 100}%` }} />
              </span>
              <span className="num text-right">{wholeNumber(count)}</span>
            </li>
          ))}
        </ul>
      )}
      {list.length > 0 && (
        <div>
          <h4 className="text-xs font-medium text-mute">{i18n.t('Which deals')}</h4>
          <ul className="divide-y divide-line" data-elsewhere>
            {list.slice(0, all ? undefined : few).map(({ deal_id, key, name, from, to }) => (
              <li className="flex items-center gap-x-2 py-1" key={deal_id}>
                <Link className="min-w-0 grow truncate hover:underline" params={{ deal: key }} to="/deals/$deal">
                  <span className="num text-mute">{key}</span> {name}
                </Link>
                <Way from={from} short to={to?.pipeline ?? null} />
              </li>
            ))}
          </ul>
          {list.length > few && !all && (
            <Button className="mt-1" onClick={() => showAll(true)} size="small">
              {list.length < elsewhere
                ? i18n.t('Show the newest {count}', { count: list.length })
                : i18n.t('Show all {count}', { count: list.length })}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

/** From one pipeline to another, or to a person. */
function Way({ from, to, short = false }: { from: string; to: string | null; short?: boolean }) {
  const { byKey, marks } = usePipelines()
  const name = (key: string) => byKey.get(key)?.name ?? key
  const waits = i18n.t('a person')
  return (
    <span
      className={`flex items-center gap-1.5 ${short ? 'shrink-0' : 'min-w-0'}`}
      title={`${name(from)} → ${to === null ? waits : name(to)}`}
    >
      <Mark mark={marks.get(from)} size="small" />
      {short || <span className="truncate">{name(from)}</span>}
      <Icon className="size-3.5 shrink-0 text-mute" name="move" />
      {to !== null && <Mark mark={marks.get(to)} size="small" />}
      {to === null ? (
        <span className="truncate text-risk">{waits}</span>
      ) : (
        short || <span className="truncate">{name(to)}</span>
      )}
      {short && <span className="sr-only">{`${name(from)} → ${to === null ? waits : name(to)}`}</span>}
    </span>
  )
}
