import { enoughClosed } from '../../stats/hazards.ts'
import { chancesFor, type MotionModel, type Share, type Standing } from '../../stats/motion-model.ts'
import { bandOf } from '../../stats/size-bands.ts'
import type { SizeFactors } from '../../stats/size-factors.ts'
import { everDays } from '../../stats/win-probability.ts'
import { dayNumber } from '../history/index.ts'
import type { OpenDeal, WinChance } from './forecast.ts'
import { standingOf } from './outlook.ts'
import { historyNote } from './win-model.ts'

/** A deal's chance where there is one to tell. */
export type KnownChance = WinChance & { ever: number }

/** Close dates further away than this count as this far: nothing is learnt from a table that reaches beyond. */
const farthestCloseDays = 365

/** A chance that differs by less than this with a deal's size is not said to come from it. */
const oneInHundred = 0.01

type Words = { key: string; name: string; stages: readonly { key: string; name: string }[] }

/**
 * The chance of every open deal, ever and by its close date, with what it rests on. Empty when the whole workspace has
 * fewer than 30 closed deals; a deal whose stage the model does not know is left out.
 *
 * @param currency in which deals are compared by size
 */
export function winChances(
  model: MotionModel,
  deals: readonly OpenDeal[],
  { as_of, pipelines, currency }: { as_of: string; pipelines: readonly Words[]; currency: string },
): KnownChance[] {
  if (model.n_closed < enoughClosed) return []
  const now = dayNumber(as_of)
  const chances = chancesFor(model, [everDays, ...deals.map((deal) => daysToClose(deal, now) ?? 0)])
  return model.pipelines.flatMap((hazards) => {
    const own = deals.filter(({ pipeline }) => pipeline === hazards.key)
    const words = pipelines.find(({ key }) => key === hazards.key)
    const first = { pipeline: hazards.key, stage: hazards.stages[0]?.key ?? '', age_days: 0, amount: null }

    return own.flatMap((deal): KnownChance[] => {
      const standing = standingOf(deal, now)
      const ever = (other: Partial<Standing>) => chances.chanceOf({ ...standing, ...other }, everDays)
      const [start, fresh] = [ever(first) ?? 0, ever({ age_days: 0, amount: null })]
      const [aged, chance] = [ever({ amount: null }), ever({})]
      if (fresh === null || aged === null || chance === null) return []
      const horizon_days = daysToClose(deal, now)
      const stage = words?.stages.find(({ key }) => key === deal.stage)?.name ?? deal.stage
      const sized = Math.abs(chance - aged) > oneInHundred
      const age = sized ? aged : chance
      return [
        {
          deal_id: deal.deal_id,
          ever: chance,
          by_close_date: horizon_days === null ? null : chances.chanceOf(standing, horizon_days),
          close_date: deal.close_date,
          n: Math.round(hazards.stages.find(({ key }) => key === deal.stage)?.n_ended ?? 0),
          n_closed: hazards.n_closed,
          pooled: hazards.pooled,
          reasons: shareReasons(model.shares?.get(hazards.key)?.method, { stage, chance }) ?? [
            {
              about: 'pipeline',
              chance: start,
              sentence: pipelineSentence(words?.name ?? hazards.key, start, hazards),
            },
            { about: 'stage', chance: fresh, sentence: `On entering ${stage}: ${percent(fresh)}` },
            { about: 'age', chance: age, sentence: `${ageOf(standing.age_days)}: ${percent(age)}` },
            ...(sized ? [sizeReason(model.sizes.get(hazards.key), { deal, chance, currency })] : []),
          ],
          note: historyNote(hazards),
        },
      ]
    })
  })
}

/** A share knows no more of a deal than its pipeline, or its stage: it is said in one sentence. */
function shareReasons(
  method: Share['method'] | undefined,
  { stage, chance }: { stage: string; chance: number },
): WinChance['reasons'] | null {
  if (method === undefined) return null
  const of = method === 'win_rate' ? 'closed deals of this pipeline' : `deals that were open in ${stage}`
  return [{ about: 'method', chance, sentence: `Won of ${of}: ${percent(chance)}` }]
}

/** Deals of about the size of this one, and how many of them were won or lost. */
function sizeReason(
  sizes: SizeFactors | undefined,
  { deal, chance, currency }: { deal: OpenDeal; chance: number; currency: string },
): WinChance['reasons'][number] {
  const band = bandOf(sizes?.edges, deal.size) ?? 0
  const n = Math.round(sizes?.n_closed[band] ?? 0)
  const range = rangeOf(sizes?.edges[band - 1], sizes?.edges[band], currency)
  return { about: 'size', chance, sentence: `A deal ${range} (${n} closed): ${percent(chance)}` }
}

function rangeOf(from: number | undefined, to: number | undefined, currency: string): string {
  const money = (amount: number | undefined) => `${(amount ?? 0).toLocaleString('en', roughly)} ${currency}`
  if (from === undefined) return `below ${money(to)}`
  return to === undefined ? `of ${money(from)} and more` : `of ${money(from)} to ${money(to)}`
}
const roughly = { maximumSignificantDigits: 3 }

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
