import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { readPeople } from '../people/index.ts'
import { Ended, SecondFactor, Session } from './session.ts'
import * as store from './store.ts'

export const listSessions = operation({
  name: 'sessions.list',
  http: 'GET /sessions',
  access: 'me:read',
  effect: 'read',
  summary: 'My sessions: since when, from where, and which one this is',
  input: z.strictObject({}),
  output: z.object({ data: z.array(Session) }),
  async run({ tx, workspace_id, actor }) {
    const rows = await store.readSessions(tx, workspace_id, actor.id)
    return { data: rows.map((row) => ({ ...row, current: row.id === actor.session_id })) }
  },
})

export const endSession = operation({
  name: 'sessions.end',
  http: 'DELETE /sessions/{session_id}',
  access: 'me:read',
  effect: 'write',
  summary: 'End one of my sessions; its next request is refused',
  input: z.strictObject({ session_id: Id('ses') }),
  output: Ended,
  async run(context, { session_id }) {
    const mine = await store.readSessions(context.tx, context.workspace_id, context.actor.id)
    if (!mine.some(({ id }) => id === session_id)) throw notFound('session')
    return end(context, context.actor.id, [session_id])
  },
})

export const endOtherSessions = operation({
  name: 'sessions.end_others',
  http: 'DELETE /sessions',
  access: 'me:read',
  effect: 'write',
  summary: 'End all of my sessions but the one that asks',
  input: z.strictObject({}),
  output: Ended,
  async run(context) {
    const { tx, workspace_id, actor } = context
    const mine = await store.readSessions(tx, workspace_id, actor.id)
    const others = mine.filter(({ id }) => id !== actor.session_id)
    return end(context, actor.id, idsOf(others))
  },
})

export const endSessionsOfPerson = operation({
  name: 'sessions.end_of_person',
  http: 'DELETE /people/{person_id}/sessions',
  access: 'people:administer',
  effect: 'write',
  summary: 'Sign a person out everywhere',
  input: z.strictObject({ person_id: Id('per') }),
  output: Ended,
  async run(context, { person_id }) {
    await found(context, person_id)
    return end(context, person_id, idsOf(await store.readSessions(context.tx, context.workspace_id, person_id)))
  },
})

export const getSecondFactor = operation({
  name: 'second_factor.get',
  http: 'GET /second-factor',
  access: 'me:read',
  effect: 'read',
  summary: 'Whether my sign-in asks for a code after the password',
  input: z.strictObject({}),
  output: SecondFactor,
  run: async ({ tx, workspace_id, actor }) => ({ on: await store.hasSecondFactor(tx, workspace_id, actor.id) }),
})

export const resetSecondFactor = operation({
  name: 'second_factor.reset',
  http: 'DELETE /people/{person_id}/second-factor',
  access: 'people:administer',
  effect: 'write',
  summary: 'Take the second factor away from a person who lost theirs, and sign them out everywhere',
  input: z.strictObject({ person_id: Id('per') }),
  output: SecondFactor,
  async run(context, { person_id }) {
    const { tx, workspace_id, record, unchanged } = context
    await found(context, person_id)
    if (!(await store.hasSecondFactor(tx, workspace_id, person_id))) {
      unchanged()
      return { on: false }
    }
    await store.deleteSecondFactor(tx, workspace_id, person_id)
    record({ type: 'second_factor.reset', subject: person_id, version: 1, data: { before: { on: true } } })
    await end(context, person_id, idsOf(await store.readSessions(tx, workspace_id, person_id)))
    return { on: false }
  },
})

const idsOf = (sessions: { id: string }[]) => sessions.map(({ id }) => id)

async function found({ tx, workspace_id }: Context, person_id: string): Promise<void> {
  const people = await readPeople(tx, workspace_id)
  if (!people.some(({ id }) => id === person_id)) throw notFound('person')
}

async function end({ tx, workspace_id, record, unchanged }: Context, person_id: string, ids: string[]) {
  if (ids.length === 0) {
    unchanged()
    return { ended: 0 }
  }
  await store.deleteSessions(tx, workspace_id, person_id, ids)
  record({ type: 'sessions.ended', subject: person_id, version: 1, data: { before: { sessions: ids } } })
  return { ended: ids.length }
}
