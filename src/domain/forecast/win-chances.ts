import { enoughClosed, type HazardModel } from '../../stats/hazards.ts'
import { everDays, type WinTable, winProbability, winTable } from '../../stats/win-probability.ts'
import { dayNumber } from '../history/index.ts'
import type { OpenDeal, WinChance } from './forecast.ts'
import { historyNote } from './win-model.ts'

/** A deal's chance where there is one to tell. */
export type KnownChance = WinChance & { ever: number }

/** Close dates further away than this count as this far: nothing is learnt from a table that reaches beyond. */
const farthestCloseDays = 365

/**
 * The chance of every open deal, ever and by its close date, with what it rests on. Empty when the whole workspace has
 * fewer than 30 closed deals; a deal whose stage the model does not know is left out.
 */
export function winChances(
  model: HazardModel,
  deals: readonly OpenDeal[],
  as_of: string,
  pipelines: readonly { key: string; name: string; stages: readonly { key: string; name: string }[] }[],
): KnownChance[] {
  if (model.n_closed < enoughClosed) return []
  const now = dayNumber(as_of)
  return model.pipelines.flatMap((hazards) => {
    const own = deals.filter(({ pipeline }) => pipeline === hazards.key)
    if (own.length === 0) return []
    const ever = winTable(hazards, everDays, [everDays])
    const soon = winTable(hazards, Math.max(0, ...own.map((deal) => daysToClose(deal, now) ?? 0)))
    const words = pipelines.find(({ key }) => key === hazards.key)
    const start = everAt(ever, hazards.stages[0]?.key ?? '', 0) ?? 0

    return own.flatMap((deal): KnownChance[] => {
      const age_days = Math.max(now - dayNumber(deal.entered_stage_at), 0)
      const chance = everAt(ever, deal.stage, age_days)
      const fresh = everAt(ever, deal.stage, 0)
      if (chance === null || fresh === null) return []
      const horizon_days = daysToClose(deal, now)
      const stage = words?.stages.find(({ key }) => key === deal.stage)?.name ?? deal.stage
      return [
        {
          deal_id: deal.deal_id,
          ever: chance,
          by_close_date:
            horizon_days === null ? null : winProbability(soon, { stage: deal.stage, age_days, horizon_days }),
          close_date: deal.close_date,
          n: Math.round(hazards.stages.find(({ key }) => key === deal.stage)?.n_ended ?? 0),
          n_closed: hazards.n_closed,
          pooled: hazards.pooled,
          reasons: [
            {
              about: 'pipeline',
              chance: start,
              sentence: pipelineSentence(words?.name ?? hazards.key, start, hazards),
            },
            { about: 'stage', chance: fresh, sentence: `On entering ${stage}: ${percent(fresh)}` },
            { about: 'age', chance, sentence: `${ageOf(age_days)}: ${percent(chance)}` },
          ],
          note: historyNote(hazards),
        },
      ]
    })
  })
}

const everAt = (table: WinTable, stage: string, age_days: number): number | null =>
  winProbability(table, { stage, age_days, horizon_days: everDays })

/** To the end of the close date; 0 when that day is over. */
function daysToClose({ close_date }: OpenDeal, now: number): number | null {
  if (close_date === null) return null
  return Math.min(Math.max(dayNumber(close_date) + 1 - now, 0), farthestCloseDays)
}

function pipelineSentence(
  name: string,
  chance: number,
  { pooled, n_closed }: { pooled: boolean; n_closed: number },
): string {
  if (pooled)
    return `A new deal in all pipelines together: ${percent(chance)} (${name} has ${n_closed} closed deals, needs ${enoughClosed})`
  return `A new deal in ${name}: ${percent(chance)} (${n_closed} closed deals)`
}

function ageOf(age_days: number): string {
  const days = Math.floor(age_days)
  if (days === 0) return 'On its first day there'
  return days === 1 ? 'After a day there' : `After ${days} days there`
}

const percent = (chance: number): string => `${Math.round(100 * chance)}%`
