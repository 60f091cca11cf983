import type { RoutingFallback } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { i18n } from '../words.ts'
import type { Names } from './routing-data.ts'
import { ownerWords, placeWords, turnNames } from './routing-words.ts'

/** Where a rule sends a deal, and whose it becomes. */
export function Goes({ to, names, className = '' }: { to: RoutingFallback; names: Names; className?: string }) {
  const { byKey, marks } = usePipelines()
  return (
    <p className={`flex flex-wrap items-center gap-x-2 gap-y-0.5 ${className}`}>
      <Icon className="size-4 shrink-0 text-mute" name="move" />
      <Mark mark={marks.get(to.pipeline)} size="small" />
      <span>{placeWords(to, byKey)}</span>
      <span className="text-mute" title={turnNames(to.owner, names)}>
        {i18n.t('owner: {whose}', { whose: ownerWords(to.owner, names) })}
      </span>
    </p>
  )
}
