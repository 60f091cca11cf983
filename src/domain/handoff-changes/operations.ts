import { z } from 'zod'
import { operation } from '../../platform/operation.ts'
import { Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Page, pageQuery } from '../../values/page.ts'
import { type HandoffFinding, insertVersion, lockRules, planOf, readCurrentRules } from '../handoff-rules/index.ts'
import { requireWholeSight } from '../routing/index.ts'
import { changeStates, proposalsOf } from '../rule-changes/index.ts'
import { HandoffChange, NewHandoffChange } from './handoff-change.ts'
import { handoffChanges } from './store.ts'

const proposals = proposalsOf({
  subject_kind: 'handoffs',
  noun: 'change of hand-off rules',
  event: 'handoff_rules',
  decided: 'handoffs-decided',
  kept: handoffChanges,
})

const listChanges = operation({
  name: 'handoff_changes.list',
  http: 'GET /handoff-rules/changes',
  access: 'pipelines:configure',
  effect: 'read',
  summary: 'Proposed sets of hand-off rules, the newest first',
  input: z.strictObject({ state: z.enum(changeStates).optional(), ...pageQuery(z.tuple([Id('hch')])) }),
  output: Page(HandoffChange),
  async run(context, asked) {
    requireWholeSight(context)
    return proposals.list(context, asked)
  },
})

const getChange = operation({
  name: 'handoff_changes.get',
  http: 'GET /handoff-rules/changes/{change_id}',
  access: 'pipelines:configure',
  effect: 'read',
  summary: 'One proposed set of hand-off rules, with its plan and who decides',
  input: z.strictObject({ change_id: Id('hch') }),
  output: HandoffChange,
  version: ({ version }) => version,
  async run(context, { change_id }) {
    requireWholeSight(context)
    return proposals.get(context, change_id)
  },
})

const createChange = operation({
  name: 'handoff_changes.create',
  http: 'POST /handoff-rules/changes',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Propose a set of hand-off rules; those who decide on routing rules decide on it, and it is published then',
  input: NewHandoffChange,
  output: HandoffChange,
  version: ({ version }) => version,
  async run(context, { rules, title, reason }) {
    requireWholeSight(context)
    const { actor, now, newId } = context
    const plan = await planOf(context, rules)
    const { diff, based_on, findings } = plan
    if (diff.length === 0)
      throw new Problem(
        'refused',
        'These are the rules that are published; change one of them first.',
        'handoffs-unchanged',
      )
    refuseFaulty(findings)
    const row = { id: newId('hch'), title, reason, rules, based_on, plan, created_by: actor.id, created_at: now }
    const after = { title, rules: rules.length, diff }
    return proposals.propose(context, row, { pipeline: rules[0]?.to.pipeline, after })
  },
})

const withdrawChange = operation({
  name: 'handoff_changes.withdraw',
  http: 'POST /handoff-rules/changes/{change_id}/withdrawal',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Take a proposed set of hand-off rules back',
  input: z.strictObject({ change_id: Id('hch') }),
  output: HandoffChange,
  version: ({ version }) => version,
  async run(context, { change_id }) {
    requireWholeSight(context)
    return proposals.withdraw(context, change_id)
  },
})

export const handoffChangeOperations = [listChanges, getChange, createChange, withdrawChange]

export const handoffsSubject = proposals.subject({
  lock: ({ tx, workspace_id }) => lockRules(tx, workspace_id),
  current: async ({ tx, workspace_id }) => (await readCurrentRules(tx, workspace_id))?.version ?? 0,
  // What it names may have gone, and pipelines may have changed, since it was asked for.
  check: async (context, { rules }) => refuseFaulty((await planOf(context, rules)).findings),
  async publish({ tx, workspace_id, actor, now }, { id, rules }, number) {
    const row = { number, rules, change_id: id, published_by: actor.id, published_at: now }
    await insertVersion(tx, workspace_id, row)
    return { rules: rules.map(({ key }) => key) }
  },
})

/** Deals that would open deals for ever are not a matter of opinion. */
function refuseFaulty(findings: readonly HandoffFinding[]): void {
  const fault = findings.find(({ refuses }) => refuses)
  if (fault) throw new Problem('refused', fault.message, `handoffs-${fault.kind}`, { rules: fault.rules })
}
