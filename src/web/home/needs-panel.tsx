import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api, client } from '../api.ts'
import { useMe } from '../data.ts'
import { dueFor, roundsQuery } from '../forecast/submissions/submissions-data.ts'
import { exactMoment, shortDay } from '../format.ts'
import { titleOf } from '../handoffs/handoff-words.ts'
import { dueOf } from '../owed.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Amount } from '../ui/amount.tsx'
import { Loading, Skeleton } from '../ui/states.tsx'
import { say } from '../ui/toast.ts'
import type { Activity, Deal } from '../wire.ts'
import { i18n } from '../words.ts'

const most = 8

/** What waits for the person who looks: tasks that are due, debts of their deals, close dates that have passed. */
export function NeedsPanel({ className }: { className: string }) {
  const me = useMe()
  const { today } = me.workspace
  const tasks = useQuery({
    queryKey: ['needs', 'tasks', today],
    queryFn: () => api.activities({ owner: 'me', open: 'true', due_before: dayAfter(today), limit: most }),
  })
  const owed = useQuery({
    queryKey: ['needs', 'owed'],
    queryFn: () => api.deals({ owner: 'me', owed: 'true', sort: 'close_date', limit: most }),
  })
  const past = useQuery({
    queryKey: ['needs', 'past', today],
    queryFn: () => api.deals({ owner: 'me', close_before: today, sort: 'close_date', limit: most }),
  })
  const approvals = useQuery({
    queryKey: ['needs', 'approvals'],
    queryFn: () => client.gate_approvals.list({ queue: 'mine', limit: most }),
  })
  const handoffs = useQuery({
    queryKey: ['handoffs', 'needs'],
    queryFn: () => client.handoffs.list({ state: 'open', mine: 'true', limit: most }),
  })
  const rounds = useQuery(roundsQuery({}))
  const calls = rounds.data ? dueFor(me.person.id, rounds.data) : []
  const all = [tasks, owed, past, approvals, handoffs]
  const count = all.reduce((sum, { data }) => sum + (data?.data.length ?? 0), calls.length)
  const more = all.some(({ data }) => data?.next_cursor)
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      <h2 className="text-[15px] font-semibold">{i18n.t('Needs you')}</h2>
      {all.some(({ isPending }) => isPending) ? (
        <Loading label={i18n.t('Loading what needs you')}>
          <Skeleton className="mt-2 h-32" />
        </Loading>
      ) : (
        <p className="text-mute">
          {count === 0
            ? i18n.t('Nothing is due today, nothing is owed, no close date has passed.')
            : more
              ? i18n.t('More than {count} things', { count })
              : i18n.t('{count, plural, one {# thing} other {# things}}', { count })}
        </p>
      )}
      <Group count={tasks.data?.data.length} title={i18n.t('Due by today')}>
        {tasks.data?.data.map((task) => (
          <Task key={task.id} task={task} today={today} />
        ))}
      </Group>
      <Group count={calls.length} title={i18n.t('Forecasts to submit')}>
        {calls.map(({ pipeline, period, due_at }) => (
          <li className="flex min-h-7 items-baseline gap-2.5" key={pipeline.id}>
            <Link
              className="min-w-24 truncate hover:underline"
              search={{ pipeline: pipeline.key }}
              to="/forecast/submissions"
            >
              {i18n.t('{pipeline}, {period}', { pipeline: pipeline.name, period })}
            </Link>
            <span className="shrink-0 grow text-xs text-mute">{due_at && exactMoment(due_at)}</span>
          </li>
        ))}
      </Group>
      <Group count={approvals.data?.data.length} title={i18n.t('Waiting for your approval')}>
        {approvals.data?.data.map(({ id, deal, label }) => (
          <li className="flex min-h-7 items-baseline gap-2.5" key={id}>
            <Link className="min-w-24 truncate hover:underline" params={{ deal: deal.key }} to="/deals/$deal">
              <span className="num text-mute">{deal.key}</span> {deal.name}
            </Link>
            <span className="max-w-[45%] shrink-0 grow truncate text-xs text-mute">{label}</span>
          </li>
        ))}
      </Group>
      <Group count={handoffs.data?.data.length} title={i18n.t('Follow-on deals for you to accept')}>
        {handoffs.data?.data.map((handoff) => (
          <li className="flex min-h-7 items-baseline gap-2.5" key={handoff.id}>
            <Link className="min-w-24 truncate hover:underline" to="/handoffs">
              {titleOf(handoff)}
            </Link>
            <span className="max-w-[45%] shrink-0 grow truncate text-xs text-mute">
              {handoff.due_at ? shortDay(handoff.due_at, today) : handoff.because}
            </span>
          </li>
        ))}
      </Group>
      <Group count={owed.data?.data.length} title={i18n.t('Owed on your deals')}>
        {owed.data?.data.map((deal) => (
          <DealRow deal={deal} key={deal.id}>
            {dueOf(deal.owed, today)
              .map(({ label }) => label)
              .join(', ')}
          </DealRow>
        ))}
      </Group>
      <Group count={past.data?.data.length} title={i18n.t('Close date has passed')}>
        {past.data?.data.map((deal) => (
          <DealRow deal={deal} key={deal.id}>
            {deal.close_date && shortDay(deal.close_date, today)}
          </DealRow>
        ))}
      </Group>
    </section>
  )
}

function Group({ title, count, children }: { title: string; count: number | undefined; children: ReactNode }) {
  if (!count) return null
  return (
    <>
      <h3 className="mt-3 mb-1 text-xs font-medium text-mute">{title}</h3>
      <ul className="flex flex-col gap-0.5">{children}</ul>
    </>
  )
}

function Task({ task, today }: { task: Activity; today: string }) {
  const finish = useMutation({
    mutationFn: () => api.finish(task.id, true),
    onSuccess: () => {
      say({ title: i18n.t('Done: {what}', { what: task.subject }), undo: () => void reopen(task.id) })
      void queries.invalidateQueries({ queryKey: ['needs'] })
    },
    onError: (error) => say({ title: i18n.t('This could not be saved'), detail: sentenceOf(error), tone: 'bad' }),
  })
  return (
    <li className="flex min-h-7 items-center gap-2.5">
      <input
        aria-label={i18n.t('Done: {what}', { what: task.subject })}
        checked={finish.isPending || finish.isSuccess}
        className="size-4 shrink-0 accent-(--accent)"
        onChange={() => finish.mutate()}
        type="checkbox"
      />
      <span className="min-w-0 grow truncate" title={task.subject}>
        {task.deal_id ? <DealName id={task.deal_id} subject={task.subject} /> : task.subject}
      </span>
      {task.due_on && (
        <span className={`num text-xs whitespace-nowrap ${task.overdue ? 'text-lost' : 'text-mute'}`}>
          {task.overdue ? i18n.t('overdue since {day}', { day: shortDay(task.due_on, today) }) : i18n.t('today')}
        </span>
      )}
    </li>
  )
}

function DealName({ id, subject }: { id: string; subject: string }) {
  const { data } = useQuery({ queryKey: ['deal', id], queryFn: () => api.deal(id), staleTime: 60_000 })
  return (
    <Link className="hover:underline" params={{ deal: data?.key ?? id }} to="/deals/$deal">
      {subject} {data && <span className="text-mute">· {data.name}</span>}
    </Link>
  )
}

function DealRow({ deal, children }: { deal: Deal; children: ReactNode }) {
  return (
    <li className="flex min-h-7 items-baseline gap-2.5">
      <Link className="min-w-24 truncate hover:underline" params={{ deal: deal.key }} to="/deals/$deal">
        <span className="num text-mute">{deal.key}</span> {deal.name}
      </Link>
      <span className="max-w-[45%] shrink-0 grow truncate text-xs text-mute">{children}</span>
      <Amount className="shrink-0 text-mute" money={deal.amount} />
    </li>
  )
}

async function reopen(id: string): Promise<void> {
  await api.finish(id, false)
  await queries.invalidateQueries({ queryKey: ['needs'] })
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
