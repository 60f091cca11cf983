import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { DaySchema, dayOf } from '../../values/instant.ts'
import { Line } from '../../values/text.ts'
import { DealId, lockedDeal, type StoredDeal } from '../ledger/index.ts'
import { criteriaOf, readDefinitionOf } from '../pipelines/index.ts'
import { Evidence } from './evidence.ts'
import { evidenceFault } from './evidence-fault.ts'
import * as store from './store.ts'

/** What somebody gives as evidence: a link to a document, or the day of a meeting. */
export const GivenEvidence = z
  .strictObject({
    criterion: z.string().min(1).max(60),
    url: z
      .url({ protocol: /^https?$/, error: 'expected a link that starts with https://' })
      .max(2000)
      .optional(),
    held_on: DaySchema.optional(),
    note: Line(500).optional(),
  })
  .refine(
    ({ url, held_on }) => (url === undefined) !== (held_on === undefined),
    'give either a url or the day a meeting was held_on',
  )
  .meta({ id: 'GivenEvidence' })
export type GivenEvidence = z.infer<typeof GivenEvidence>

export const addEvidence = operation({
  name: 'evidence.create',
  http: 'POST /deals/{deal_id}/evidence',
  access: 'deals:work',
  effect: 'write',
  summary: 'Give evidence for a criterion of a gate: a link, or the day of a meeting',
  input: z.strictObject({ deal_id: DealId, ...GivenEvidence.shape }),
  output: z.object({ data: z.array(Evidence) }),
  async run(context, { deal_id, ...given }) {
    const read = GivenEvidence.safeParse(given)
    if (!read.success) throw invalid('/url', 'evidence', read.error.issues[0]?.message ?? 'expected evidence')
    const deal = await lockedDeal(context, deal_id)
    const { tx, workspace_id, now } = context
    const criteria = criteriaOf(await readDefinitionOf(tx, workspace_id, deal.definition_id))
    const fault = evidenceFault(
      given,
      criteria.map(({ criterion }) => criterion),
      dayOf(now),
    )
    if (fault !== undefined) {
      const errors = [{ pointer: '/criterion', code: 'evidence', detail: fault }]
      throw new Problem('refused', fault, 'evidence-invalid', { errors })
    }
    await giveEvidence(context, deal, [read.data])
    const rows = await store.readEvidence(tx, workspace_id, [deal.id])
    return { data: rows.map(evidenceOf) }
  },
})

/** Writes evidence for a deal whose row is locked, and records each piece. A meeting lies in the past. */
export async function giveEvidence(context: Context, deal: StoredDeal, given: readonly GivenEvidence[]): Promise<void> {
  const { tx, workspace_id, now, newId, actor, record } = context
  const future = given.findIndex(({ held_on }) => held_on !== undefined && held_on > now.slice(0, 10))
  if (future >= 0)
    throw invalid(
      `/evidence/${future}/held_on`,
      'future',
      'A meeting that is evidence has been held; plan it as an activity.',
    )
  const rows = given.map(({ criterion, url = null, held_on = null, note = null }) => ({
    id: newId('evi'),
    deal_id: deal.id,
    criterion,
    kind: url === null ? ('meeting' as const) : ('link' as const),
    url,
    held_on,
    note,
    confirmed_by: null,
    source_id: null,
    given_by: actor.id,
    given_at: now,
  }))
  await store.insertEvidence(tx, workspace_id, rows)
  for (const row of rows)
    record({
      type: 'deal.evidence_given',
      subject: deal.id,
      version: deal.version,
      data: { key: `D-${deal.number}`, name: deal.name, after: row },
    })
}

export const evidenceOf = ({ given_by, given_by_name, deal_id: _, ...row }: store.EvidenceRow) => ({
  ...row,
  given_by: given_by === null ? null : { id: given_by, name: given_by_name ?? '' },
})
