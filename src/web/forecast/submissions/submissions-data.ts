import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AnswerOf } from '../../../client/client.ts'
import { client } from '../../api.ts'
import { daysBetween } from '../../format.ts'
import { i18n } from '../../words.ts'

export type Round = AnswerOf<'submissions.due'>['data'][number]
export type Waiting = Round['people'][number]
export type Submission = AnswerOf<'submissions.list'>['data'][number]
export type SubmissionDetail = AnswerOf<'submissions.get'>

type Asked = { period?: string | undefined; as_of?: string | undefined }

export const roundsQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['submissions', 'due', asked],
    queryFn: () => client.submissions.due(asked),
    refetchInterval: 60_000,
  })

export const historyQuery = (pipeline: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['submissions', 'list', pipeline ?? null],
    queryFn: ({ pageParam }) => client.submissions.list({ pipeline, limit: 15, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })

const soonDays = 3

/** The rounds in which somebody has not submitted yet, though they end soon. */
export const dueFor = (person_id: string, { as_of, data }: AnswerOf<'submissions.due'>): Round[] =>
  data.filter(
    ({ due_at, people }) =>
      due_at !== null &&
      daysBetween(as_of, due_at) <= soonDays &&
      people.some(({ person, submission }) => person.id === person_id && submission === null),
  )

/** How long it is until a deadline, as people say it. */
export function timeLeft(due_at: string, now: string): string {
  const days = daysBetween(now, due_at)
  if (days < 0) return i18n.t('over')
  if (days >= 2) return i18n.t('in {days} days', { days: Math.floor(days) })
  const hours = Math.floor(days * 24)
  if (hours >= 1) return i18n.t('{hours, plural, one {in # hour} other {in # hours}}', { hours })
  return i18n.t('{minutes, plural, one {in # minute} other {in # minutes}}', { minutes: Math.ceil(days * 1440) })
}

/** Everybody below whom they report to, each with how deep they stand: the line as it is stacked. */
export function stacked(people: readonly Waiting[]): { one: Waiting; depth: number }[] {
  const known = new Set(people.map(({ person }) => person.id))
  const visit = (manager: string | null, depth: number): { one: Waiting; depth: number }[] =>
    people
      .filter(({ manager_id }) =>
        manager === null ? manager_id === null || !known.has(manager_id) : manager_id === manager,
      )
      .flatMap((one) => [{ one, depth }, ...visit(one.person.id, depth + 1)])
  return visit(null, 0)
}
