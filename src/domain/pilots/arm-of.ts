import type { Arm } from './pilot.ts'

/** A pilot as a new deal meets it. */
export type Running = {
  id: string
  pipeline_id: string
  pilot_pipeline_id: string
  share: number | null
  /** Who is in its team now; null where a share decides. */
  members: readonly string[] | null
}

/**
 * Which way a new deal goes: by whose it is where a team tries the pilot, else by its id alone, so that nobody chooses
 * and the same deal always goes the same way.
 */
export function armOf({ id, share, members }: Running, deal: { id: string; owner_id: string }): Arm {
  if (members) return members.includes(deal.owner_id) ? 'pilot' : 'rest'
  return evenly(`${id} ${deal.id}`) < (share ?? 0) ? 'pilot' : 'rest'
}

/** A number in 0 … 1 from a text, alike for every one: FNV-1a, its bits mixed as MurmurHash3 ends. */
export function evenly(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
