import type { Note, Subscription } from '../notifications/index.ts'
import { type PlacedDeal, readPlaced } from './store.ts'

/** Tells somebody that a deal was given to them by somebody else. */
export const tellNewOwner: Subscription = {
  types: ['deal.created', 'deal.edited'],
  async notes(tx, workspace_id, { id, subject, actor_id, data }) {
    const owner_id = (data['after'] as { owner_id?: string | null } | null)?.owner_id
    if (!owner_id || owner_id === actor_id) return []
    const deal = await readPlaced(tx, workspace_id, subject, actor_id)
    // Given on meanwhile: the next event tells the next one.
    if (!deal || deal.owner_id !== owner_id || deal.outcome !== null) return []
    return [{ ...noteOn(deal, subject), kind: 'deal.assigned', to: [owner_id], key: id }]
  },
}

/** Tells somebody that they were put on the team of a deal by somebody else. */
export const tellNewMember: Subscription = {
  types: ['deal.member_added'],
  async notes(tx, workspace_id, { id, subject, actor_id, data }) {
    const member = data['after'] as { person_id?: string; role?: string } | null
    if (!member?.person_id || member.person_id === actor_id || data['before'] !== null) return []
    const deal = await readPlaced(tx, workspace_id, subject, actor_id)
    if (!deal) return []
    const { pieces, ...note } = noteOn(deal, subject)
    return [
      { ...note, kind: 'deal.joined', to: [member.person_id], key: id, pieces: { ...pieces, role: member.role ?? '' } },
    ]
  },
}

const noteOn = ({ name, number, pipeline_id, owner_id, by }: PlacedDeal, id: string) =>
  ({
    about: { deal: { pipeline_id, id, owner_id } },
    pieces: { deal: name, ...(by === null ? {} : { by }) },
    link: `/deals/D-${number}`,
  }) satisfies Partial<Note>
