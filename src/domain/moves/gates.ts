import type { Instant } from '../../values/instant.ts'
import { evaluateRule, ruleHolds, type Verdict } from '../../values/rule/evaluate-rule.ts'
import { isWebAddress } from '../evidence/index.ts'
import type { Criterion } from '../pipelines/index.ts'
import type { Asked } from './crossed.ts'
import { factsOf } from './facts.ts'
import type { Gate } from './move.ts'
import { type Rules, rulesOf } from './rules.ts'
import type { Situation } from './situation.ts'

/** Judges what is asked for by the deal as it is, each key once. */
export function gatesOf(situation: Situation, asked: Asked[], now: Instant): Gate[] {
  if (asked.length === 0) return []
  const judged = judgedBy(situation, asked, now)
  return unique(asked).map((one) => gateOf(one, judged))
}

/** A criterion that a deal does not meet, without why and what would do. */
export type Unmet = Pick<Gate, 'key' | 'label' | 'level' | 'stage'>

/** What is asked for and not met, each key once: the gates above that are not satisfied, without putting them in words. */
export function unmetOf(situation: Situation, asked: Asked[], now: Instant): Unmet[] {
  if (asked.length === 0) return []
  const judged = judgedBy(situation, asked, now)
  return unique(asked)
    .filter(({ criterion }) => !isMet(criterion, judged))
    .map(({ criterion, stage, side }) => ({
      key: criterion.key,
      label: labelIn(criterion, side, situation),
      level: criterion.level,
      stage,
    }))
}

type Judged = { situation: Situation; now: Instant; facts: ReturnType<typeof factsOf>; rules: Rules }

function judgedBy(situation: Situation, asked: readonly Asked[], now: Instant): Judged {
  const rules = rulesOf(situation.definition, situation.library)
  const names = new Set(asked.flatMap(({ criterion }) => rules.get(criterion.key)?.names ?? []))
  return { situation, now, facts: factsOf(situation, now, names), rules }
}

const unique = (asked: Asked[]): Asked[] =>
  asked.filter(({ criterion }, i) => asked.findIndex((one) => one.criterion.key === criterion.key) === i)

function isMet(criterion: Criterion, judged: Judged): boolean {
  if (missingEvidence(criterion, judged).length > 0) return false
  const rule = judged.rules.get(criterion.key)
  return rule === undefined || ruleHolds(rule, judged.facts)
}

const labelIn = (criterion: Criterion, side: Asked['side'], situation: Situation): string =>
  side === 'required' ? labelOf(fieldIn(criterion) ?? criterion.key, situation) : criterion.label

function gateOf({ criterion, stage, side }: Asked, judged: Judged): Gate {
  const { key, kind, level } = criterion
  const evidence = missingEvidence(criterion, judged)
  const verdict = ruleVerdict(key, judged)
  const because = [...evidence, ...toldOf(criterion, verdict, judged.situation)]
  return {
    key,
    label: labelIn(criterion, side, judged.situation),
    kind,
    level,
    satisfied: because.length === 0,
    excused_until: null,
    hint: because.length === 0 ? null : (criterion.hint ?? hints[kind](criterion, judged.situation, because)),
    field: fieldFor(criterion, verdict),
    stage,
    side,
    because,
  }
}

function ruleVerdict(key: string, { rules, facts }: Judged): Verdict {
  const rule = rules.get(key)
  return rule ? evaluateRule(rule, facts) : { holds: true, because: [], empty: [] }
}

/** Why a rule does not hold; without a word on values where it rests on a field that is not for the reader. */
const toldOf = (criterion: Criterion, { because }: Verdict, situation: Situation): string[] =>
  because.length > 0 && restsOnHidden(criterion, situation) ? ['It rests on a field that you may not read'] : because

export const restsOnHidden = ({ rule }: Criterion, { unreadable }: Situation): boolean =>
  [...(unreadable ?? [])].some((key) => rule !== undefined && new RegExp(`\\bfields\\.${key}\\b`).test(rule))

function missingEvidence(criterion: Criterion, judged: Judged): string[] {
  const { situation, now } = judged
  const given = situation.evidence.filter((one) => one.criterion === criterion.key && one.kind === criterion.kind)
  switch (criterion.kind) {
    case 'rule':
      return []
    case 'field':
      return isFilled(criterion.field, situation) ? [] : [`${labelOf(criterion.field, situation)} is empty`]
    case 'link':
      return given.some(({ url }) => url !== null && isWebAddress(url)) ? [] : ['No link has been given']
    case 'confirmation':
      return given.length > 0 ? [] : [confirmationMissing(criterion.key, judged)]
    case 'approval':
      return given.length > 0 ? [] : [approvalMissing(criterion.key, judged)]
    case 'meeting': {
      const today = now.slice(0, 10)
      const held =
        situation.activities.met_for.includes(criterion.key) ||
        given.some(({ held_on }) => held_on !== null && held_on <= today)
      return held ? [] : ['No such meeting has been held yet']
    }
  }
}

/** How far the newest question for an approval has come. */
function approvalMissing(key: string, { situation }: Judged): string {
  const newest = situation.approvals.filter(({ criterion }) => criterion === key).at(-1)
  if (!newest || newest.state === 'cancelled') return 'Nobody has been asked to approve it yet'
  const { state, asked_by, needed, approved, rejected_by, reason } = newest
  if (state === 'rejected') return `${rejected_by} rejected it: ${reason}`
  return `${asked_by} asked for it; ${approved} of ${needed} have approved`
}

/** How far the newest question to a buyer has come. */
function confirmationMissing(key: string, { situation, now }: Judged): string {
  const newest = situation.asked.filter(({ criterion }) => criterion === key).at(-1)
  if (!newest) return 'The buyer has not been asked yet'
  const { name, answer, answered_by, remark, expires_at } = newest
  if (answer === 'declined') return `${answered_by} declined${remark === null ? '' : `: ${remark}`}`
  if (Date.parse(expires_at) <= Date.parse(now)) return `${name} was asked and did not answer in time`
  return `${name} was asked and has not answered yet`
}

const hints: Record<Criterion['kind'], (criterion: Criterion, situation: Situation, because: string[]) => string> = {
  rule: (_, __, because) => `${because.join('; ')}.`,
  field: (criterion, situation) => {
    const field = fieldIn(criterion) ?? ''
    const where = field.startsWith('account.') ? ' on the account' : ''
    return `Fill in ${labelOf(field, situation)}${where}.`
  },
  link: ({ label }) => `Give a link to a document for: ${label}.`,
  approval: ({ label }) => `Ask for the approval: ${label}.`,
  confirmation: ({ label }) => `Ask the buyer to confirm: ${label}.`,
  meeting: ({ label }) => `Hold the meeting, or note when it was held: ${label}.`,
}

const fieldIn = (criterion: Criterion) => ('field' in criterion ? criterion.field : undefined)

/** The field to ask for: the criterion's own, or the first that its rule found empty. An account's is filled in there. */
function fieldFor(criterion: Criterion, { empty }: Verdict): string | null {
  const named = fieldIn(criterion)
  if (named !== undefined) return named.includes('.') ? null : named
  const first = empty.find((path) => path.startsWith('deal.fields.') || fillable.has(path))
  return first?.split('.').at(-1) ?? null
}
const fillable = new Set(['deal.amount', 'deal.close_date', 'deal.next_step', 'deal.source'])

function isFilled(field: string, { deal, account }: Situation): boolean {
  const own: Record<string, unknown> = {
    name: deal.name,
    amount: deal.amount_minor,
    close_date: deal.close_date,
    owner: deal.owner_id,
    account: deal.account_id,
    partner: deal.partner_account_id,
    source: deal.source,
    next_step: deal.next_step,
  }
  if (Object.hasOwn(own, field)) return !isEmpty(own[field])
  if (field.startsWith('account.')) return !isEmpty(account?.fields[field.slice('account.'.length)])
  return Object.hasOwn(deal.fields, field) && !isEmpty(deal.fields[field])
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

function labelOf(field: string, { library }: Situation): string {
  const [subject, key] = field.startsWith('account.') ? ['account', field.slice('account.'.length)] : ['deal', field]
  return library.find((one) => one.subject === subject && one.key === key)?.label ?? ownLabel(field)
}

const ownLabel = (field: string) => (field.charAt(0).toUpperCase() + field.slice(1)).replaceAll('_', ' ')
