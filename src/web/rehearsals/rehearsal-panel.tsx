import { useId, useState } from 'react'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { MonthsPicker } from './months-picker.tsx'
import { type Rehearsed, useRehearsal } from './rehearsal-data.ts'
import { ReplayView } from './replay-view.tsx'

/** Replays the moves of past months through a definition, and says which it would have stopped. */
export function RehearsalPanel({ of }: { of: Rehearsed }) {
  const heading = useId()
  const [months, setMonths] = useState(12)
  const { begin, found, waiting, asked } = useRehearsal()
  const wanted = { pipeline: of.pipeline, definition: of.source, stage_map: of.stage_map, months }
  // Another text makes what was found for the one before wrong, which is said beside its result.
  const outdated = asked !== null && (asked.definition !== of.source || asked.stage_map !== of.stage_map)
  return (
    <section aria-labelledby={heading} className="grid min-w-0 gap-3">
      <div>
        <h3 className="font-semibold" id={heading}>
          {i18n.t('Rehearsal')}
        </h3>
        <p className="text-mute">
          {i18n.t(
            'Which moves of the past would this have stopped, by which rule, and how many of those deals were won?',
          )}
        </p>
      </div>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          begin.mutate(wanted)
        }}
      >
        <MonthsPicker months={months} onPick={setMonths} />
        <Button disabled={waiting} type="submit">
          {asked === null ? i18n.t('Rehearse') : i18n.t('Rehearse again')}
        </Button>
      </form>
      {begin.isError && (
        <p className="text-lost" role="alert">
          {sentenceOf(begin.error)}
        </p>
      )}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {waiting && (
        <Loading label={i18n.t('Replaying the moves of the past')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {outdated && !waiting && (
        <p className="flex items-center gap-2 text-risk" role="status">
          <Icon className="size-4 shrink-0" name="warn" />
          {i18n.t('The text has changed since; rehearse it again.')}
        </p>
      )}
      {found.data?.replay && !waiting && <ReplayView of={found.data.replay} />}
    </section>
  )
}
