import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { Problem } from '../../platform/problem.ts'
import { Page, pageOf, pageQuery } from '../../values/page.ts'
import { readWorkingTimes } from '../calendars/index.ts'
import { readLibrary } from '../fields/index.ts'
import { readPeople } from '../people/index.ts'
import { dealLanguage, readPipelines } from '../pipelines/index.ts'
import { requireWholeSight } from '../routing/index.ts'
import { readTeams } from '../teams/index.ts'
import { checkRules } from './check-rules.ts'
import { diffRules } from './diff-rules.ts'
import { findFaults } from './find-faults.ts'
import { HandoffPlan, type HandoffRule, HandoffRules, HandoffRuleSet, HandoffRuleVersion } from './handoff-rule.ts'
import * as store from './store.ts'

const getRules = operation({
  name: 'handoff_rules.get',
  http: 'GET /handoff-rules',
  access: 'pipelines:read',
  effect: 'read',
  mcp: { tool: 'get_handoff_rules' },
  summary: 'The rules by which what happens in one pipeline opens a deal in another, and what is wrong with them',
  input: z.strictObject({}),
  output: HandoffRuleSet,
  version: ({ version }) => version,
  async run(context) {
    requireWholeSight(context)
    const { tx, workspace_id } = context
    const current = await store.readCurrentRules(tx, workspace_id)
    const rules = current?.rules ?? []
    return {
      version: current?.version ?? 0,
      rules,
      published_by: current?.published_by ?? null,
      published_at: current?.published_at ?? null,
      findings: findFaults(rules, await readPipelines(tx, workspace_id)),
    }
  },
})

const listVersions = operation({
  name: 'handoff_rule_versions.list',
  http: 'GET /handoff-rules/versions',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'Every set of hand-off rules that was published, the newest first',
  input: z.strictObject(pageQuery(z.tuple([z.int()]))),
  output: Page(HandoffRuleVersion),
  async run(context, { limit, cursor }) {
    requireWholeSight(context)
    const { tx, workspace_id } = context
    const rows = await store.readVersions(tx, workspace_id, { before: cursor?.[0], limit: limit + 1 })
    return pageOf(rows, limit, ({ version }) => [version])
  },
})

const previewRules = operation({
  name: 'handoff_rules.preview',
  http: 'POST /handoff-rules/preview',
  access: 'pipelines:configure',
  effect: 'read',
  summary:
    'What a set of hand-off rules would change, with its circles, dead ends, money counted twice and closed pipelines',
  input: z.strictObject({ rules: HandoffRules }),
  output: HandoffPlan,
  status: 200,
  async run(context, { rules }) {
    requireWholeSight(context)
    return planOf(context, rules)
  },
})

export const handoffRuleOperations = [getRules, listVersions, previewRules]

/** What a set of rules would change, and what is wrong with it; refused where it names what is not there. */
export async function planOf(context: Context, rules: readonly HandoffRule[]): Promise<HandoffPlan> {
  const { tx, workspace_id, now } = context
  const [current, pipelines, people, teams, library, calendars] = await Promise.all([
    store.readCurrentRules(tx, workspace_id),
    readPipelines(tx, workspace_id),
    readPeople(tx, workspace_id),
    readTeams(tx, workspace_id, now),
    readLibrary(tx, workspace_id),
    readWorkingTimes(context, now),
  ])
  const faults = checkRules(rules, {
    pipelines,
    people: new Set(people.filter(({ active }) => active).map(({ id }) => id)),
    teams: new Set(teams.filter(({ active }) => active).map(({ id }) => id)),
    calendars: new Set(calendars.keys()),
    fields: new Set(library.filter(({ subject }) => subject === 'deal').map(({ key }) => key)),
    language: dealLanguage(library),
  })
  if (faults.length > 0)
    throw new Problem('invalid', faults[0]?.detail ?? '', 'invalid', { errors: faults.slice(0, 50) })
  const diff = diffRules(current?.rules ?? [], rules)
  const touched = diff.filter(({ change }) => change !== 'added').map(({ rule }) => rule)
  const waiting = await store.countWaitingOf(tx, workspace_id, touched)
  return { based_on: current?.version ?? 0, diff, findings: findFaults(rules, pipelines), waiting }
}
