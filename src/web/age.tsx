import { days, daysBetween, shortDay, shortDays } from './format.ts'
import { Icon } from './ui/icon.tsx'
import type { Ageing } from './wire.ts'
import { i18n } from './words.ts'

type Aged = { entered_stage_at: string; wait_until: string | null; ageing: Ageing | null }

/** Days in the stage, beside how long deals stay there; a deal that waits for a day is no alarm before it. */
export function Age({ deal, now, tight = false }: { deal: Aged; now: string; tight?: boolean }) {
  const { ageing } = deal
  const spent = ageing?.days ?? Math.max(0, daysBetween(deal.entered_stage_at, now))
  const state = ageing?.state ?? 'fresh'
  const waiting = state === 'waiting'
  const day = deal.wait_until ? shortDay(deal.wait_until, now) : ''
  const words = {
    stuck: i18n.t('stuck'),
    slow: i18n.t('slow'),
    waiting: i18n.t('waits until {day}', { day }),
    fresh: '',
  }
  const tones = {
    stuck: 'text-lost font-medium',
    slow: 'text-risk font-medium',
    waiting: 'text-mute',
    fresh: 'text-mute',
  }
  return (
    <span
      className={`num flex shrink-0 items-center gap-1 ${tones[state]}`}
      data-age={state}
      title={ageTitle(spent, ageing, day)}
    >
      <Icon className="size-3.5" name={waiting ? 'meeting' : 'clock'} />
      {!(waiting && tight) && shortDays(Math.floor(spent))}{' '}
      <span className={tight && !waiting ? 'sr-only' : ''}>{words[state]}</span>
    </span>
  )
}

/** How old a deal is in its stage and by what that is long, in one sentence. */
export function ageTitle(spent: number, ageing: Ageing | null, day = ''): string {
  const here = i18n.t('{days} in this stage', { days: days(spent) })
  if (ageing === null || ageing.state === 'fresh') return here
  if (ageing.state === 'waiting') return i18n.t('{here}; it waits until {day}', { here, day })
  const stuck = ageing.state === 'stuck'
  if (ageing.from === 'history')
    return stuck
      ? i18n.t('{here}: nine of ten deals stay shorter', { here })
      : i18n.t('{here}: three of four deals stay shorter', { here })
  return stuck
    ? i18n.t('{here}: longer than the {limit} that its pipeline allows', {
        here,
        limit: days(ageing.maximum_days ?? 0),
      })
    : i18n.t('{here}: longer than the {limit} that its pipeline expects', { here, limit: days(ageing.slow_days ?? 0) })
}
