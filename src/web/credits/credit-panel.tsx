import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { CreditParty, Credits, CreditShare } from '../../client/schema.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { exactMoney, exactPercent, shortDay } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ErrorState } from '../ui/states.tsx'
import type { DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'
import { whole } from './shares.ts'

const CreditDialog = lazy(() => import('./credit-dialog.tsx').then((m) => ({ default: m.CreditDialog })))

/** Who is credited with a deal: its money in shares, those who helped apart from it, and who brought it or had a part. */
export function CreditPanel({ deal, canWork }: { deal: DealDetail; canWork: boolean }) {
  const [editing, edit] = useState(false)
  const query = useQuery({
    queryKey: ['credits', deal.id, deal.version],
    queryFn: () => client.credits.get({ deal_id: deal.id }),
    placeholderData: (old: Credits | undefined) => (old?.deal_id === deal.id ? old : undefined),
  })
  const credits = query.data
  return (
    <section className="panel p-4" data-credits>
      <div className="flex items-center gap-2">
        <h2 className="grow text-[15px] font-semibold">{i18n.t('Credit')}</h2>
        {canWork && credits && (
          <Button aria-label={i18n.t('Edit who is credited')} onClick={() => edit(true)} size="small">
            <Icon className="size-3.5" name="edit" />
            {i18n.t('Edit')}
          </Button>
        )}
      </div>
      {query.isError && !credits && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {credits && <Said credits={credits} deal={deal} />}
      <Suspense>
        {editing && credits && <CreditDialog credits={credits} deal={deal} onClose={() => edit(false)} />}
      </Suspense>
    </section>
  )
}

function Said({ credits, deal }: { credits: Credits; deal: DealDetail }) {
  const { revenue, overlay, sourced, influenced } = credits
  return (
    <div className="mt-1 grid gap-2">
      <Part title={i18n.t('Revenue, together all of it')}>
        {revenue.length === 0 && <p className="text-mute">{i18n.t('Nobody: the deal has no owner.')}</p>}
        {revenue.map((share) => (
          <ShareRow deal={deal} key={share.person.id} share={share} />
        ))}
      </Part>
      {overlay.length > 0 && (
        <Part
          title={i18n.t('Overlay, {sum} of at most 100 %, beside the money', {
            sum: exactPercent(overlay.reduce((sum, { share }) => sum + share, 0) / whole),
          })}
        >
          {overlay.map((share) => (
            <ShareRow deal={deal} key={share.person.id} share={share} />
          ))}
        </Part>
      )}
      {sourced && (
        <Part title={i18n.t('Brought by')}>
          <PartyRow deal={deal} party={sourced} />
        </Part>
      )}
      {influenced.length > 0 && (
        <Part title={i18n.t('Had a part in it, without a share')}>
          {influenced.map((party) => (
            <PartyRow deal={deal} key={party.person?.id ?? party.partner?.id} party={party} />
          ))}
        </Part>
      )}
    </div>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <h3 className="text-xs font-medium text-mute">{title}</h3>
    <ul>{children}</ul>
  </div>
)

function ShareRow({ share: { person, share, amount, ...said }, deal }: { share: CreditShare; deal: DealDetail }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 py-0.5">
      <span className="min-w-0 grow">
        {person.name} <Since deal={deal} {...said} />
      </span>
      <span className="num">{exactPercent(share / whole)}</span>
      {amount && <span className="num text-mute">{exactMoney(amount)}</span>}
    </li>
  )
}

function PartyRow({ party: { person, partner, ...said }, deal }: { party: CreditParty; deal: DealDetail }) {
  return (
    <li className="py-0.5">
      {person?.name}
      {partner && (
        <Link className="hover:underline" params={{ account: partner.id }} to="/accounts/$account">
          {partner.name}
        </Link>
      )}{' '}
      <Since deal={deal} {...said} />
    </li>
  )
}

/** Since when, and the event that says so, for whoever may read the audit. */
function Since({ event_id, since, deal }: { event_id: string | null; since: string; deal: DealDetail }) {
  const mayRead = useMe().access.includes('audit:read')
  if (event_id === null) return <span className="text-xs text-mute">{i18n.t('as its owner')}</span>
  const day = i18n.t('since {day}', { day: shortDay(since, new Date().toISOString()) })
  if (!mayRead) return <span className="text-xs text-mute">{day}</span>
  return (
    <Link
      className="text-xs text-accent underline"
      params={{ section: 'audit' }}
      search={{ subject: deal.key, event: event_id }}
      to="/settings/$section"
    >
      {day}
    </Link>
  )
}
