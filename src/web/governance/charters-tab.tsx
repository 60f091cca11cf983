import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { client } from '../api.ts'
import { useMe, usePipelines } from '../data.ts'
import { percent, shortDay, wholeNumber } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { EmptyState } from '../ui/states.tsx'
import { say } from '../ui/toast.ts'
import { remember } from '../undo.ts'
import { i18n } from '../words.ts'
import { LifeQuestions } from './life-questions.tsx'
import { refreshGovernance, type Upkeep, upkeepQuery } from './governance-data.ts'
import { candidateNames, dueLook, dueWords, lifecycleNames } from './governance-words.ts'

const PolicyDialog = lazy(() => import('./policy-dialog.tsx').then((m) => ({ default: m.PolicyDialog })))

/** Every pipeline with the reason for which it is one of its own, what it costs, and whether it still earns that. */
export function ChartersTab() {
  const { data } = useSuspenseQuery(upkeepQuery)
  if (data.length === 0)
    return (
      <EmptyState title={i18n.t('There is no pipeline yet')}>
        {i18n.t('Each pipeline says in its charter why it exists; that is read and reviewed here.')}
      </EmptyState>
    )
  return (
    <ul className="grid gap-3">
      {data.map((one) => (
        <Charter key={one.pipeline.id} of={one} />
      ))}
    </ul>
  )
}

function Charter({ of }: { of: Upkeep }) {
  const { marks } = usePipelines()
  const now = new Date().toISOString()
  const { pipeline, lifecycle, owner, reason_to_be_separate, candidates, review_due_on, review_days_late } = of
  const due = { due_on: review_due_on, days_late: review_days_late }
  return (
    <li aria-labelledby={`charter-${pipeline.key}`} className="panel min-w-0 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Mark mark={marks.get(pipeline.key)} size="small" />
        <h2 className="text-[15px] font-semibold" id={`charter-${pipeline.key}`}>
          <Link className="hover:underline" params={{ pipeline: pipeline.key }} to="/governance/reviews/$pipeline">
            {pipeline.name}
          </Link>
        </h2>
        {lifecycle !== 'active' && (
          <span className="rounded-full bg-sunken px-2 py-0.5 text-xs text-mute">{lifecycleNames()[lifecycle]}</span>
        )}
        <span className={`rounded-full px-2 py-0.5 text-xs ${dueLook(review_days_late)}`}>{dueWords(due, now)}</span>
        <span className="ml-auto flex flex-wrap gap-2">
          <WhoDecides pipeline={pipeline} />
          <Lifecycle of={of} />
        </span>
      </div>
      <p className="mt-2">{reason_to_be_separate}</p>
      <p className="text-mute">{i18n.t('Owner: {owner}', { owner })}</p>
      <LifeQuestions pipeline={pipeline} />
      <Cost of={of} now={now} />
      {candidates.map((candidate) => (
        <p className="mt-2 flex items-start gap-2 rounded-md bg-risk-soft px-3 py-2" key={candidate.what}>
          <Icon className="mt-0.5 size-4 shrink-0 text-risk" name="warn" />
          <span>
            <strong className="font-medium text-risk">{candidateNames()[candidate.what]}</strong> {candidate.why}{' '}
            {candidate.difference && candidate.difference.estimate !== null && <Difference of={candidate.difference} />}
          </span>
        </p>
      ))}
    </li>
  )
}

function Difference({ of: { low, high } }: { of: { low: number; high: number } }) {
  const between = { low: percent(low), high: percent(high) }
  return (
    <span className="text-mute">
      {low <= 0 && high >= 0
        ? i18n.t('Their win rates may be the same (difference between {low} and {high}).', between)
        : i18n.t('Their win rates differ by {low} to {high}.', between)}
    </span>
  )
}

function Cost({ of, now }: { of: Upkeep; now: string }) {
  const facts: [string, string][] = [
    [i18n.t('Open deals'), wholeNumber(of.open_deals)],
    [i18n.t('Begun in a year'), wholeNumber(of.begun)],
    [i18n.t('Won · lost, a year'), `${wholeNumber(of.won)} · ${wholeNumber(of.lost)}`],
    [i18n.t('Owners of open deals'), wholeNumber(of.owners)],
    [i18n.t('Stages'), wholeNumber(of.stages)],
    [i18n.t('Criteria'), wholeNumber(of.criteria)],
    [i18n.t('Fields'), wholeNumber(of.fields)],
    [i18n.t('Version'), `${of.definition.version}, ${shortDay(of.changed_at, now)}`],
  ]
  return (
    <dl className="mt-3 grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-4 xl:grid-cols-8">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="text-xs text-mute">{label}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type Next = 'active' | 'sunset' | 'archived'

/** The way on and the way back; what stands in it, the server says. */
function Lifecycle({ of: { pipeline, lifecycle } }: { of: Upkeep }) {
  const { access } = useMe()
  const set = useMutation({
    mutationFn: (to: Next) => client.pipelines.update({ pipeline: pipeline.key, lifecycle: to }),
    onError: (error) => say({ title: sentenceOf(error), tone: 'bad' }),
    onSuccess: ({ approval_id }, to) => {
      if (approval_id !== null) return say({ title: i18n.t('Others decide on it; they are asked') })
      const said = i18n.t('{pipeline} is now: {state}', { pipeline: pipeline.name, state: lifecycleNames()[to] })
      say({ title: said })
      // Only the step that has a way straight back.
      if (lifecycle !== 'draft' && !(lifecycle === 'active' && to === 'archived'))
        remember(said, () => set.mutate(lifecycle))
    },
    onSettled: refreshGovernance,
  })
  if (!access.includes('pipelines:configure')) return null
  const ways: Record<Upkeep['lifecycle'], [Next, string][]> = {
    draft: [['active', i18n.t('Activate')]],
    active: [['sunset', i18n.t('Take no new deals')]],
    sunset: [
      ['active', i18n.t('Take new deals again')],
      ['archived', i18n.t('Archive')],
    ],
    archived: [['sunset', i18n.t('Bring back')]],
  }
  return (
    <>
      {ways[lifecycle].map(([to, label]) => (
        <Button
          aria-label={i18n.t('{pipeline}: {action}', { pipeline: pipeline.name, action: label })}
          disabled={set.isPending}
          key={to}
          onClick={() => set.mutate(to)}
          size="small"
        >
          {label}
        </Button>
      ))}
    </>
  )
}

function WhoDecides({ pipeline }: { pipeline: Upkeep['pipeline'] }) {
  const { access } = useMe()
  const [open, setOpen] = useState(false)
  if (!access.includes('rights:administer')) return null
  return (
    <>
      <Button
        aria-label={i18n.t('{pipeline}: {action}', { pipeline: pipeline.name, action: i18n.t('Who decides') })}
        onClick={() => setOpen(true)}
        size="small"
      >
        {i18n.t('Who decides')}
      </Button>
      <Suspense>{open && <PolicyDialog onClose={() => setOpen(false)} pipeline={pipeline} />}</Suspense>
    </>
  )
}
