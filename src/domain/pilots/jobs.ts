import type { Context } from '../../platform/context.ts'
import type { Tick } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { systemFor } from '../people/index.ts'
import type { Subscription } from '../notifications/index.ts'
import { readPipeline } from '../pipelines/index.ts'
import { updatePipeline } from '../upkeep/index.ts'
import { compareArms } from './compare-arms.ts'
import * as store from './store.ts'

/** What was tried takes no new deals any more, and goes on with those that it has. */
export async function letSunset(context: Context, { pilot_pipeline }: store.PilotRow): Promise<void> {
  const pipeline = await readPipeline(context.tx, context.workspace_id, pilot_pipeline.id)
  if (pipeline?.lifecycle === 'active')
    await updatePipeline.run(context, { pipeline: pipeline.id, lifecycle: 'sunset' })
}

/** Ends pilots on the day after their last, and stops those whose stop rule is met. */
export const endPilots: Tick = {
  name: 'end pilots',
  every_seconds: 600,
  async run({ database, now }) {
    for (const due of await store.readDue(database.owner, now)) {
      const actor = systemFor(due.workspace_id, due.started_by)
      const asked = { actor, effect: 'write', name: 'pilots.end', now } as const
      await inTransaction(database, asked, async (context) => {
        const pilot = await store.lockPilot(context.tx, due.workspace_id, due.id)
        // Somebody was first.
        if (pilot?.state !== 'running') return context.unchanged()
        const stop = await stopOf(context, pilot)
        if (stop !== null) return endBy(context, pilot, { state: 'stopped', why: stop })
        if (!due.over) return context.unchanged()
        return endBy(context, pilot, { state: 'ended', why: null })
      })
    }
  },
}

/** Why a stop rule ends a pilot now; null where it does not. */
async function stopOf({ tx, workspace_id, now }: Context, { id, stop_rule, share }: store.PilotRow) {
  if (stop_rule === null) return null
  const deals = await store.readSent(tx, workspace_id, id)
  const phases = { pilot: new Set<string>(), rest: new Set<string>() }
  const { stop } = compareArms({ deals, phases, drawn_by_lot: share !== null, stop_rule, as_of: now })
  return stop?.met ? stop.why : null
}

async function endBy(context: Context, pilot: store.PilotRow, how: { state: 'ended' | 'stopped'; why: string | null }) {
  const { tx, workspace_id, now, record } = context
  const version = pilot.version + 1
  const end = { state: how.state, ended_at: now, ended_why: how.why, change_request_id: null }
  await store.saveEnd(tx, workspace_id, { id: pilot.id, version }, end)
  const data = { name: pilot.name, before: { state: 'running' }, after: { ...how, by: 'the pilot itself' } }
  record({ type: `pilot.${how.state}`, subject: pilot.id, version, data })
  if (how.state === 'stopped') await letSunset(context, pilot)
}

/** Tells whoever started a pilot that it ended by itself, and is to be adopted or stopped. */
export const tellOfEndedPilot: Subscription = {
  types: ['pilot.ended', 'pilot.stopped'],
  async notes(tx, workspace_id, { id: key, subject, data }) {
    const { why, by } = data['after'] as { why?: string | null; by?: string }
    const pilot = by === undefined ? undefined : await store.readPilot(tx, workspace_id, subject)
    if (!pilot) return []
    const pieces = { pilot: pilot.name, pipeline: pilot.pipeline.name, ...(why ? { reason: why } : {}) }
    const about = { pipeline_id: pilot.pipeline.id }
    return [
      { kind: 'pilot.ended', to: [pilot.started_by.id], key, about, pieces, link: `/governance/pilots#${subject}` },
    ]
  },
}
