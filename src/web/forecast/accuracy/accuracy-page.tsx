import { useNavigate } from '@tanstack/react-router'
import { Reliability } from '../../charts/reliability.tsx'
import { usePipelines } from '../../data.ts'
import { exactMoment, wholeNumber } from '../../format.ts'
import { measureName } from '../../names.ts'
import { useShortcuts } from '../../shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { PickMenu } from '../../ui/menu.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../../ui/states.tsx'
import { i18n } from '../../words.ts'
import { ForecastTabs } from '../forecast-tabs.tsx'
import { useAccuracy } from './accuracy-data.ts'
import type { AccuracySearch } from './accuracy-search.ts'
import { methodNames, placeFinding, reliabilityFinding } from './accuracy-words.ts'
import { HitRates } from './hit-rates.tsx'
import { MethodsPanel } from './methods-panel.tsx'
import { RecordsTable } from './records-table.tsx'
import { RunBar } from './run-bar.tsx'
import { SaidPanel } from './said-panel.tsx'
import { ScoreTable } from './score-table.tsx'

/** Were we right before, and which method should be believed. */
export function AccuracyPage() {
  const accuracy = useAccuracy()
  const { list, query, running, last, finished } = accuracy
  const first = list.isSuccess && !finished && !running
  const failed = list.isError ? list : query.isError ? query : null
  return (
    <div className="mx-auto grid w-full max-w-[1500px] grid-cols-1 gap-3 p-3 md:p-5">
      <ForecastTabs />
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 grow">
          <h1 className="text-lg font-semibold">{i18n.t('Were we right before?')}</h1>
          {query.data?.as_of && (
            <p className="text-mute">
              {i18n.t('Every method held against {deals} deals of your own, as known on {moment}', {
                deals: wholeNumber(query.data.deals ?? 0),
                moment: exactMoment(query.data.as_of),
              })}
            </p>
          )}
        </div>
        {!first && list.isSuccess && <RunBar first={false} last={last} running={running} />}
      </div>
      <MethodsPanel />
      {failed && (
        <section className="panel">
          <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
        </section>
      )}
      {first && (
        <section className="panel">
          <EmptyState
            action={
              <div className="flex justify-center">
                <RunBar first last={last} running={running} />
              </div>
            }
            title={i18n.t('No forecast has been held against your past yet')}
          >
            {i18n.t(
              'A backtest asks nine methods what each would have said at the start of every month, from what was known then, and holds that against what came. It needs at least 30 closed deals and some months of history.',
            )}
          </EmptyState>
        </section>
      )}
      {!failed && !first && !query.data && (finished || list.isPending) && (
        <Loading label={i18n.t('Loading the record')}>
          <Skeleton className="h-96" />
        </Loading>
      )}
      {query.data && !failed && <Found accuracy={accuracy} />}
      <HitRates />
    </div>
  )
}

function Found({ accuracy }: { accuracy: ReturnType<typeof useAccuracy> }) {
  const { query, result, scopes, scope, target, scores, told, record, method, currency, tick } = accuracy
  const { byKey } = usePipelines()
  const navigate = useNavigate()
  const set = (change: AccuracySearch) =>
    void navigate({
      to: '.',
      search: (old: object) => ({ ...old, ...change }) as never,
      replace: true,
      resetScroll: false,
    })
  const names = methodNames()
  const nameOf = (key: string) => (key === 'total' ? i18n.t('all pipelines') : (byKey.get(key)?.name ?? key))
  const horizons = query.data?.horizon_days ?? []
  const after = <T,>(all: readonly T[], one: T): T | undefined => all[(all.indexOf(one) + 1) % all.length]
  const asOne = method === 'pooled'
  const togglePooled = () => set({ method: asOne ? (record?.method ?? 'model') : 'pooled' })
  const group = i18n.t('Accuracy')
  useShortcuts([
    {
      keys: 'H',
      label: i18n.t('Other days ahead'),
      group,
      run: () => set({ horizon: String(after(horizons, result?.horizon_days ?? 0)) }),
    },
    {
      keys: 'J',
      label: i18n.t('The next pipeline'),
      group,
      run: () => set({ scope: after(scopes, scope) ?? 'total' }),
    },
    {
      keys: 'M',
      label: i18n.t('The next method'),
      group,
      run: () =>
        set({
          method:
            after(
              told.map((one) => one.method),
              method,
            ) ?? 'model',
        }),
    },
    { keys: '\\', label: i18n.t('As one pipeline'), group, run: togglePooled },
    {
      keys: 'W',
      label: i18n.t('All wins, or open deals alone'),
      group,
      run: () => set({ target: target === 'all' ? 'open' : 'all' }),
    },
  ])
  const { note, measure, without_rate, id } = query.data ?? {
    note: null,
    measure: 'total_contract_value',
    without_rate: [],
  }
  const nothing = note ?? result?.note
  if (!result || (nothing && result.scores.length === 0 && query.data?.results.every((one) => one.scores.length === 0)))
    return (
      <section className="panel">
        <EmptyState title={i18n.t('There is too little history to judge any forecast')}>
          <span className="block first-letter:uppercase">{nothing}</span>
        </EmptyState>
      </section>
    )
  const openScores = result.scores.filter((one) => one.scope === scope && one.target === 'open')
  const judged = openScores.find((one) => one.method === method)
  return (
    <>
      <div className="no-print flex flex-wrap gap-2">
        <PickMenu
          choices={horizons.map((days) => ({ value: String(days), label: i18n.t('{days} days ahead', { days }) }))}
          label={i18n.t('Looking')}
          onPick={(horizon) => set({ horizon })}
          shown={i18n.t('{days} days ahead', { days: result.horizon_days })}
          terse
          value={String(result.horizon_days)}
        />
        <PickMenu
          choices={scopes.map((key) => ({
            value: key,
            label: key === 'total' ? i18n.t('All pipelines') : nameOf(key),
          }))}
          label={i18n.t('Pipeline')}
          onPick={(next) => set({ scope: next })}
          shown={scope === 'total' ? i18n.t('All pipelines') : nameOf(scope)}
          terse
          value={scope}
        />
        <PickMenu
          choices={[
            { value: 'all', label: i18n.t('All wins'), hint: i18n.t('deals yet to come included') },
            { value: 'open', label: i18n.t('Deals open then') },
          ]}
          label={i18n.t('Of')}
          onPick={(next) => set({ target: next })}
          shown={target === 'all' ? i18n.t('all wins') : i18n.t('deals open then')}
          terse
          value={target}
        />
        <PickMenu
          choices={told.map((one) => ({ value: one.method, label: names[one.method] }))}
          label={i18n.t('Method')}
          onPick={(next) => set({ method: next })}
          shown={names[method]}
          terse
          value={method}
        />
        <Button aria-pressed={asOne} className={asOne ? 'bg-accent-soft' : ''} onClick={togglePooled}>
          {i18n.t('As one pipeline')}
        </Button>
      </div>
      {result.note ? (
        <section className="panel">
          <EmptyState title={i18n.t('{days} days ahead cannot be judged', { days: result.horizon_days })}>
            <span className="block first-letter:uppercase">{result.note}</span>
          </EmptyState>
        </section>
      ) : (
        <>
          <RecordsTable onPick={(next) => set({ scope: next })} records={result.records} scope={scope} />
          <section className="panel min-w-0 p-4 md:p-5">
            <SaidPanel
              asked={{ backtest_id: id, horizon_days: result.horizon_days, scope, target }}
              currency={currency}
              measure={measureName(measure)}
              method={method}
              name={nameOf(scope)}
              tick={tick}
            />
          </section>
          <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-12">
            {record && (
              <ScoreTable
                losses={new Map(openScores.map((one) => [one.method, one.log_loss]))}
                method={method}
                onPick={(next) => set({ method: next })}
                scores={scores}
                subtitle={
                  target === 'all'
                    ? i18n.t('All wins of {name}, {days} days ahead', {
                        name: nameOf(scope),
                        days: result.horizon_days,
                      })
                    : i18n.t('Wins among deals open then of {name}, {days} days ahead', {
                        name: nameOf(scope),
                        days: result.horizon_days,
                      })
                }
                tick={tick}
                title={placeFinding(record, nameOf(scope))}
              />
            )}
            {judged && judged.deals > 0 && (
              <section className="panel min-w-0 p-4 md:p-5 xl:col-span-4">
                <Reliability
                  points={judged.reliability}
                  subtitle={i18n.t('{n} chances that {method} gave to open deals of {name} to be won in {days} days', {
                    n: wholeNumber(judged.deals),
                    method: names[method],
                    name: nameOf(scope),
                    days: result.horizon_days,
                  })}
                  title={reliabilityFinding(judged, names[method])}
                />
              </section>
            )}
          </div>
        </>
      )}
      {without_rate.length > 0 && (
        <p className="text-xs text-mute">
          {i18n.t('No rate on some days for {currencies}: such amounts counted as nothing there.', {
            currencies: without_rate.join(', '),
          })}
        </p>
      )}
    </>
  )
}
