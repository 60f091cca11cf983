import { useQuery } from '@tanstack/react-query'
import type { HandoffDifference, HandoffPlan, HandoffRule } from '../../client/schema.ts'
import { api, client } from '../api.ts'
import { stageName, usePipelines } from '../data.ts'
import { exactPercent, wholeNumber } from '../format.ts'
import { carriedLines } from '../handoffs/carried-list.tsx'
import { linkNames } from '../handoffs/handoff-words.ts'
import { calendarsQuery } from '../settings/calendars-data.ts'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'

/** What fires a rule, as half a sentence. */
export function triggerWords(trigger: HandoffRule['trigger'], byKey: ReadonlyMap<string, Pipeline>): string {
  const name = (key: string) => byKey.get(key)?.name ?? key
  switch (trigger.on) {
    case 'won':
      return i18n.t('A deal of {pipeline} is won', { pipeline: name(trigger.pipeline) })
    case 'stage': {
      const stage = stageName(byKey.get(trigger.pipeline), trigger.stage)
      return i18n.t('A deal of {pipeline} comes to {stage}', { pipeline: name(trigger.pipeline), stage })
    }
    case 'manual':
      return i18n.t('Somebody asks for it on a deal of {pipeline}', { pipeline: name(trigger.pipeline) })
    case 'term_end':
      return trigger.pipeline === undefined
        ? i18n.t('{days, plural, one {# day} other {# days}} before a contract ends', { days: trigger.days })
        : i18n.t('{days, plural, one {# day} other {# days}} before a contract of {pipeline} ends', {
            days: trigger.days,
            pipeline: name(trigger.pipeline),
          })
    case 'usage': {
      const { metric, from } = trigger
      const value = wholeNumber(trigger.crosses)
      return from === 'below'
        ? i18n.t('{metric} of an account rises to {value}', { metric, value })
        : i18n.t('{metric} of an account falls to {value}', { metric, value })
    }
  }
}

export type Member = Exclude<keyof HandoffRule, 'key'>

export const memberNames = (): Record<Member, string> => ({
  name: i18n.t('name'),
  trigger: i18n.t('fires when'),
  when: i18n.t('only where'),
  as: i18n.t('does what'),
  mode: i18n.t('how'),
  to: i18n.t('leads to'),
  reason: i18n.t('reason'),
  owner: i18n.t('owner'),
  link: i18n.t('the new deal'),
  carry: i18n.t('takes over'),
  credit: i18n.t('credit'),
  respond: i18n.t('to be accepted'),
})

/** Each part of a rule as a person says it. */
export function useRuleWords(): (rule: HandoffRule, member: Member) => string {
  const { byKey } = usePipelines()
  const ownerWords = useOwnerWords()
  const calendars = useQuery(calendarsQuery).data?.data ?? []
  return (rule, member) => {
    const { to, respond, trigger, reason } = rule
    switch (member) {
      case 'name':
        return rule.name
      case 'trigger':
        return triggerWords(trigger, byKey)
      case 'when':
        return rule.when ?? i18n.t('always')
      case 'as':
        return rule.as === 'handoff' ? i18n.t('opens a new deal') : i18n.t('moves the deal itself')
      case 'mode':
        return modeWords(rule)
      case 'to': {
        const pipeline = byKey.get(to.pipeline)
        const name = pipeline?.name ?? to.pipeline
        return to.stage === undefined ? name : `${name}: ${stageName(pipeline, to.stage)}`
      }
      case 'reason': {
        const reasons = byKey.get(trigger.pipeline ?? '')?.transfer_reasons ?? []
        return reasons.find(({ key }) => key === reason)?.label ?? reason ?? i18n.t('none')
      }
      case 'owner':
        return ownerWords(rule)
      case 'link':
        return linkNames()[rule.link]
      case 'carry':
        return [`“${rule.carry.name}”`, ...carriedLines(rule.carry)].join(', ')
      case 'credit':
        return creditWords(rule.credit)
      case 'respond':
        return respond
          ? i18n.t('within {hours, plural, one {# business hour} other {# business hours}} of {calendar}', {
              hours: respond.hours,
              calendar: calendars.find(({ key }) => key === respond.calendar)?.name ?? respond.calendar,
            })
          : i18n.t('by nobody: it counts as accepted')
    }
  }
}

export const modeWords = ({ mode, trigger }: HandoffRule): string =>
  mode === 'proposed' ? i18n.t('proposes') : trigger.on === 'manual' ? i18n.t('when asked') : i18n.t('by itself')

const creditWords = ({ sourced, overlay }: HandoffRule['credit']): string =>
  [
    ...(sourced ? [i18n.t('the old owner brought the new deal')] : []),
    ...(overlay === undefined
      ? []
      : [i18n.t('the old owner has {share} beside the money', { share: exactPercent(overlay / 10_000) })]),
  ].join(', ') || i18n.t('none')

export const differenceNames = (): Record<HandoffDifference['change'], string> => ({
  added: i18n.t('new'),
  removed: i18n.t('removed'),
  changed: i18n.t('changed'),
})

/** What a set of rules would change, in one line. */
export const changesWords = ({ diff, findings }: Pick<HandoffPlan, 'diff' | 'findings'>): string =>
  i18n.t(
    '{changes, plural, one {# rule changes} other {# rules change}}, {findings, plural, =0 {nothing is wrong with them} one {# finding} other {# findings}}',
    { changes: diff.length, findings: findings.length },
  )

/** Who gets the new deal, with people and teams by their names. */
function useOwnerWords(): (rule: HandoffRule) => string {
  const people = useQuery({ queryKey: ['people'], queryFn: api.people, staleTime: 300_000 }).data?.data ?? []
  const teams = useQuery({ queryKey: ['teams', ''], queryFn: () => client.teams.list({}) }).data?.data ?? []
  const named = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name ?? id
  return ({ owner, mode, as }) => {
    if (owner?.by === 'person') return named(people, owner.person_id)
    if (owner?.by === 'team') return i18n.t('whoever of {team} has the fewest', { team: named(teams, owner.team_id) })
    if (owner?.by === 'account_owner') return i18n.t('whoever owns the account')
    if (owner?.by === 'round_robin')
      return owner.team_id === undefined
        ? i18n.t('by turns: {names}', { names: (owner.person_ids ?? []).map((id) => named(people, id)).join(', ') })
        : i18n.t('by turns in {team}', { team: named(teams, owner.team_id) })
    if (as === 'transfer') return i18n.t('who owns it already')
    return mode === 'proposed' ? i18n.t('whoever accepts it') : i18n.t('who owns the old deal')
  }
}
