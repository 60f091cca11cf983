import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Handoff } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import type { DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'
import { Due } from './due.tsx'
import { isOpen, stateLooks, stateNames } from './handoff-words.ts'
import { handoffsOfQuery } from './handoffs-data.ts'

type Props = { deal: DealDetail; canWork: boolean; now: string; onOpen: () => void }

/** What follows a deal in other pipelines, with what became of it, and the way to open more. */
export function FollowsPanel({ deal, canWork, now, onOpen }: Props) {
  const { data } = useQuery(handoffsOfQuery(deal.id))
  const list = (data ?? []).filter(({ from }) => from?.id === deal.id)
  return (
    <section className="panel p-4" data-follows>
      <h2 className="text-[15px] font-semibold">{i18n.t('What follows')}</h2>
      {data && list.length === 0 && (
        <p className="text-mute">{i18n.t('Nothing was opened from this deal in another pipeline.')}</p>
      )}
      <ul className="divide-y divide-line">
        {list.map((handoff) => (
          <Row handoff={handoff} key={handoff.id} now={now} />
        ))}
      </ul>
      {canWork && deal.outcome !== 'void' && (
        <Button className="mt-2" onClick={onOpen}>
          <Icon name="move" />
          {i18n.t('Open follow-on deal')} <kbd aria-hidden="true">H</kbd>
        </Button>
      )}
    </section>
  )
}

function Row({ handoff, now }: { handoff: Handoff; now: string }) {
  const { marks } = usePipelines()
  const { state, to, reason, blocked_by, decided_by } = handoff
  return (
    <li className="py-2">
      <p className="flex items-center gap-2">
        <Mark mark={marks.get(to.pipeline.key)} size="small" />
        {to.deal ? (
          <Link className="min-w-0 grow truncate hover:underline" params={{ deal: to.deal.key }} to="/deals/$deal">
            {to.deal.name} <span className="num text-xs text-mute">{to.deal.key}</span>
          </Link>
        ) : (
          <span className="min-w-0 grow truncate">{to.pipeline.name}</span>
        )}
        <span className={`rounded px-1.5 text-xs whitespace-nowrap ${stateLooks[state]}`}>{stateNames()[state]}</span>
      </p>
      <p className="flex flex-wrap gap-x-2 text-xs text-mute">
        <span>{handoff.rule?.name ?? handoff.because}</span>
        {isOpen(handoff) && <Due handoff={handoff} now={now} />}
        {blocked_by && state === 'blocked' && <span className="text-lost">{blocked_by}</span>}
        {reason && (
          <span>{decided_by ? i18n.t('{name}: “{reason}”', { name: decided_by.name, reason }) : `“${reason}”`}</span>
        )}
      </p>
    </li>
  )
}
