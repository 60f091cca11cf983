import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChangeRow, rowLook } from '../rule-drafts/change-row.tsx'
import { WhoDecides } from '../rule-drafts/who-decides.tsx'
import { PagedList } from '../ui/paged-list.tsx'
import { EmptyState } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { routingChangesQuery } from './routing-data.ts'
import { summaryOf } from './routing-words.ts'

/** Sets of rules that were proposed, newest first, and what became of each. */
export function RoutingChangesTab() {
  const query = useInfiniteQuery(routingChangesQuery)
  return (
    <div className="grid grid-cols-1 gap-4">
      <header className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 grow basis-60 text-mute">
          {i18n.t('A set of rules is published as a whole, once those who decide have agreed.')}
        </p>
        <WhoDecides />
      </header>
      <PagedList
        empty={
          <EmptyState
            action={
              <Link className="text-accent underline" params={{ tab: 'rules' }} to="/routing/$tab">
                {i18n.t('Go to the rules')}
              </Link>
            }
            title={i18n.t('Nothing was proposed yet')}
          >
            {i18n.t('Rules are written as a draft, proposed with what they would change, and published once approved.')}
          </EmptyState>
        }
        label={i18n.t('Loading the proposed changes')}
        query={query}
        row={(change) => (
          <Link className={rowLook} params={{ change: change.id }} to="/routing/changes/$change">
            <ChangeRow change={change} summary={summaryOf(change.plan)} />
          </Link>
        )}
      />
    </div>
  )
}
