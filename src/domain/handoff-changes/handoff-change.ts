import { z } from 'zod'
import { HandoffPlan, HandoffRules } from '../handoff-rules/index.ts'
import { proposed, saidOf } from '../rule-changes/index.ts'

export const HandoffChange = z
  .object({ ...proposed('hch'), rules: HandoffRules, plan: HandoffPlan })
  .meta({ id: 'HandoffChange' })

export const NewHandoffChange = z.strictObject({ rules: HandoffRules, ...saidOf('Hand-off rules') })
