import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { api } from '../api.ts'
import { stateNames } from '../changes/change-words.ts'
import { useMe } from '../data.ts'
import { days, exactMoment, exactMoney, percent, shortDay, wholeNumber } from '../format.ts'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { FindingsList } from './findings-list.tsx'
import {
  changesOfQuery,
  charterQuery,
  findingsQuery,
  type Review,
  reviewsOfQuery,
  reviewsQuery,
} from './governance-data.ts'
import { dueLook, dueWords } from './governance-words.ts'
import { HoldReview } from './hold-review.tsx'

/** What a meeting about a pipeline needs on one page: its charter, figures, findings, and what was decided before. */
export function ReviewPage() {
  const { pipeline: key = '' } = useParams({ strict: false })
  const { access } = useMe()
  const pipeline = useQuery(charterQuery(key))
  const state = useQuery(reviewsQuery).data?.find((one) => one.pipeline.key === key)
  const held = useQuery(reviewsOfQuery(key))
  if (pipeline.isError) return <ErrorState error={pipeline.error} onRetry={() => void pipeline.refetch()} />
  if (!pipeline.data)
    return (
      <Loading label={i18n.t('Reading the pipeline')}>
        <Skeleton className="m-5 h-60" />
      </Loading>
    )
  const now = new Date().toISOString()
  return (
    <div className="mx-auto grid max-w-[1300px] grid-cols-1 gap-4 p-3 md:p-5 xl:grid-cols-[1fr_26rem]">
      <header className="flex flex-wrap items-center gap-3 xl:col-span-2">
        <h1 className="text-lg font-semibold">{i18n.t('Review of {pipeline}', { pipeline: pipeline.data.name })}</h1>
        {state && (
          <span className={`rounded-full px-2 py-0.5 text-xs ${dueLook(state.days_late)}`}>{dueWords(state, now)}</span>
        )}
      </header>
      <div className="grid min-w-0 content-start gap-4">
        <Figures pipeline={key} />
        <Findings pipeline={key} />
        <ChangedSince pipeline={key} since={held.data?.[0]?.held_at ?? null} />
      </div>
      <div className="grid min-w-0 content-start gap-4">
        {access.includes('pipelines:configure') && <HoldReview pipeline={pipeline.data} />}
        <CharterPanel of={pipeline.data} />
        <Held reviews={held.data ?? []} />
      </div>
    </div>
  )
}

function Figures({ pipeline }: { pipeline: string }) {
  const totals = useQuery({ queryKey: ['totals', 'review'], queryFn: () => api.totals({}) })
  const own = totals.data?.data.find((one) => one.pipeline.key === pipeline)
  if (!own) return totals.isPending ? <Skeleton className="h-28" /> : null
  const { win_rate } = own
  const facts: [string, string][] = [
    [i18n.t('Open deals'), wholeNumber(own.count)],
    [i18n.t('Open value'), exactMoney(own.open)],
    [i18n.t('Weighted value'), own.weighted ? exactMoney(own.weighted) : i18n.t('not enough data')],
    [
      i18n.t('Win rate'),
      win_rate && win_rate.share !== null
        ? i18n.t('{share} of {n} closed in {days} days', {
            share: percent(win_rate.share),
            n: win_rate.closed,
            days: win_rate.days,
          })
        : i18n.t('nothing closed yet'),
    ],
    [i18n.t('Usual cycle'), own.usual_cycle_days === null ? '–' : days(own.usual_cycle_days)],
  ]
  return (
    <section className="panel p-4">
      <h2 className="text-[15px] font-semibold">{i18n.t('Figures')}</h2>
      <dl className="mt-2 grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-3">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt className="text-xs text-mute">{label}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Findings({ pipeline }: { pipeline: string }) {
  const findings = useQuery(findingsQuery(pipeline))
  return (
    <section aria-labelledby="findings" className="panel p-4">
      <h2 className="text-[15px] font-semibold" id="findings">
        {i18n.t('Findings')}
      </h2>
      {findings.isPending && (
        <Loading label={i18n.t('Looking at its deals')}>
          <Skeleton className="mt-2 h-32" />
        </Loading>
      )}
      {findings.isError && <ErrorState error={findings.error} onRetry={() => void findings.refetch()} />}
      {findings.data && <FindingsList findings={findings.data.data} n_deals={findings.data.n_deals} />}
    </section>
  )
}

/** What became of it since it was looked at last, and what is proposed: the meeting begins with that. */
function ChangedSince({ pipeline, since }: { pipeline: string; since: string | null }) {
  const changes = useQuery(changesOfQuery(pipeline))
  const now = new Date().toISOString()
  const shown = changes.data?.filter(
    ({ published_at, state }) => state === 'open' || state === 'approved' || (published_at ?? '') > (since ?? ''),
  )
  return (
    <section className="panel p-4">
      <h2 className="text-[15px] font-semibold">
        {since === null ? i18n.t('Changes so far') : i18n.t('Changes since {day}', { day: shortDay(since, now) })}
      </h2>
      {changes.isError && <ErrorState error={changes.error} onRetry={() => void changes.refetch()} />}
      {changes.isPending && <Skeleton className="mt-2 h-12" />}
      {shown?.length === 0 && <p className="text-mute">{i18n.t('None, and none is proposed.')}</p>}
      <ul className="divide-y divide-line">
        {shown?.map(({ id, key, title, state, published_at }) => (
          <li className="flex flex-wrap items-baseline gap-x-3 py-2" key={id}>
            <Link
              className="min-w-0 grow text-accent wrap-anywhere hover:underline"
              params={{ change: id }}
              to="/governance/changes/$change"
            >
              <span className="num">{key}</span> {title}
            </Link>
            <span className="text-xs text-mute">
              {published_at === null
                ? stateNames()[state]
                : i18n.t('published {day}', { day: shortDay(published_at, now) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function CharterPanel({ of: { charter, definition } }: { of: Pipeline }) {
  const facts: [string, string][] = [
    [i18n.t('Why it is separate'), charter.reason_to_be_separate],
    [i18n.t('Motion'), charter.motion],
    [i18n.t('Buyer'), charter.buyer],
    [i18n.t('What comes in'), charter.entry_rule],
    [i18n.t('Won means'), charter.won_means],
    [i18n.t('Lost means'), charter.lost_means],
    [i18n.t('Owner'), charter.owner],
  ]
  return (
    <section className="panel p-4">
      <h2 className="text-[15px] font-semibold">
        {i18n.t('Charter, version {version}', { version: definition.version })}
      </h2>
      <dl className="mt-2 grid gap-2">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt className="text-xs text-mute">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Held({ reviews }: { reviews: Review[] }) {
  return (
    <section className="panel p-4">
      <h2 className="text-[15px] font-semibold">{i18n.t('Reviews before')}</h2>
      {reviews.length === 0 && <p className="text-mute">{i18n.t('None was held yet.')}</p>}
      <ul className="divide-y divide-line">
        {reviews.map(({ id, held_at, held_by, notes, decisions }) => (
          <li className="py-2" key={id}>
            <p className="text-xs text-mute">
              {held_by.name}, {exactMoment(held_at)}
            </p>
            <p className="whitespace-pre-line">{notes}</p>
            <ul className="list-disc pl-5">
              {decisions.map((decision) => (
                <li key={decision}>{decision}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
