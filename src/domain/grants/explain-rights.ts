import type { Access } from '../../platform/access.ts'
import { type PipelineRight, pipelineRights } from '../../platform/rights.ts'
import { accessOf, type Role } from '../people/index.ts'
import type { Reason } from './grant.ts'

/** A grant that is somebody's, and what makes it theirs. */
export type HeldGrant = { rights: readonly PipelineRight[]; deals: Reason['deals'] & string; through: string }
export type Explained = {
  person: { name: string; role: Role }
  pipeline: { name: string; open: boolean }
  grants: readonly HeldGrant[]
}

/** What a role has to allow at all before a grant can say in which pipelines. */
const needs: Record<PipelineRight, Access> = {
  see: 'deals:read',
  work: 'deals:work',
  transfer_in: 'deals:work',
  transfer_out: 'deals:work',
  configure: 'pipelines:configure',
  approve: 'deals:work',
  see_forecast: 'forecast:read',
  export: 'data:export',
}

/** Says of every right in one pipeline whether somebody has it, and because of what, in a sentence. */
export const explainRights = (asked: Explained): Reason[] => pipelineRights.map((right) => explain(asked, right))

function explain({ person, pipeline, grants }: Explained, right: PipelineRight): Reason {
  const { name, role } = person
  const word = right.replaceAll('_', ' ')
  const no = { right, allowed: false, deals: null }
  if (role === 'owner')
    return {
      right,
      allowed: true,
      deals: 'all',
      because: 'owner',
      sentence: `${name} is an owner, who may do everything.`,
    }
  if (!accessOf(role).has(needs[right]))
    return { ...no, because: 'role_missing', sentence: `${name} is ${role}, a role without the right ${needs[right]}.` }
  if (pipeline.open)
    return {
      right,
      allowed: true,
      deals: 'all',
      because: 'role',
      sentence: `${pipeline.name} has no grants, so everybody may do here what their role allows; ${name} is ${role}.`,
    }
  const given = grants
    .filter(({ rights }) => rights.includes(right))
    .toSorted((a, b) => width(b.deals) - width(a.deals))
  const [widest] = given
  if (!widest)
    return {
      ...no,
      because: 'grant_missing',
      sentence: `No grant in ${pipeline.name} gives ${name} the right to ${word}.`,
    }
  const whose = { own: `${name}'s own deals`, team: `the deals of ${name}'s teams`, all: 'every deal' }[widest.deals]
  const sentence = `A grant to ${widest.through} gives ${name} the right to ${word} in ${pipeline.name}, on ${whose}.`
  return { right, allowed: true, deals: widest.deals, because: 'grant', sentence }
}

const width = (deals: HeldGrant['deals']) => ['own', 'team', 'all'].indexOf(deals)
