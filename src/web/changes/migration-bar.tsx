import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../api.ts'
import { wholeNumber } from '../format.ts'
import { i18n } from '../words.ts'

/** How far the open deals have come along. */
export function MigrationBar({ job_id, pipeline }: { job_id: string; pipeline: string }) {
  const { data: job } = useQuery({
    queryKey: ['job', job_id],
    queryFn: () => api.job(job_id),
    retry: false,
    refetchInterval: ({ state }) =>
      state.data && ['done', 'failed', 'cancelled'].includes(state.data.status) ? false : 1000,
  })
  if (!job) return null
  const migrated = Number(job.result?.['migrated'] ?? job.done)
  const words = {
    queued: i18n.t('Open deals are about to come along'),
    running: i18n.t('Open deals are coming along'),
    done: i18n.t(
      '{count, plural, =0 {No open deal had to come along} one {# open deal came along} other {# open deals came along}}',
      { count: migrated },
    ),
    failed: i18n.t('Bringing open deals along failed; it goes on where it stopped when it is tried again'),
    cancelled: i18n.t('Bringing open deals along was stopped'),
  }
  const running = job.status === 'queued' || job.status === 'running'
  return (
    <section aria-label={i18n.t('Migration')} className="panel grid gap-1.5 px-4 py-3">
      <p className="flex flex-wrap items-baseline gap-x-3" role="status">
        <span className={job.status === 'failed' ? 'text-lost' : 'font-medium'}>{words[job.status]}</span>
        {running && job.total !== null && (
          <span className="num text-mute">
            {i18n.t('{done} of {total}', { done: wholeNumber(job.done), total: wholeNumber(job.total) })}
          </span>
        )}
        <Link className="ml-auto text-accent hover:underline" params={{ pipeline }} to="/board/$pipeline">
          {i18n.t('Board')}
        </Link>
      </p>
      {running && (
        <progress
          aria-label={i18n.t('Deals that came along')}
          className="h-1.5 w-full accent-accent"
          max={job.total ?? undefined}
          {...(job.total === null ? {} : { value: job.done })}
        />
      )}
      {job.error !== null && <p className="text-lost">{job.error}</p>}
    </section>
  )
}
