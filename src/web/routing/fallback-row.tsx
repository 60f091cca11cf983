import type { RoutingFallback, RoutingReplay } from '../../client/schema.ts'
import { wholeNumber } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { Goes } from './goes.tsx'
import type { Names } from './routing-data.ts'

type Props = {
  fallback: RoutingFallback | null
  names: Names
  mayEdit: boolean
  changed: boolean
  findings: readonly string[]
  replay: RoutingReplay | undefined
  taken: boolean
  onEdit: () => void
}

/** Where a deal goes that no rule takes. */
export function FallbackRow({ fallback, names, mayEdit, changed, findings, replay, taken, onEdit }: Props) {
  const left = fallback ? replay?.fallback : replay?.unrouted
  return (
    <div
      className={`grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-2 border-t border-line p-3 md:px-4 ${taken ? 'bg-accent-soft' : 'bg-sunken/50'}`}
      data-fallback
    >
      <span />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{i18n.t('Otherwise')}</span>
          {changed && <span className="rounded bg-accent-soft px-1.5 text-xs text-accent">{i18n.t('changed')}</span>}
        </p>
        {fallback ? (
          <Goes className="mt-1" names={names} to={fallback} />
        ) : (
          <p className="mt-1 text-mute">
            {i18n.t('No fallback: it waits among the incoming deals until a person places it.')}
          </p>
        )}
        {left !== undefined && (
          <p className="num mt-0.5 text-xs text-mute">
            {i18n.t('{deals} in the replay', { deals: wholeNumber(left) })}
          </p>
        )}
        {taken && <p className="mt-1 text-xs font-medium">{i18n.t('No rule holds for the deal on the bench.')}</p>}
        {findings.map((message) => (
          <p className="mt-1 flex gap-1.5 text-risk" data-finding key={message}>
            <Icon className="mt-0.5 size-4 shrink-0" name="warn" />
            {message}
          </p>
        ))}
      </div>
      {mayEdit && (
        <Button aria-label={i18n.t('Edit the fallback')} className="px-2 self-start" look="quiet" onClick={onEdit}>
          <Icon name="edit" />
        </Button>
      )}
    </div>
  )
}
