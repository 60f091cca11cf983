import { useMe, usePipelines } from '../data.ts'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { BoardHead } from './board-head.tsx'
import { BoardSkeleton } from './board-skeleton.tsx'
import { DealCard } from './deal-card.tsx'
import { Column } from './column.tsx'
import { useUnionBoard } from './use-union-board.ts'

/** Every pipeline side by side by phase. For reading: a phase is no place that a deal can be moved to. */
export function AllBoard({ as_of }: { as_of: string | undefined }) {
  const { marks, byKey } = usePipelines()
  const canWork = useMe().access.includes('deals:work') && as_of === undefined
  const { query, loadMore } = useUnionBoard(as_of)
  const now = as_of ?? new Date(query.dataUpdatedAt || Date.now()).toISOString()
  const empty = query.data?.stages.every((column) => column.count === 0)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <BoardHead canWork={canWork} current="all" suspected={query.data?.suspected} />
      <p className="px-4 pb-2 text-mute md:px-5">
        {i18n.t('A phase is shared by all pipelines. To move a deal, open its own board.')}
      </p>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <BoardSkeleton stages={4} />}
      {empty && <EmptyState title={i18n.t('No open deals in any pipeline')} />}
      {query.data && !empty && (
        <div className="flex min-h-0 grow gap-3 overflow-x-auto px-4 pb-3 md:px-5">
          {query.data.stages.map((column) => (
            <Column
              card={(deal, index) => (
                <DealCard
                  badge
                  past={as_of !== undefined}
                  deal={deal}
                  mark={marks.get(deal.pipeline)}
                  movable={false}
                  now={now}
                  place={byKey.get(deal.pipeline)?.stages.find(({ key }) => key === deal.stage)?.name}
                  tabStop={index === 0}
                />
              )}
              column={column}
              key={column.key}
              onMore={(cursor) => loadMore(column.key, cursor)}
            />
          ))}
        </div>
      )}
    </div>
  )
}
