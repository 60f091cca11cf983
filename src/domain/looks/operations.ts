import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid } from '../../platform/problem.ts'
import { readDefinitionOf } from '../pipelines/index.ts'
import { Look } from './look.ts'
import * as store from './store.ts'

const mostShown = 20
/** Somebody who never looked sees what is new among the last of everything, not the whole past. */
const firstLook = 500n

export const getLook = operation({
  name: 'looks.get',
  http: 'GET /looks/current',
  access: 'deals:read',
  effect: 'read',
  summary: 'What others changed since you last looked, the newest first',
  input: z.strictObject({}),
  output: Look,
  run: (context) => lookOf(context),
})

export const takeLook = operation({
  name: 'looks.set',
  http: 'PUT /looks/current',
  access: 'deals:read',
  effect: 'write',
  summary: 'Say up to which position you have seen what changed',
  input: z.strictObject({ position: z.int('expected the position of a look').min(0) }),
  output: Look,
  async run(context, { position }) {
    const { tx, workspace_id, actor, now, record, unchanged } = context
    const head = await store.readHead(tx, workspace_id)
    if (BigInt(position) > head) throw invalid('/position', 'future', `Nothing beyond ${head} has happened yet.`)
    const before = await store.readLook(tx, workspace_id, actor.id)
    if (before && before.position >= BigInt(position)) {
      unchanged()
      return lookOf(context)
    }
    await store.saveLook(tx, workspace_id, actor.id, { position: BigInt(position), looked_at: now })
    const lookedAt = { before: before ? { position: Number(before.position) } : null, after: { position } }
    record({ type: 'person.looked', subject: actor.id, version: 1, data: lookedAt })
    return lookOf(context)
  },
})

async function lookOf({ tx, workspace_id, actor }: Context): Promise<z.input<typeof Look>> {
  const look = await store.readLook(tx, workspace_id, actor.id)
  const head = await store.readHead(tx, workspace_id)
  const after = look?.position ?? (head > firstLook ? head - firstLook : 0n)
  const rows = await store.readChanges(tx, workspace_id, { person_id: actor.id, after, limit: mostShown + 1 })
  return {
    since: look?.looked_at ?? null,
    position: Number(head),
    has_more: rows.length > mostShown,
    data: await Promise.all(rows.slice(0, mostShown).map((row) => changeOf({ tx, workspace_id }, row))),
  }
}

async function changeOf({ tx, workspace_id }: Pick<Context, 'tx' | 'workspace_id'>, row: store.ChangeRow) {
  const { stages } = await readDefinitionOf(tx, workspace_id, row.definition_id)
  const named = (stage: string | null) => stages.find(({ key }) => key === stage)?.name ?? stage
  return {
    position: Number(row.position),
    type: row.type,
    occurred_at: row.recorded_at,
    actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? '' },
    deal: { id: row.deal_id, key: `D-${row.number}`, name: row.name, pipeline: row.pipeline_key },
    from: named(row.from_stage),
    to: named(row.to_stage),
  }
}
