import { Link } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/states.tsx'
import type { HitRateGroup } from '../../wire.ts'
import { i18n } from '../../words.ts'
import { type Kind, usePeopleLook } from './hit-rate-data.ts'
import { RatePlots } from './rate-plots.tsx'

type Props = { allowed: boolean; kind: Kind; weeks: number; colorOf: (group: HitRateGroup) => string }

/** People, where the owner allows it, and after a press: that one looked is recorded. Their teams come first. */
export function PeopleRates({ allowed, kind, weeks, colorOf }: Props) {
  const look = usePeopleLook()
  if (!allowed)
    return (
      <p className="mt-4 text-mute">
        {i18n.t('Figures about people are off. An owner turns them on for the workspace; teams are shown without it.')}{' '}
        <Link className="underline" params={{ section: 'workspace' }} to="/settings/$section">
          {i18n.t('Settings of the workspace')}
        </Link>
      </p>
    )
  const seen = look.data?.kind === kind ? look.data : undefined
  if (!seen)
    return (
      <div className="mt-4 grid justify-items-start gap-2">
        <p className="text-mute">
          {i18n.t('These are figures about people you work with. That you looked is recorded in the audit log.')}
        </p>
        <Button disabled={look.isPending} onClick={() => look.mutate(kind)}>
          {look.isPending ? i18n.t('Counting …') : i18n.t('Look at people')}
        </Button>
        {look.isError && <ErrorState error={look.error} onRetry={() => look.mutate(kind)} />}
      </div>
    )
  return (
    <>
      {[seen.teams, seen.groups].map(
        (groups, i) =>
          groups.length > 0 && (
            <RatePlots
              colorOf={colorOf}
              groups={groups}
              key={i === 0 ? 'teams' : 'people'}
              rates={seen}
              weeks={weeks}
            />
          ),
      )}
      {seen.groups.length === 0 && (
        <p className="mt-4 text-mute">
          {i18n.t('Nobody called {n} deals yet; fewer say nothing about a person.', { n: seen.deals_needed })}
        </p>
      )}
      {seen.notes.length > 0 && (
        <p className="mt-2 text-xs text-mute first-letter:uppercase">{seen.notes.join('; ')}</p>
      )}
    </>
  )
}
