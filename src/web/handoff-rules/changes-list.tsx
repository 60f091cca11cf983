import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChangeRow, rowLook } from '../rule-drafts/change-row.tsx'
import { WhoDecides } from '../rule-drafts/who-decides.tsx'
import { PagedList } from '../ui/paged-list.tsx'
import { i18n } from '../words.ts'
import { handoffChangesQuery } from './handoff-rules-data.ts'
import { changesWords } from './handoff-rule-words.ts'

/** Sets of hand-off rules that were proposed, newest first, and what became of each. */
export function ChangesList() {
  const query = useInfiniteQuery(handoffChangesQuery)
  return (
    <section aria-labelledby="handoff-changes" className="grid gap-2">
      <div className="flex items-center gap-3">
        <h2 className="grow font-semibold" id="handoff-changes">
          {i18n.t('Proposed changes')}
        </h2>
        <WhoDecides />
      </div>
      <PagedList
        empty={
          <p className="text-mute">
            {i18n.t('Rules are written as a draft, proposed with what they would change, and published once approved.')}
          </p>
        }
        label={i18n.t('Loading the proposed changes')}
        query={query}
        row={(change) => (
          <Link className={rowLook} params={{ change: change.id }} to="/governance/handoff-changes/$change">
            <ChangeRow change={change} summary={changesWords(change.plan)} />
          </Link>
        )}
      />
    </section>
  )
}
