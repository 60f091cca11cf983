import type { HandoffRule } from '../../client/schema.ts'
import { plainCarry } from '../handoffs/carried-list.tsx'

/** A rule as it is sent: what nobody wrote is left out, and so is what does not belong to what the rule does. */
export function fitted(rule: HandoffRule): HandoffRule {
  const { when = '', reason = '', respond, carry, credit, link, ...rest } = rule
  const { source = '', next_step = '', ...carried } = carry
  const moves = rest.as === 'transfer'
  return {
    ...rest,
    name: rest.name.trim(),
    ...(when.trim() ? { when: when.trim() } : {}),
    ...(moves && reason ? { reason } : {}),
    ...(respond ? { respond } : {}),
    link: moves ? 'sourced_from' : link,
    carry: moves
      ? plainCarry
      : {
          ...carried,
          name: carried.name.trim(),
          ...(source.trim() ? { source: source.trim() } : {}),
          ...(next_step.trim() ? { next_step: next_step.trim() } : {}),
        },
    credit: moves ? { sourced: false } : credit,
  }
}
