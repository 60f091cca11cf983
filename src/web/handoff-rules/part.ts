import type { HandoffRule } from '../../client/schema.ts'

/** What each part of the form is given: the rule as it is written, how to change it, and what is wrong with a member. */
export type Part = {
  rule: HandoffRule
  onRule: (rule: HandoffRule) => void
  wrong: (member: string) => string | undefined
}
