import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ChangeSummary } from '../../client/schema.ts'
import { useMoment, usePipelines } from '../data.ts'
import { findingsQuery, reviewsQuery } from '../governance/governance-data.ts'
import { dueWords, lifecycleNames } from '../governance/governance-words.ts'
import { kindName } from '../names.ts'
import { Amount } from '../ui/amount.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import type { Pipeline, PipelineTotal } from '../wire.ts'
import { i18n } from '../words.ts'
import { stateNames } from '../changes/change-words.ts'

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
        <Review pipeline={key} />
        {mayDesign && <Health pipeline={key} />}
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

/** When it is to be reviewed by its rhythm and the last review; a date that has passed is a risk. */
function Review({ pipeline }: { pipeline: string }) {
  const { now } = useMoment()
  const state = useQuery(reviewsQuery).data?.find((one) => one.pipeline.key === pipeline)
  if (!state) return null
  const late = state.days_late !== null && state.days_late > 0
  return (
    <Link
      className={`flex items-center gap-1 text-xs hover:underline ${late ? 'text-risk' : 'num text-mute'}`}
      params={{ pipeline }}
      to="/governance/reviews/$pipeline"
    >
      {late && <Icon className="size-3.5 shrink-0" name="warn" />}
      {dueWords(state, now)}
    </Link>
  )
}

/** What the linter finds in its design, the weightiest of it named. */
function Health({ pipeline }: { pipeline: string }) {
  const { data } = useQuery(findingsQuery(pipeline))
  if (!data) return null
  const weighty = data.data.filter(({ severity }) => severity !== 'advice')
  const [first] = weighty
  if (!first)
    return (
      <span className="flex items-center gap-1 text-xs text-mute">
        <Icon className="size-3.5 shrink-0 text-won" name="check" />
        {i18n.t('well designed')}
      </span>
    )
  return (
    <Link
      className="flex items-center gap-1 text-xs text-risk hover:underline"
      params={{ pipeline }}
      title={first.message}
      to="/governance/reviews/$pipeline"
    >
      <Icon className="size-3.5 shrink-0" name="warn" />
      {i18n.t('{n, plural, one {# finding} other {# findings}}', { n: weighty.length })}
    </Link>
  )
}
