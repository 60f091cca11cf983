import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RoutingVersion } from '../../client/schema.ts'
import { exactMoment } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { Goes } from './goes.tsx'
import { useNames, versionsQuery } from './routing-data.ts'

/** Every set of rules that was published, the newest first; a deal names the one that it was routed by. */
export function VersionsTab() {
  const query = useInfiniteQuery(versionsQuery)
  const versions = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <div className="grid grid-cols-1 gap-3">
      {query.isPending && (
        <Loading label={i18n.t('Loading the versions')}>
          <Skeleton className="h-60" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && versions.length === 0 && (
        <EmptyState title={i18n.t('No rule was published yet')}>
          {i18n.t('Each set of rules that is published stays readable here, with who published it and when.')}
        </EmptyState>
      )}
      {versions.map((version, at) => (
        <Version key={version.version} open={at === 0} version={version} />
      ))}
      {query.hasNextPage && (
        <Button
          className="justify-self-center"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {i18n.t('Older ones')}
        </Button>
      )}
    </div>
  )
}

function Version({ version: one, open }: { version: RoutingVersion; open: boolean }) {
  const names = useNames()
  return (
    <details className="panel p-4" data-version={one.version} open={open}>
      <summary className="cursor-pointer">
        <span className="font-medium">{i18n.t('Version {version}', { version: one.version })}</span>{' '}
        <span className="text-mute">
          {i18n.t('published by {name} on {when}', {
            name: one.published_by.name,
            when: exactMoment(one.published_at),
          })}
          {' · '}
          {i18n.t('{count, plural, one {# rule} other {# rules}}', { count: one.rules.length })}
        </span>
      </summary>
      <ol className="mt-2 divide-y divide-line">
        {one.rules.map((rule, at) => (
          <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-2 py-2" key={rule.key}>
            <span className="num text-right text-mute">{at + 1}</span>
            <div className="min-w-0">
              <p className="font-medium wrap-anywhere">{rule.name}</p>
              <p className="font-mono text-xs wrap-anywhere">{rule.when}</p>
              <Goes names={names} to={rule} />
            </div>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-x-3 border-t border-line pt-2">
        <span className="font-medium">{i18n.t('Otherwise')}</span>
        {one.fallback ? (
          <Goes names={names} to={one.fallback} />
        ) : (
          <span className="text-mute">{i18n.t('waits for a person')}</span>
        )}
        <Link
          className="text-accent hover:underline md:ml-auto"
          params={{ change: one.change_id }}
          to="/routing/changes/$change"
        >
          {i18n.t('Why it changed')}
        </Link>
      </div>
    </details>
  )
}
