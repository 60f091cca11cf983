import { useState } from 'react'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { MonthsPicker } from './months-picker.tsx'
import { PastDealsView } from './past-deals-view.tsx'
import { useRehearsal } from './rehearsal-data.ts'

/** For a pipeline that would be new: which deals of the past would have gone there, by a rule that is typed here. */
export function PastDealsPanel({ source }: { source: string }) {
  const [months, setMonths] = useState(12)
  const [rule, setRule] = useState('')
  const { begin, found, waiting, asked } = useRehearsal()
  return (
    <section className="grid min-w-0 gap-3">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          begin.mutate({ definition: source, months, rule })
        }}
      >
        <TextArea
          autoFocus
          className="[&_textarea]:font-mono"
          hint={i18n.t('Over the deal as the rules of a gate are, such as {example}', {
            example: 'deal.amount < 20000 && deal.source == "website"',
          })}
          label={i18n.t('Which deals would go there')}
          maxLength={2_000}
          onChange={({ target }) => setRule(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            event.currentTarget.form?.requestSubmit()
          }}
          required
          rows={2}
          spellCheck={false}
          value={rule}
        />
        <div className="flex flex-wrap items-end gap-2">
          <MonthsPicker months={months} onPick={setMonths} />
          <Button disabled={waiting} type="submit">
            {asked === null ? i18n.t('Rehearse') : i18n.t('Rehearse again')}
          </Button>
        </div>
      </form>
      {begin.isError && (
        <p className="text-lost" role="alert">
          {sentenceOf(begin.error)}
        </p>
      )}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {waiting && (
        <Loading label={i18n.t('Replaying the deals of the past')}>
          <Skeleton className="h-32" />
        </Loading>
      )}
      {found.data?.routed && !waiting && <PastDealsView asOfToday={found.data.as_of_today} of={found.data.routed} />}
    </section>
  )
}
