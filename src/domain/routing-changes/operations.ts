import { z } from 'zod'
import { operation } from '../../platform/operation.ts'
import { Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Page, pageQuery } from '../../values/page.ts'
import { insertVersion, lockRouting, planOf, readCurrent, requireWholeSight } from '../routing/index.ts'
import { changeStates, proposalsOf, rulePolicyOperations } from '../rule-changes/index.ts'
import { NewRoutingChange, RoutingChange } from './routing-change.ts'
import { routingChanges } from './store.ts'

const proposals = proposalsOf({
  subject_kind: 'routing',
  noun: 'routing change',
  event: 'routing',
  decided: 'routing-decided',
  kept: routingChanges,
})

const getChange = operation({
  name: 'routing_changes.get',
  http: 'GET /routing/changes/{change_id}',
  // Whoever reads the rules reads what they may become: those who decide need not be those who write them.
  access: 'pipelines:read',
  effect: 'read',
  summary: 'One proposed set of routing rules, with its plan and who decides',
  input: z.strictObject({ change_id: Id('rch') }),
  output: RoutingChange,
  version: ({ version }) => version,
  async run(context, { change_id }) {
    requireWholeSight(context)
    return proposals.get(context, change_id)
  },
})

const listChanges = operation({
  name: 'routing_changes.list',
  http: 'GET /routing/changes',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'Proposed sets of routing rules, the newest first',
  input: z.strictObject({ state: z.enum(changeStates).optional(), ...pageQuery(z.tuple([Id('rch')])) }),
  output: Page(RoutingChange),
  async run(context, asked) {
    requireWholeSight(context)
    return proposals.list(context, asked)
  },
})

export const createChange = operation({
  name: 'routing_changes.create',
  http: 'POST /routing/changes',
  access: 'pipelines:configure',
  effect: 'write',
  cost: 10,
  summary: 'Propose a set of routing rules; it is published once those who decide have approved',
  input: NewRoutingChange,
  output: RoutingChange,
  version: ({ version }) => version,
  async run(context, { rules, fallback, title, reason, months }) {
    requireWholeSight(context)
    const { actor, now, newId } = context
    const plan = await planOf(context, { rules, fallback }, months)
    const { diff, based_on } = plan
    if (diff.length === 0 && based_on > 0)
      throw new Problem(
        'refused',
        'These are the rules that are published; change one of them first.',
        'routing-unchanged',
      )
    const row = { id: newId('rch'), title, reason, rules, fallback, based_on, plan }
    // Shown with the pipeline that deals go to where nothing else is said.
    const pipeline = fallback?.pipeline ?? rules[0]?.pipeline
    const after = { title, rules: rules.length, fallback: fallback?.pipeline ?? null, diff }
    return proposals.propose(context, { ...row, created_by: actor.id, created_at: now }, { pipeline, after })
  },
})

export const withdrawChange = operation({
  name: 'routing_changes.withdraw',
  http: 'POST /routing/changes/{change_id}/withdrawal',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Take a proposed set of routing rules back',
  input: z.strictObject({ change_id: Id('rch') }),
  output: RoutingChange,
  version: ({ version }) => version,
  async run(context, { change_id }) {
    requireWholeSight(context)
    return proposals.withdraw(context, change_id)
  },
})

export const routingChangeOperations = [listChanges, getChange, createChange, withdrawChange, ...rulePolicyOperations]

export const routingSubject = proposals.subject({
  lock: ({ tx, workspace_id }) => lockRouting(tx, workspace_id),
  current: async ({ tx, workspace_id }) => (await readCurrent(tx, workspace_id))?.version ?? 0,
  // What it names may have gone since it was asked for.
  check: (context, change) => planOf(context, change, 1),
  async publish({ tx, workspace_id, actor, now }, { id, rules, fallback }, number) {
    const row = { number, rules, fallback, change_id: id, published_by: actor.id, published_at: now }
    await insertVersion(tx, workspace_id, row)
    return { rules: rules.map(({ key }) => key), fallback: fallback?.pipeline ?? null }
  },
})
