import type { Tx } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import { plusDays } from '../../values/instant.ts'
import { type HandoffRow, readWaiting } from '../handoffs/index.ts'
import { type Note, type Subscription, tell } from '../notifications/index.ts'
import * as store from './store.ts'

const told = { 'handoff.opened': 'handoff.asked', 'handoff.proposed': 'handoff.asked' } as const

/** Asks whoever is to accept a hand-off, and says who cannot have it opened; not whoever did it just now. */
const tellReceivers: Subscription = {
  types: ['handoff.opened', 'handoff.proposed', 'handoff.blocked'],
  async notes(tx, workspace_id, { id: key, type, subject, actor_id }) {
    const found = await store.readTold(tx, workspace_id, subject)
    if (!found) return []
    const { handoff } = found
    if (type === 'handoff.blocked' && handoff.state === 'blocked') {
      const pieces = { ...piecesOf(found), reason: handoff.blocked_by ?? '' }
      return [{ ...noteOn(found), kind: 'handoff.blocked', to: receiversOf(found), key, pieces }]
    }
    if (handoff.state !== 'waiting' && handoff.state !== 'proposed') return []
    const to = receiversOf(found).filter((id) => id !== actor_id)
    return [{ ...noteOn(found), kind: told[type as keyof typeof told], to, key, pieces: piecesOf(found) }]
  },
}

/** Says to where it came from what became of it. */
const tellSenders: Subscription = {
  types: ['handoff.rejected', 'handoff.returned'],
  async notes(tx, workspace_id, { id: key, type, subject, actor_id }) {
    const found = await store.readTold(tx, workspace_id, subject)
    const sender = found?.from?.owner_id ?? found?.handoff.created_by
    if (!found || !sender || sender === actor_id) return []
    const { from, handoff, decider } = found
    const about = from ? { deal: from } : { pipeline_id: handoff.pipeline_id }
    const pieces = { deal: found.name, by: decider ?? '', reason: handoff.reason ?? '' }
    const link = from ? `/deals/D-${from.number}` : '/handoffs'
    return [{ kind: type === 'handoff.returned' ? type : 'handoff.rejected', to: [sender], key, about, pieces, link }]
  },
}

export const handoffSubscriptions: readonly Subscription[] = [tellReceivers, tellSenders]

/** How long after its limit somebody is still told of a hand-off that was never decided on. */
const days = 30

/** Reminds whoever is to accept a hand-off halfway through its time, and tells of it further up when that is over. */
export const tellOfWaitingHandoffs: Tick = {
  name: 'waiting hand-offs',
  every_seconds: 60,
  async run({ database: { owner }, now }) {
    for (const waiting of await readWaiting(owner, { since: plusDays(now, -days), by: now }))
      await owner.transaction().execute(async (tx) => {
        const { workspace_id, id, due_at } = waiting
        const found = await store.readTold(tx, workspace_id, id)
        if (!found) return
        const due = due_at?.slice(0, 10) ?? ''
        const pieces = { ...piecesOf(found), due_on: due }
        const note = { ...noteOn(found), pieces }
        const reminder: Note = { ...note, kind: 'handoff.waiting', to: receiversOf(found), key: `${id} half` }
        if (due_at === null || due_at > now) {
          await tell(tx, workspace_id, [reminder], now)
          return
        }
        const to = await escalatedTo(tx, workspace_id, found, now)
        await tell(tx, workspace_id, [{ ...note, kind: 'handoff.overdue', to, key: `${id} over` }], now)
      })
  },
}

/** Whom the rule names, else the manager of whoever is to accept; with them who was asked all along. */
async function escalatedTo(tx: Tx, workspace_id: string, found: store.Told, now: string): Promise<string[]> {
  const receivers = receiversOf(found)
  const named = found.handoff.terms.respond?.escalate_to
  const above = named === undefined ? await store.readManagers(tx, workspace_id, receivers, now) : [named]
  return [...new Set([...above, ...receivers])]
}

/** The owner of the opened deal; before there is one, whom the rule names, or the owner of the account or the old deal. */
function receiversOf({ opened, from, account_owner, handoff }: store.Told): string[] {
  const { owner } = handoff.terms
  const named = owner?.by === 'person' ? owner.person_id : null
  const first = opened?.owner_id ?? named ?? account_owner ?? from?.owner_id
  return first ? [first] : []
}

const piecesOf = ({ name, pipeline }: store.Told) => ({ deal: name, pipeline })

function noteOn({ opened, handoff }: store.Told): Pick<Note, 'about' | 'link'> {
  if (opened) return { about: { deal: opened }, link: `/deals/D-${opened.number}` }
  return { about: { pipeline_id: (handoff as HandoffRow).pipeline_id }, link: '/handoffs' }
}
