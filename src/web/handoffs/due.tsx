import type { Handoff } from '../../client/schema.ts'
import { ago, exactMoment } from '../format.ts'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'

/** Until when it is to be accepted. The limit is counted in business hours; its end is a moment like any other. */
export function Due({ handoff: { due_at, overdue }, now }: { handoff: Handoff; now: string }) {
  if (due_at === null) return null
  const moment = exactMoment(due_at)
  return (
    <span
      className={`inline-flex items-center gap-1 ${overdue ? 'font-medium text-lost' : ''}`}
      title={i18n.t('Counted in business hours')}
    >
      <Icon className="size-3.5" name="clock" />
      {overdue
        ? i18n.t('was to be accepted by {moment} ({ago})', { moment, ago: ago(due_at, now) })
        : i18n.t('to be accepted by {moment} ({ago})', { moment, ago: ago(due_at, now) })}
    </span>
  )
}
