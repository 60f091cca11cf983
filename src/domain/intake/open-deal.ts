import { accept, type Decision, refuse } from '../../values/decision.ts'
import { minorOf } from '../../values/money.ts'
import type { Instant } from '../../values/instant.ts'
import type { FieldValues } from '../fields/index.ts'
import { mergedFields } from '../fields/index.ts'
import type { Category, DealState } from '../ledger/index.ts'
import type { Definition } from '../pipelines/index.ts'
import type { NewDeal } from './new-deal.ts'

export type OpenPipeline = { id: string; key: string; lifecycle: string; definition_id: string; definition: Definition }

/** The pipeline of a new deal: the one that is named, or the only one that takes new deals. */
export function choosePipeline<P extends OpenPipeline>(
  pipelines: readonly P[],
  named: string | undefined,
): Decision<P> {
  const active = pipelines.filter(({ lifecycle }) => lifecycle === 'active')
  const keys = active.map(({ key }) => key)
  const list =
    keys.length === 0 ? 'There is none yet; create one from its definition file.' : `One of: ${keys.join(', ')}.`
  const [only] = active
  if (named === undefined && active.length === 1 && only) return accept(only)
  if (named === undefined)
    return refuse('pipeline-unclear', `Say which pipeline the deal goes into. ${list}`, { pipelines: keys })
  const found = pipelines.find(({ id, key }) => id === named || key === named)
  if (!found)
    return refuse('pipeline-unknown', `There is no pipeline ${named} in this workspace. ${list}`, { pipelines: keys })
  if (found.lifecycle === 'active') return accept(found)
  return refuse(
    'pipeline-not-active',
    `${found.definition.name} is ${found.lifecycle} and takes no new deals. ${list}`,
    { pipelines: keys },
  )
}

export type Opening = {
  id: string
  number: bigint
  owner_id: string
  fields: FieldValues
  now: Instant
  /** The stage that it begins in, where a routing rule says one that the pipeline still has; else the first. */
  stage?: string | undefined
  /** Of the workspace, where neither amount nor definition names one. */
  currency: string
}

/** The first state of a deal: in the stage where it begins, called as that stage suggests. */
export function openedDeal(pipeline: OpenPipeline, given: NewDeal, opening: Opening): DealState {
  const { definition } = pipeline
  const first = definition.stages.find(({ key }) => key === opening.stage) ?? definition.stages[0]
  if (!first) throw new Error(`pipeline ${pipeline.key} has no stages`)
  return {
    id: opening.id,
    number: opening.number,
    version: 1,
    name: given.name,
    account_id: given.account_id ?? null,
    partner_account_id: given.partner_account_id ?? null,
    source: given.source ?? null,
    pipeline_id: pipeline.id,
    definition_id: pipeline.definition_id,
    stage: first.key,
    entered_stage_at: opening.now,
    outcome: null,
    outcome_reason: null,
    closed_at: null,
    amount_minor: given.amount ? minorOf(given.amount) : null,
    currency: given.amount?.currency ?? definition.currency ?? opening.currency,
    close_date: given.close_date ?? null,
    category: beganAs(definition, first),
    owner_id: opening.owner_id,
    fields: mergedFields({}, opening.fields),
    owed: [],
    carried: {},
    revenue_kind: given.revenue_kind ?? definition.revenue_kind,
    amount_measure: definition.amount_measure,
    frozen_rate: null,
    counted: true,
    next_step: given.next_step ?? null,
    wait_until: null,
    created_at: opening.now,
  }
}

/** A stage suggests a category; one that asks for something is only called by somebody who has seen to that. */
function beganAs({ forecast }: Definition, { category }: Definition['stages'][number]): Category {
  if (category === 'omitted') return category
  return (forecast.categories?.[category] ?? []).length > 0 ? 'pipeline' : category
}
