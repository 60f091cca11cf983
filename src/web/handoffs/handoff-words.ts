import type { Handoff } from '../../client/schema.ts'
import { i18n } from '../words.ts'

type State = Handoff['state']
export type FollowOnLink = NonNullable<Handoff['link']>

/** What still waits for somebody. */
export const isOpen = ({ state }: Handoff): boolean => state in openLooks

const openLooks = { proposed: true, blocked: true, waiting: true } satisfies Partial<Record<State, true>>

export const stateNames = (): Record<State, string> => ({
  proposed: i18n.t('proposed'),
  blocked: i18n.t('could not be opened'),
  waiting: i18n.t('waits to be accepted'),
  accepted: i18n.t('accepted'),
  rejected: i18n.t('rejected'),
  returned: i18n.t('returned'),
})

export const stateLooks: Record<State, string> = {
  proposed: 'bg-accent-soft text-accent',
  blocked: 'bg-lost-soft text-lost',
  waiting: 'bg-risk-soft text-risk',
  accepted: 'bg-won-soft text-won',
  rejected: 'bg-sunken text-mute',
  returned: 'bg-sunken text-mute',
}

/** What the new deal is to the old one. */
export const linkNames = (): Record<FollowOnLink, string> => ({
  sourced_from: i18n.t('comes from it'),
  expands: i18n.t('expands it'),
  renews: i18n.t('renews it'),
})

/** What it would be, or is, in one line: "Growth: Toko Maju, more of it". */
export function titleOf({ kind, to, from, account }: Handoff): string {
  const { pipeline, deal } = to
  const name = deal?.name ?? from?.name ?? account?.name ?? ''
  return kind === 'transfer'
    ? i18n.t('{name}, to be moved to {pipeline}', { name, pipeline: pipeline.name })
    : deal
      ? name
      : i18n.t('A deal in {pipeline} for {name}', { pipeline: pipeline.name, name })
}
