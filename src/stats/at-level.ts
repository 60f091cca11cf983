import { type Cause, causes, type PipelineHazards } from './hazards.ts'

/** A level that moves no rate by as much as a hundredth is none: it would make every table twice. */
const slight = 0.01

/** The hazards as they would be if the level of today lasted; null where it makes no difference. Transfers stay as they are. */
export function atLevel({ level, ...pipeline }: PipelineHazards): PipelineHazards | null {
  if (level === undefined) return null
  if (Math.abs(level.tempo.now) < slight && Math.abs(level.share.now) < slight) return null
  const tempo = Math.exp(level.tempo.now)
  const odds = Math.exp(level.share.now)
  const stages = pipeline.stages.map((stage) => {
    // What goes on and what is lost still add up to the rate at which deals leave.
    const tilt = stage.rates.lost.map((_, bin) => {
      const share = shareOn(stage.rates, bin)
      return 1 / (share * odds + 1 - share)
    })
    const factor = (cause: Cause, bin: number) => {
      if (cause === 'transferred') return 1
      if (cause === 'back') return tempo
      return tempo * (tilt[bin] ?? 1) * (cause === 'lost' ? 1 : odds)
    }
    const rates = { ...stage.rates }
    for (const cause of causes) rates[cause] = stage.rates[cause].map((rate, bin) => rate * factor(cause, bin))
    return { ...stage, rates }
  })
  return { ...pipeline, stages }
}

/** Of deals that go on or are lost, the share that goes on; 1 where none is ever lost, or nothing is known. */
export function shareOn(rates: Readonly<Record<Cause, readonly number[]>>, bin: number): number {
  const on = (rates.next[bin] ?? 0) + (rates.skip[bin] ?? 0) + (rates.won[bin] ?? 0)
  const lost = rates.lost[bin] ?? 0
  return lost > 0 ? on / (on + lost) : 1
}
