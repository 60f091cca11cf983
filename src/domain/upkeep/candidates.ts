import { differenceOfProportions } from '../../stats/proportion.ts'
import { daysBetween, type Instant } from '../../values/instant.ts'
import type { Lifecycle } from '../pipelines/index.ts'

/** What a pipeline costs and how it is used, as far as candidates are judged by it. */
export type Used = {
  key: string
  name: string
  lifecycle: Lifecycle
  created_at: Instant
  last_begun_at: Instant | null
  open: number
  /** Closed within a year. */
  won: number
  lost: number
  /** How alike it is to each other pipeline, by key; 0 … 1. */
  likeness: Readonly<Record<string, number>>
}

export type Candidate = {
  what: 'merge' | 'sunset' | 'archive'
  with: string | null
  why: string
  /** Won shares of the two, first less second, where that says something. */
  difference: { estimate: number | null; low: number; high: number } | null
}

/** Nothing has begun for so long that nobody sells this way any more. */
const idleDays = 180
/** Below so many closed deals a year nothing is learned from them. */
const enough = 30
const alike = 0.8
const near = 0.4

/** What somebody should think about: to join a pipeline with another, to let it run out, or to put it away. */
export function candidatesFor(pipeline: Used, all: readonly Used[], now: Instant): Candidate[] {
  if (pipeline.lifecycle === 'archived') return []
  return [...idle(pipeline, now), ...twins(pipeline, all)]
}

function idle({ lifecycle, open, created_at, last_begun_at }: Used, now: Instant): Candidate[] {
  if (lifecycle === 'sunset')
    return open > 0
      ? []
      : [{ what: 'archive', with: null, why: 'It takes no new deals and none is open.', difference: null }]
  const since = Math.floor(daysBetween(last_begun_at ?? created_at, now))
  if (lifecycle !== 'active' || since < idleDays) return []
  const left = open === 0 ? 'none is open' : `${open} are open`
  return [{ what: 'sunset', with: null, why: `No deal has begun for ${since} days; ${left}.`, difference: null }]
}

function twins(pipeline: Used, all: readonly Used[]): Candidate[] {
  const others = all.filter(({ key, lifecycle }) => key !== pipeline.key && lifecycle === 'active')
  const nearest = others.toSorted((a, b) => (pipeline.likeness[b.key] ?? 0) - (pipeline.likeness[a.key] ?? 0))[0]
  const likeness = nearest ? (pipeline.likeness[nearest.key] ?? 0) : 0
  const closed = pipeline.won + pipeline.lost
  if (!nearest || pipeline.lifecycle !== 'active') return []
  const percent = Math.round(likeness * 100)
  if (likeness >= alike)
    return [
      {
        what: 'merge',
        with: nearest.key,
        why: `It is ${percent} % alike to ${nearest.name} in stages, criteria, fields and rules.`,
        difference: differ(pipeline, nearest),
      },
    ]
  if (closed >= enough || closed === 0 || likeness < near) return []
  return [
    {
      what: 'merge',
      with: nearest.key,
      why: `${closed} deals were closed in a year, too few to learn from; ${nearest.name} comes nearest (${percent} % alike).`,
      difference: differ(pipeline, nearest),
    },
  ]
}

const differ = (a: Used, b: Used): Candidate['difference'] =>
  differenceOfProportions({ successes: a.won, n: a.won + a.lost }, { successes: b.won, n: b.won + b.lost })
