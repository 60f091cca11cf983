import { z } from 'zod'
import { Months, RoutingPlan, RuleSet } from '../routing/index.ts'
import { proposed, saidOf } from '../rule-changes/index.ts'

export const RoutingChange = z
  .object({ ...proposed('rch'), ...RuleSet, plan: RoutingPlan })
  .meta({ id: 'RoutingChange' })

export const NewRoutingChange = z.strictObject({ ...RuleSet, ...saidOf('Routing rules'), months: Months })
