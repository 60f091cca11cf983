import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ChangeSummary } from '../../client/schema.ts'
import { useMoment, usePipelines } from '../data.ts'
import { daysBetween, shortDay, wholeNumber } from '../format.ts'
import { kindName } from '../names.ts'
import { Amount } from '../ui/amount.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import type { Pipeline, PipelineTotal } from '../wire.ts'
import { i18n } from '../words.ts'
import { lifecycleNames, stateNames } from '../changes/change-words.ts'

type Props = { pipeline: Pipeline; total: PipelineTotal | undefined; changes: ChangeSummary[]; mayDesign: boolean }

const action = 'inline-flex h-8 items-center rounded-md border border-line bg-panel px-3 hover:bg-sunken'

export function PipelineRow({ pipeline, total, changes, mayDesign }: Props) {
  const { key, name, lifecycle, charter, definition, stages } = pipeline
  const mark = usePipelines().marks.get(key)
  const params = { pipeline: key }
  return (
    <li className="grid gap-x-4 gap-y-3 p-4 md:grid-cols-2 lg:grid-cols-[minmax(0,2.2fr)_minmax(0,1fr)_minmax(0,1.3fr)_minmax(0,1.6fr)_auto] lg:items-center">
      <div className="min-w-0">
        <h2 className="flex items-center gap-2 text-[15px] font-semibold">
          <Mark mark={mark} size="small" />
          <span className="truncate">{name}</span>
          {lifecycle !== 'active' && (
            <span className="rounded bg-sunken px-1.5 py-0.5 text-xs font-medium text-mute">
              {lifecycleNames()[lifecycle]}
            </span>
          )}
        </h2>
        <p className="line-clamp-2 text-mute">{charter.motion}</p>
        <p className="num text-xs text-mute">
          {i18n.t('Version {version} · {stages, plural, one {# stage} other {# stages}} · {kind}', {
            version: definition.version,
            stages: stages.length,
            kind: kindName(pipeline.revenue_kind),
          })}
        </p>
      </div>
      <Figure label={i18n.t('Open')}>
        <Link className="hover:underline" search={{ pipeline: key, outcome: 'open' }} to="/deals">
          <span className="num">
            {i18n.t('{count, plural, one {# deal} other {# deals}}', { count: total?.count ?? 0 })}
          </span>
          {total && total.count > 0 && (
            <>
              {' · '}
              <Amount money={total.open} />
            </>
          )}
        </Link>
      </Figure>
      <Figure label={i18n.t('Owner')}>
        <span className="block truncate" title={charter.owner}>
          {charter.owner}
        </span>
        <Review charter={charter} />
      </Figure>
      <Figure label={i18n.t('Proposed')}>
        {changes.length === 0 && <span className="text-mute">{i18n.t('Nothing')}</span>}
        {changes.map((change) => (
          <Link
            className="block truncate text-accent hover:underline"
            key={change.id}
            params={{ change: change.id }}
            title={change.title}
            to="/governance/changes/$change"
          >
            <span className="num">{change.key}</span> {stateNames()[change.state]}
          </Link>
        ))}
      </Figure>
      <div className="flex flex-wrap gap-2 md:justify-self-end">
        <Link className={action} params={params} to="/board/$pipeline">
          {i18n.t('Board')}
        </Link>
        <Link
          aria-label={mayDesign ? i18n.t('Design {name}', { name }) : i18n.t('Look at the design of {name}', { name })}
          className={action}
          params={params}
          to="/pipelines/$pipeline/design"
        >
          {i18n.t('Design')}
        </Link>
      </div>
    </li>
  )
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="text-xs text-mute">{label}</h3>
      {children}
    </div>
  )
}

/** When the charter is to be looked at again; a date that has passed is a risk. */
function Review({ charter }: Pick<Pipeline, 'charter'>) {
  const { now } = useMoment()
  const { review_on, review_every_days } = charter
  if (review_on !== undefined && daysBetween(now, review_on) < 0)
    return (
      <span className="flex items-center gap-1 text-xs text-risk">
        <Icon className="size-3.5 shrink-0" name="warn" />
        {i18n.t('Review was due {day}', { day: shortDay(review_on, now) })}
      </span>
    )
  return (
    <span className="num block text-xs text-mute">
      {review_on === undefined
        ? i18n.t('Reviewed every {days} days', { days: wholeNumber(review_every_days ?? 0) })
        : i18n.t('Review on {day}', { day: shortDay(review_on, now) })}
    </span>
  )
}
