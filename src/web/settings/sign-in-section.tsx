import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { SecondFactorPanel } from './second-factor-panel.tsx'

const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: api.sessions })

/** How I sign in, and where I am signed in. */
export function SignInSection() {
  return (
    <div className="grid max-w-2xl gap-4">
      <SecondFactorPanel />
      <SessionsPanel />
    </div>
  )
}

function SessionsPanel() {
  const sessions = useQuery(sessionsQuery)
  const done = () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  const end = useMutation({ mutationFn: api.endSession, onSettled: done })
  const endOthers = useMutation({ mutationFn: api.endOtherSessions, onSettled: done })
  const others = sessions.data?.data.some(({ current }) => !current)
  const failed = end.error ?? endOthers.error
  return (
    <section aria-labelledby="sessions" className="rounded-lg border border-line bg-panel">
      <header className="flex flex-wrap items-start justify-between gap-2 p-4">
        <div>
          <h2 className="font-semibold" id="sessions">
            {i18n.t('Where you are signed in')}
          </h2>
          <p className="text-mute">{i18n.t('A session that you end is gone with its next request.')}</p>
        </div>
        {others && (
          <Button disabled={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {i18n.t('End all others')}
          </Button>
        )}
      </header>
      {failed && (
        <p className="px-4 pb-3 text-lost" role="alert">
          {sentenceOf(failed)}
        </p>
      )}
      {sessions.isError && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <Skeleton className="m-4 h-24" />}
      {sessions.data?.data.length === 0 && (
        <p className="px-4 pb-4 text-mute">{i18n.t('Nowhere, by a browser: this was asked with an API key.')}</p>
      )}
      <ul>
        {sessions.data?.data.map(({ id, current, created_at, address, browser }) => (
          <li className="flex items-center gap-3 border-t border-line px-4 py-3" key={id}>
            <div className="min-w-0 grow">
              <p className="truncate font-medium" title={browser ?? undefined}>
                {browserOf(browser)}
                {current && (
                  <span className="ml-2 rounded-full bg-accent-soft px-2 py-0.5 text-xs font-medium text-accent">
                    {i18n.t('This one')}
                  </span>
                )}
              </p>
              <p className="text-mute">
                {i18n.t('Since {moment}, from {address}', {
                  moment: moment(created_at),
                  address: address ?? i18n.t('an unknown address'),
                })}
              </p>
            </div>
            {!current && (
              <Button disabled={end.isPending} onClick={() => end.mutate(id)}>
                {i18n.t('End')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const moment = (instant: string) =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant))

/** `Firefox on Linux`, from what browsers say of themselves; the whole of it is in the title. */
function browserOf(agent: string | null): string {
  const browser = [
    ['Edg/', 'Edge'],
    ['Firefox/', 'Firefox'],
    ['HeadlessChrome/', 'Chrome'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ].find(([mark = '']) => agent?.includes(mark))?.[1]
  const system = [
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Windows', 'Windows'],
    ['Mac OS', 'macOS'],
    ['Linux', 'Linux'],
  ].find(([mark = '']) => agent?.includes(mark))?.[1]
  if (!browser) return agent?.slice(0, 60) || i18n.t('An unknown browser')
  return system ? i18n.t('{browser} on {system}', { browser, system }) : browser
}
