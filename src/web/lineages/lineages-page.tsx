import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../api.ts'
import { useMe, usePipelines } from '../data.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { ActsList } from './acts-list.tsx'
import { askedOf, lineagesQuery, type Part, refreshAll } from './lineage-data.ts'
import { MergeForm } from './merge-form.tsx'
import { PlanView } from './plan-view.tsx'
import { SplitForm } from './split-form.tsx'

/** One pipeline becomes several, or several become one: written, planned on today's deals, done, and taken back. */
export function LineagesPage() {
  const { list } = usePipelines()
  const mayDesign = useMe().access.includes('pipelines:configure')
  const acts = useQuery(lineagesQuery)
  return (
    <div className="mx-auto grid max-w-[1100px] gap-5 p-3 md:p-5">
      <header>
        <h1 className="text-lg font-semibold">{i18n.t('Split or merge pipelines')}</h1>
        <p className="max-w-prose text-mute">
          {i18n.t(
            'Open deals go where they belong with their clock running on, and nobody counts that as lost. What was closed becomes the history of the new pipeline, so that it has a forecast the same day.',
          )}
        </p>
      </header>
      {mayDesign && list.length >= 2 && <Act />}
      {mayDesign && list.length < 2 && (
        <EmptyState title={i18n.t('There is only one pipeline')}>
          {i18n.t('Create the pipelines that its deals are to go to first.')}
        </EmptyState>
      )}
      <section aria-labelledby="acts" className="grid gap-2">
        <h2 className="text-[15px] font-semibold" id="acts">
          {i18n.t('So far')}
        </h2>
        {acts.isPending && (
          <Loading label={i18n.t('Loading what was split and merged')}>
            <Skeleton className="h-16" />
          </Loading>
        )}
        {acts.isError && <ErrorState error={acts.error} onRetry={() => void acts.refetch()} />}
        {acts.data && <ActsList acts={acts.data} mayUndo={mayDesign} />}
      </section>
    </div>
  )
}

function Act() {
  const { list } = usePipelines()
  const [kind, setKind] = useState<'split' | 'merge'>('split')
  const [parts, write] = useState<Part[]>([])
  const [summary, setSummary] = useState('')
  const [sunset, setSunset] = useState(true)
  const plan = useMutation({ mutationFn: (asked: Part[]) => client.lineages.plan({ parts: askedOf(asked) }) })
  const act = useMutation({
    mutationFn: () => client.lineages.create({ parts: askedOf(parts), summary, sunset }),
    async onSuccess() {
      say({ title: i18n.t('It is under way; it can be undone below.') })
      write([])
      setSummary('')
      plan.reset()
      await refreshAll()
    },
  })
  const change = (next: Part[]) => {
    write(next)
    // What was planned for other parts says nothing of these.
    plan.reset()
    act.reset()
  }
  const complete = parts.length > 0 && parts.every(({ from, to }) => from !== '' && to !== '')
  const error = plan.error ?? act.error
  const form = { parts, pipelines: list, onChange: change, plan: plan.data }
  return (
    <section aria-label={i18n.t('What becomes of which pipeline')} className="panel grid gap-4 p-4">
      <Tabs
        label={i18n.t('What to do')}
        onPick={(next) => {
          setKind(next === 'merge' ? 'merge' : 'split')
          change([])
        }}
        tabs={[
          { value: 'split', label: i18n.t('Split one') },
          { value: 'merge', label: i18n.t('Merge several') },
        ]}
        value={kind}
      />
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          plan.mutate(parts)
        }}
      >
        {kind === 'split' ? <SplitForm {...form} /> : <MergeForm {...form} />}
        {error && (
          <p className="text-lost" role="alert">
            {sentenceOf(error)}
          </p>
        )}
        <div>
          <Button disabled={!complete || plan.isPending} look={plan.data ? 'plain' : 'main'} type="submit">
            {plan.data ? i18n.t('Plan again') : i18n.t('Show what it would do')}
          </Button>
        </div>
      </form>
      {plan.isPending && (
        <Loading label={i18n.t('Sorting the deals')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {plan.data && (
        <form
          className="grid gap-4 border-t border-line pt-4"
          onSubmit={(event) => {
            event.preventDefault()
            act.mutate()
          }}
        >
          <PlanView plan={plan.data} />
          <TextField
            label={i18n.t('Why')}
            maxLength={200}
            onChange={({ target }) => setSummary(target.value)}
            required
            value={summary}
          />
          <label className="flex items-center gap-2">
            <input
              checked={sunset}
              className="size-4 accent-accent"
              onChange={({ target }) => setSunset(target.checked)}
              type="checkbox"
            />
            {i18n.t('What is left takes no new deals from now on')}
          </label>
          <div>
            <Button disabled={act.isPending} look="main" type="submit">
              {kind === 'split' ? i18n.t('Split it') : i18n.t('Merge them')}
            </Button>
          </div>
        </form>
      )}
    </section>
  )
}
