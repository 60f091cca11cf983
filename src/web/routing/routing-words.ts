import type { RoutingChange, RoutingDifference, RoutingFallback, RoutingOwner } from '../../client/schema.ts'
import { i18n } from '../words.ts'
import type { IncomingState, Names } from './routing-data.ts'

/** Whose a deal becomes, in a few words. */
export function ownerWords(owner: RoutingOwner | undefined, names: Pick<Names, 'person' | 'team'>): string {
  if (owner === undefined) return i18n.t('whoever brings it in')
  if (owner.by === 'account_owner') return i18n.t('the account’s owner')
  if (owner.by === 'person') return names.person(owner.person_id)
  if (owner.by === 'team') return i18n.t('the least busy of {team}', { team: names.team(owner.team_id) })
  const among = owner.team_id ? names.team(owner.team_id) : severalWords((owner.person_ids ?? []).map(names.person))
  if (owner.capacity === undefined) return i18n.t('in turn: {among}', { among })
  return i18n.t('in turn: {among}, up to {most} each', { among, most: owner.capacity })
}

/** The first of several names, and how many more there are. */
function severalWords(several: readonly string[]): string {
  if (several.length <= 3) return several.join(', ')
  return i18n.t('{names} and {more} more', { names: several.slice(0, 2).join(', '), more: several.length - 2 })
}

/** Everybody who takes turns, where not all of them are named. */
export const turnNames = (owner: RoutingOwner | undefined, { person }: Pick<Names, 'person'>): string | undefined =>
  owner?.by === 'round_robin' ? owner.person_ids?.map(person).join(', ') : undefined

type Known = ReadonlyMap<string, { name: string; stages: readonly { key: string; name: string }[] }>

/** Pipeline and, where one is said, the stage that deals begin in. */
export function placeWords({ pipeline, stage }: RoutingFallback, pipelines: Known): string {
  const found = pipelines.get(pipeline)
  const name = found?.name ?? pipeline
  if (stage === undefined) return name
  return `${name}: ${found?.stages.find(({ key }) => key === stage)?.name ?? stage}`
}

export const differenceNames = (): Record<RoutingDifference['change'], string> => ({
  added: i18n.t('new'),
  removed: i18n.t('removed'),
  changed: i18n.t('changed'),
  moved: i18n.t('moved'),
})

export const memberNames = (): Record<string, string> => ({
  name: i18n.t('Name'),
  when: i18n.t('Rule'),
  pipeline: i18n.t('Pipeline'),
  stage: i18n.t('Stage'),
  owner: i18n.t('Owner'),
})

/** What a set of rules would change, in one line. */
export const summaryOf = ({ diff, replay }: Pick<RoutingChange['plan'], 'diff' | 'replay'>): string =>
  i18n.t(
    '{changes, plural, one {# change} other {# changes}}, {elsewhere, plural, one {# deal} other {# deals}} of the replay elsewhere',
    { changes: diff.length, elsewhere: replay.elsewhere },
  )

export const incomingStates = (): Record<IncomingState, string> => ({
  waiting: i18n.t('Waiting'),
  opened: i18n.t('Opened'),
  dismissed: i18n.t('Dismissed'),
})
