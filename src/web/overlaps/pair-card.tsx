import { Link } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import type { Overlap, OverlapDeal } from '../../client/schema.ts'
import { useMe, usePipelines } from '../data.ts'
import { ago, shortDay } from '../format.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { i18n } from '../words.ts'
import { reasonNames, stateNames } from './overlap-words.ts'
import { undoResolution, useResolution } from './use-resolution.ts'

type Props = {
  pair: Overlap
  canWork: boolean
  onResolve: (as: 'same_deal' | 'co_sell') => void
  /** Says that the accounts of both are one company. */
  onMerge: (account_id: string, other_id: string) => void
}

/** Two deals side by side, why they may be one, and what can be said of them: S, C, D or A where the pair has the keyboard. */
export function PairCard({ pair, canWork, onResolve, onMerge }: Props) {
  const different = useResolution()
  const names = reasonNames()
  const open = pair.state === 'open'
  const [one, other] = [pair.other.account, pair.deal.account]
  const merge = one && other && one.id !== other.id ? () => onMerge(one.id, other.id) : undefined
  const say = {
    a: merge,
    s: () => onResolve('same_deal'),
    c: () => onResolve('co_sell'),
    d: () => different.mutate({ overlap_id: pair.id, as: 'different', if_version: pair.version }),
  }
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const at = event.currentTarget
    const to =
      event.key === 'ArrowDown' ? at.nextElementSibling : event.key === 'ArrowUp' ? at.previousElementSibling : null
    const run = open && canWork && event.target === at ? say[event.key.toLowerCase() as keyof typeof say] : undefined
    if (event.ctrlKey || event.metaKey || event.altKey || !(run ?? to)) return
    event.preventDefault()
    event.stopPropagation()
    run?.()
    if (to instanceof HTMLElement) to.focus()
  }
  const label = i18n.t('{deal} and {other}', { deal: pair.deal.key, other: pair.other.key })
  return (
    <article aria-label={label} className="panel p-3 md:p-4" data-pair={pair.id} onKeyDown={onKeyDown} tabIndex={0}>
      <div className="grid gap-2 md:grid-cols-2 md:gap-4">
        <Side deal={pair.other} pair={pair} />
        <Side deal={pair.deal} later pair={pair} />
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-3">
        <ul aria-label={i18n.t('Why')} className="flex flex-wrap gap-1.5">
          {pair.reasons.map((reason) => (
            <li
              className={`rounded px-1.5 text-xs ${reason.endsWith('_unknown') ? 'bg-sunken text-mute' : 'bg-risk-soft text-risk'}`}
              key={reason}
            >
              {names[reason]}
            </li>
          ))}
          {pair.reasons.length === 0 && <li className="text-xs text-mute">{i18n.t('said by a person')}</li>}
        </ul>
        {pair.resolution && <Said pair={pair} resolution={pair.resolution} />}
        {open && canWork && (
          <div className="flex flex-wrap gap-2 md:ml-auto">
            {merge && (
              <Button look="quiet" onClick={merge}>
                {i18n.t('One account…')} <kbd aria-hidden="true">A</kbd>
              </Button>
            )}
            <Button disabled={different.isPending} look="quiet" onClick={say.d}>
              {i18n.t('Different')} <kbd aria-hidden="true">D</kbd>
            </Button>
            <Button onClick={say.c}>
              {i18n.t('Co-sell…')} <kbd aria-hidden="true">C</kbd>
            </Button>
            <Button onClick={say.s}>
              {i18n.t('Same deal…')} <kbd aria-hidden="true">S</kbd>
            </Button>
          </div>
        )}
        {!open && canWork && pair.resolution && isUndoable(pair.resolution.undo_until) && (
          <Button className="md:ml-auto" onClick={() => void undoResolution(pair)}>
            {i18n.t('Undo')}
          </Button>
        )}
      </div>
    </article>
  )
}

const isUndoable = (until: string) => Date.parse(until) > Date.now()

function Side({ deal, later = false, pair }: { deal: OverlapDeal; later?: boolean; pair: Overlap }) {
  const { marks } = usePipelines()
  const { today } = useMe().workspace
  const kept = pair.resolution?.kept === deal.id
  const facts = [
    deal.account?.name,
    deal.owner?.name,
    deal.close_date ? shortDay(deal.close_date, today) : null,
    ...deal.products,
  ].filter(Boolean)
  return (
    <div className="min-w-0">
      <p className="flex items-center gap-2 text-xs text-mute">
        <Mark mark={marks.get(deal.pipeline.key)} size="small" />
        <span className="truncate">
          {deal.pipeline.name}: {deal.stage.name}
        </span>
        {later && pair.state === 'open' && <span className="whitespace-nowrap">{i18n.t('opened later')}</span>}
        {kept && (
          <span className="rounded bg-won-soft px-1.5 whitespace-nowrap text-won">
            {pair.state === 'co_sell' ? i18n.t('counted') : i18n.t('lives on')}
          </span>
        )}
      </p>
      <div className="flex items-baseline gap-3">
        <Link
          className="min-w-0 grow truncate font-medium hover:underline"
          params={{ deal: deal.key }}
          title={deal.name}
          to="/deals/$deal"
        >
          {deal.name} <span className="num text-xs font-normal text-mute">{deal.key}</span>
        </Link>
        <Amount className="shrink-0 font-medium" money={deal.amount} />
      </div>
      <p className="truncate text-mute">{facts.join(' · ')}</p>
      <p className="text-xs text-mute">
        {i18n.t(
          '{activities, plural, one {# activity} other {# activities}}, {contacts, plural, one {# contact} other {# contacts}}',
          {
            activities: deal.activities,
            contacts: deal.contacts,
          },
        )}
      </p>
    </div>
  )
}

function Said({ pair, resolution }: { pair: Overlap; resolution: NonNullable<Overlap['resolution']> }) {
  return (
    <p className="text-xs text-mute">
      {i18n.t('{state}, said by {name} {when}', {
        state: stateNames()[pair.state],
        name: resolution.by?.name ?? i18n.t('System'),
        when: ago(resolution.at, new Date().toISOString()),
      })}
      {resolution.note && `: “${resolution.note}”`}
    </p>
  )
}
