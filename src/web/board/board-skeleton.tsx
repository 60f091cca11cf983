import { Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'

/** Columns in their final geometry while the board is on its way. */
export function BoardSkeleton({ stages }: { stages: number }) {
  return (
    <Loading label={i18n.t('Loading the board')}>
      <div className="flex gap-3 px-5">
        {Array.from({ length: Math.min(4, stages) }, (_, index) => (
          <div className="grid min-w-56 flex-1 content-start gap-2 rounded-xl border border-line p-2" key={index}>
            <Skeleton className="h-12" />
            <Skeleton className="h-26" />
            <Skeleton className="h-26" />
            <Skeleton className="h-26" />
          </div>
        ))}
      </div>
    </Loading>
  )
}
