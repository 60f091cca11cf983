import { Link } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import type { Handoff, HandoffDeal } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { ago } from '../format.ts'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { i18n } from '../words.ts'
import { Due } from './due.tsx'
import { isOpen, stateLooks, stateNames, titleOf } from './handoff-words.ts'
import { useDecision } from './use-decision.tsx'

type Props = { handoff: Handoff; canWork: boolean; now: string }

/** One hand-off: where from, where to, until when. A accepts and R returns it where it has the keyboard. */
export function HandoffCard({ handoff, canWork, now }: Props) {
  const { accept, refuse, buttons, windows } = useDecision(handoff)
  const decides = canWork && isOpen(handoff)
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const at = event.currentTarget
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== at) return
    const to =
      event.key === 'ArrowDown' ? at.nextElementSibling : event.key === 'ArrowUp' ? at.previousElementSibling : null
    const run = decides ? { a: accept, r: refuse }[event.key.toLowerCase()] : undefined
    if (!run && !to) return
    event.preventDefault()
    event.stopPropagation()
    run?.()
    if (to instanceof HTMLElement) to.focus()
  }
  const { state, from, to, account, because, blocked_by, reason, decided_by, created_at } = handoff
  return (
    <article
      aria-label={titleOf(handoff)}
      className="panel p-3 md:p-4"
      data-handoff={handoff.id}
      onKeyDown={onKeyDown}
      tabIndex={0}
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <h2 className="min-w-0 flex-1 basis-60 font-medium">{titleOf(handoff)}</h2>
        <span className={`rounded px-1.5 text-xs whitespace-nowrap ${stateLooks[state]}`}>{stateNames()[state]}</span>
      </div>
      <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">
        {from ? (
          <Side deal={from} />
        ) : (
          <span className="text-mute">{account?.name ?? i18n.t('not for you to see')}</span>
        )}
        <Icon className="size-4 shrink-0 text-mute" name="right" />
        {to.deal ? <Side deal={to.deal} /> : <Place pipeline={to.pipeline} />}
      </p>
      <p className="mt-1 text-mute">
        {because}
        {handoff.rule && ` · ${handoff.rule.name}`}
      </p>
      {blocked_by && state === 'blocked' && <p className="mt-1 text-lost">{blocked_by}</p>}
      {reason && decided_by && (
        <p className="mt-1">{i18n.t('{name}: “{reason}”', { name: decided_by.name, reason })}</p>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-xs text-mute">
        <span>{i18n.t('since {ago}', { ago: ago(created_at, now) })}</span>
        {isOpen(handoff) && <Due handoff={handoff} now={now} />}
        {decides && <div className="text-sm text-ink md:ml-auto">{buttons(true)}</div>}
      </div>
      {windows}
    </article>
  )
}

function Side({ deal }: { deal: HandoffDeal }) {
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-1.5">
      <Place pipeline={deal.pipeline} />
      <Link className="hover:underline" params={{ deal: deal.key }} to="/deals/$deal">
        <span className="num">{deal.key}</span>
      </Link>
      {deal.owner && <span className="text-xs text-mute">{deal.owner.name}</span>}
    </span>
  )
}

function Place({ pipeline }: { pipeline: HandoffDeal['pipeline'] }) {
  const { marks } = usePipelines()
  return (
    <span className="inline-flex items-center gap-1.5">
      <Mark mark={marks.get(pipeline.key)} size="small" />
      {pipeline.name}
    </span>
  )
}
