import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { client } from '../api.ts'
import { exactMoment } from '../format.ts'
import { i18n } from '../words.ts'

/** Why a deal began in the pipeline where it did: the rule, the person, or whoever named it. */
export function WhyHerePanel({ deal_id }: { deal_id: string }) {
  const { data } = useQuery({
    queryKey: ['deal-routing', deal_id],
    queryFn: () => client.deal_routing.get({ deal_id }),
    // Where it began never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!data) return null
  const byRules = data.decided_by === 'rule' || data.decided_by === 'fallback'
  return (
    <section className="panel p-4" data-why-here>
      <h2 className="text-[15px] font-semibold">{i18n.t('Why here')}</h2>
      <p className="wrap-anywhere">{data.sentence}</p>
      <p className="text-xs text-mute">
        {data.decided_at !== null && exactMoment(data.decided_at)}
        {byRules && (
          <>
            {' · '}
            <Link className="text-accent hover:underline" params={{ tab: 'versions' }} to="/routing/$tab">
              {i18n.t('The rules of that day')}
            </Link>
          </>
        )}
      </p>
    </section>
  )
}
