import { i18n } from '../words.ts'
import type { PilotComparison, PilotSummary } from './pilots-data.ts'

type Figure = PilotComparison['figures'][number]

export const pilotStates = (): Record<PilotSummary['state'], string> => ({
  running: i18n.t('running'),
  ended: i18n.t('ended, to be decided'),
  stopped: i18n.t('stopped'),
  adopted: i18n.t('adopted'),
})

export const pilotLooks: Record<PilotSummary['state'], string> = {
  running: 'bg-accent-soft text-accent',
  ended: 'bg-risk-soft text-risk',
  stopped: 'bg-sunken text-mute',
  adopted: 'bg-won-soft text-won',
}

export const figureNames = (): Record<Figure['figure'], string> => ({
  evaluate: i18n.t('Evaluated or beyond'),
  propose: i18n.t('Proposed or beyond'),
  negotiate: i18n.t('Negotiated or beyond'),
  won: i18n.t('Won so far'),
  lost: i18n.t('Lost so far'),
})

export const verdictNames = (): Record<Figure['verdict'], string> => ({
  too_few: i18n.t('too few to tell'),
  unclear: i18n.t('no difference to be seen'),
  higher: i18n.t('more in the pilot'),
  lower: i18n.t('fewer in the pilot'),
})

/** What is not compared, in the words of the screen; the reason comes from the server. */
export const notComparedNames = (): Record<string, string> => ({
  ...figureNames(),
  stages: i18n.t('Stages'),
  'win rate of closed deals': i18n.t('Win rate of closed deals'),
  'days to win': i18n.t('Days to win'),
  amounts: i18n.t('Amounts'),
})
