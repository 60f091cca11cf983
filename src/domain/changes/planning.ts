import { stringify } from 'yaml'
import type { z } from 'zod'
import type { Impact } from '../impact/index.ts'
import type { Definition } from '../pipelines/index.ts'
import type { ChangeSummary, ProposedPlan } from './change-request.ts'
import type { ChangeRow, StoredPlan } from './store.ts'

/** A definition as text: the file that was sent, or the object in the words of one. */
export const textOf = (definition: string | Record<string, unknown>): string =>
  typeof definition === 'string' ? definition : stringify(definition)

const mostKept = 1_000

/** A plan as it is kept with its request, to show later what was shown when it was decided. */
export const keptPlan = ({ fingerprint, ...plan }: StoredPlan): StoredPlan => ({
  ...plan,
  newly_failing: plan.newly_failing.map((one) => ({ ...one, deal_ids: one.deal_ids.slice(0, mostKept) })),
  fingerprint,
})

/** Without the request that a plan is about, which refers to nothing but itself. */
export const withoutItself = <P extends Impact>(plan: P, id: string): P => ({
  ...plan,
  references: plan.references.filter((one) => one.id !== id),
})

/** What a request is called where nobody gave it a name: what it does, shortly. */
export function titleOf({ diff }: Impact, pipeline: string): string {
  const [first] = diff.changes
  const more = diff.changes.length - 1
  const said = first ? first.sentence.replace(/\.$/, '') : 'Another wording of the file'
  const title = `${pipeline}: ${said}${more > 0 ? `, and ${more} more` : ''}`
  return title.length > 160 ? `${title.slice(0, 159)}…` : title
}

/** The plan of a pipeline that there is not yet. */
export function newPipelinePlan(definition: Definition): z.input<typeof ProposedPlan> {
  const sentence = `Pipeline ${definition.name} (${definition.key}) is new.`
  const changes = [{ op: '+' as const, path: definition.key, before: null, after: definition.name, sentence }]
  return {
    change: 'create',
    pipeline: null,
    based_on: null,
    requested: null,
    token: 'plan_new',
    stages: definition.stages.map(({ key, name }) => ({
      key,
      name,
      change: 'added' as const,
      new_name: null,
      open_deals: 0,
      to: null,
    })),
    newly_failing: [],
    expected: { period: null, currency: null, before: null, after: null, chances: [] },
    references: [],
    rights_lost: [],
    diff: { changes, lines: '' },
    summary: 'Plan: 1 to add, 0 to change, 0 to remove.',
  }
}

/** A request as lists show it. */
export function summaryOf(
  change: ChangeRow,
  approvals: readonly { self_approved: boolean }[],
): z.input<typeof ChangeSummary> {
  const { id, version, title, reason, state, stage_map, migrate, effective_at, created_at, published_at } = change
  return {
    id,
    key: keyOf(change),
    version,
    pipeline: { id: change.pipeline_id, key: change.pipeline_key, name: change.pipeline_name },
    title,
    reason,
    state,
    based_on: { id: change.based_on, version: change.based_on_version },
    definition:
      change.definition_id === null ? null : { id: change.definition_id, version: change.definition_version ?? 0 },
    stage_map,
    migrate,
    effective_at,
    summary: change.plan.summary,
    plan: change.plan_token,
    created_by: { id: change.created_by, name: change.created_by_name },
    created_at,
    published_at,
    job_id: change.job_id,
    rollback_of: change.rollback_of,
    self_approved: approvals.some((one) => one.self_approved),
  }
}

export const keyOf = ({ number }: Pick<ChangeRow, 'number'>) => `CR-${number}`
