import { useNavigate } from '@tanstack/react-router'
import { Waterfall } from '../charts/waterfall.tsx'
import { useMe } from '../data.ts'
import { compactMoney, exactMoment, wholeNumber } from '../format.ts'
import { measureName } from '../names.ts'
import { namingMonth, neighbour, periodName } from '../period.ts'
import { useShortcuts } from '../shortcuts.ts'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { Bridge } from '../wire.ts'
import { i18n } from '../words.ts'
import { ForecastTabs } from './forecast-tabs.tsx'
import { stepsOf, useMovement } from './movement-data.ts'
import { MovementDeals } from './movement-deals.tsx'
import { MovementScope } from './movement-scope.tsx'
import type { MovementSearch } from './movement-search.ts'
import { type Bucket, bucketNames, figureName, movementFinding } from './movement-words.ts'

/** What changed between two moments: the bridge of a figure, bar by bar, and the deals behind each. */
export function MovementPage() {
  const movement = useMovement()
  const { query, search, measure, period } = movement
  const { workspace } = useMe()
  const navigate = useNavigate()
  const set = (change: Partial<MovementSearch> & { period?: string }) =>
    void navigate({
      to: '.',
      search: (old: object) => ({ ...old, ...change }) as never,
      replace: true,
      resetScroll: false,
    })
  const pick = (bar: string) => set({ bar: search.bar === bar ? undefined : bar } as MovementSearch)
  const group = i18n.t('Movement')
  useShortcuts([
    {
      keys: 'K',
      label: i18n.t('The period before'),
      group,
      run: () => set({ period: neighbour(period, -1, workspace) }),
    },
    {
      keys: 'J',
      label: i18n.t('The period after'),
      group,
      run: () => set({ period: neighbour(period, 1, workspace) }),
    },
    {
      keys: 'E',
      label: i18n.t('Open value or expected value'),
      group,
      run: () => set({ measure: measure === 'open' ? 'expected' : 'open' }),
    },
    {
      keys: '\\',
      label: i18n.t('Since the period began, or last week'),
      group,
      run: () => set({ since: movement.since === 'period' ? 'week' : 'period' }),
    },
    { keys: 'P', label: i18n.t('Print'), group, run: () => print() },
  ])
  const bridge = query.data
  const name = periodName(period, namingMonth(workspace))
  const bar = bridge?.buckets.find(({ bucket }) => bucket === search.bar)?.bucket
  return (
    <div className="mx-auto grid w-full max-w-[1500px] grid-cols-1 gap-3 p-3 md:p-5">
      <ForecastTabs />
      <h1 className="text-lg font-semibold">{i18n.t('What changed in {period}', { period: name })}</h1>
      <MovementScope movement={movement} onSet={set} />
      {query.isError && (
        <section className="panel">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </section>
      )}
      {query.isPending && (
        <Loading label={i18n.t('Loading what changed')}>
          <Skeleton className="h-96" />
        </Loading>
      )}
      {bridge && !query.isError && (
        <>
          <section className="panel min-w-0 p-4 md:p-5">
            <Picture bridge={bridge} onPick={pick} onSet={set} period={name} picked={bar} tick={movement.tick} />
          </section>
          {bridge.buckets.some(({ deals }) => deals > 0) && (
            <MovementDeals
              asked={movement.asked}
              bridge={bridge}
              bucket={bar}
              onPick={(next) => set({ bar: next } as MovementSearch)}
            />
          )}
        </>
      )}
    </div>
  )
}

type PictureProps = {
  bridge: Bridge
  period: string
  picked: Bucket | undefined
  tick: (value: number) => string
  onPick: (bar: string) => void
  onSet: (change: MovementSearch) => void
}

function Picture({ bridge, period, picked, tick, onPick, onSet }: PictureProps) {
  const { start, measure, currency, to_come, unconverted, note } = bridge
  const steps = stepsOf(bridge)
  if (!start)
    return (
      <EmptyState
        action={
          <button className="text-accent underline" onClick={() => onSet({ measure: 'open' })} type="button">
            {i18n.t('Show the open value instead')}
          </button>
        }
        title={i18n.t('There is not enough history for the expected value')}
      >
        {note}
      </EmptyState>
    )
  const deals = bridge.buckets.reduce((sum, bar) => sum + bar.deals, 0)
  const left = [...unconverted.start, ...unconverted.end]
  const names = bucketNames()
  return (
    <>
      {steps.length === 2 ? (
        <EmptyState title={movementFinding(bridge)}>
          {i18n.t('It was {amount} at {from}, and is the same at {to}. An earlier day may show more.', {
            amount: compactMoney(start),
            from: exactMoment(bridge.from),
            to: exactMoment(bridge.to),
          })}
        </EmptyState>
      ) : (
        <Waterfall
          onPick={onPick}
          picked={picked}
          steps={steps}
          subtitle={i18n.t('{figure} of {period} ({measure}, {currency}) from {from} to {to}; {n} deals', {
            figure: figureName(measure),
            period,
            measure: measureName(bridge.amount_measure),
            currency,
            from: exactMoment(bridge.from),
            to: exactMoment(bridge.to),
            n: wholeNumber(deals),
          })}
          table={{
            columns: [i18n.t('Bar'), i18n.t('Deals'), i18n.t('Amount'), i18n.t('Currency')],
            rows: [
              [i18n.t('Before'), null, start.amount, currency],
              ...bridge.buckets.map((bar) => [names[bar.bucket], bar.deals, bar.amount.amount, currency]),
              [i18n.t('After'), null, bridge.end?.amount ?? null, currency],
            ],
          }}
          tick={tick}
          title={movementFinding(bridge)}
        />
      )}
      {to_come && (
        <p className="mt-2 text-xs text-mute">
          {i18n.t('Of it from deals yet to come: {before} before, {after} after. What changed there is in Model.', {
            before: compactMoney(to_come.start),
            after: compactMoney(to_come.end),
          })}
        </p>
      )}
      {left.length > 0 && (
        <p className="mt-2 text-xs text-mute first-letter:uppercase">
          {i18n.t('no rate for {amounts}: left out', { amounts: left.map(compactMoney).join(', ') })}
        </p>
      )}
    </>
  )
}
