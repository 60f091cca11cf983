import { differenceOfProportions, proportion } from '../../stats/proportion.ts'
import { type Arm, type Comparison, type FigureKey, figures, type StopRule } from './pilot.ts'

/** A deal of the comparison: which way it was sent, how far it came, and what became of it until now. */
export type SentDeal = { arm: Arm; phases: readonly string[]; outcome: string | null }

const inOrder = ['qualify', 'evaluate', 'propose', 'negotiate'] as const

/** Below this, and below so many that did it, an interval is so wide that a word for it would mislead. */
const fewest = { deals: 20, did: 5 }

/** The 99.9 % point: who looks every day and stops at 95 % would stop most pilots that are no worse. */
const zEarly = 3.290527

type Ways = { pilot: ReadonlySet<string>; rest: ReadonlySet<string> }

type Compared = {
  deals: readonly SentDeal[]
  /** The phases that the two definitions have. */
  phases: Ways
  drawn_by_lot: boolean
  stop_rule: StopRule | null
  as_of: string
}

/**
 * What can honestly be said of two ways so far. Every figure counts of all deals that were sent a way, wherever they are
 * by now: both began in the same weeks, so both had the same time. What is counted of those alone that are closed, or
 * that reached something, would choose its deals by what is asked about.
 */
export function compareArms({ deals, phases, drawn_by_lot, stop_rule, as_of }: Compared): Comparison {
  const real = deals.filter(({ outcome }) => outcome !== 'void')
  const n = sizesOf(real)
  const all = sizesOf(deals)
  const shared = figures.filter((figure) => isShared(figure, phases))
  return {
    as_of,
    drawn_by_lot,
    deals: n,
    void: { pilot: all.pilot - n.pilot, rest: all.rest - n.rest },
    figures: shared.map((figure) => compared(figure, real, n)),
    not_compared: [
      ...figures
        .filter((figure) => !isShared(figure, phases))
        .map((figure) => ({ what: figure, why: `Only one of the two has a stage in the phase ${figure}.` })),
      { what: 'stages', why: 'The two have stages of their own; phases are what they share.' },
      {
        what: 'win rate of closed deals',
        why: 'A way that loses sooner looks worse in it until the others are closed.',
      },
      { what: 'days to win', why: 'Only the fast ones are won yet, and of a slower way fewer of them.' },
      { what: 'amounts', why: 'A few large deals decide an average of so few.' },
    ],
    stop: stop_rule === null ? null : stopNow(stop_rule, real, n),
  }
}

const isShared = (figure: FigureKey, { pilot, rest }: Ways): boolean =>
  figure === 'won' || figure === 'lost' || (pilot.has(figure) && rest.has(figure))

const sizesOf = (deals: readonly SentDeal[]) => {
  const pilot = deals.filter(({ arm }) => arm === 'pilot').length
  return { pilot, rest: deals.length - pilot }
}

function compared(
  figure: FigureKey,
  deals: readonly SentDeal[],
  n: Record<Arm, number>,
): Comparison['figures'][number] {
  const k = countsOf(figure, deals)
  const difference = differenceOf(k, n)
  const few = Math.min(n.pilot, n.rest) < fewest.deals || k.pilot + k.rest < fewest.did
  const verdict = few ? 'too_few' : difference.low > 0 ? 'higher' : difference.high < 0 ? 'lower' : 'unclear'
  return { figure, pilot: counted(k.pilot, n.pilot), rest: counted(k.rest, n.rest), difference, verdict }
}

function countsOf(figure: FigureKey, deals: readonly SentDeal[]): Record<Arm, number> {
  const did = deals.filter((deal) => hasReached(deal, figure))
  return sizesOf(did)
}

/** Whoever was won has passed everything, whichever stages that took. */
function hasReached({ phases, outcome }: SentDeal, figure: FigureKey): boolean {
  if (figure === 'won' || figure === 'lost') return outcome === figure
  const from = inOrder.indexOf(figure)
  return outcome === 'won' || phases.some((phase) => inOrder.indexOf(phase as (typeof inOrder)[number]) >= from)
}

function counted(count: number, n: number) {
  const { estimate, low, high } = proportion(count, n)
  return { count, n, share: estimate, low, high }
}

const differenceOf = (k: Record<Arm, number>, n: Record<Arm, number>, z?: number) =>
  differenceOfProportions({ successes: k.pilot, n: n.pilot }, { successes: k.rest, n: n.rest }, z)

/** Whether a stop rule ends the pilot: its figure is worse by more than was said, even at the kind end of a wide interval. */
function stopNow(
  { figure, worse_by, least }: StopRule,
  deals: readonly SentDeal[],
  n: Record<Arm, number>,
): { met: boolean; why: string } {
  const waits = Math.min(n.pilot, n.rest)
  if (waits < least) return { met: false, why: `Looked at once ${least} deals went each way; ${waits} have so far.` }
  const { low, high } = differenceOf(countsOf(figure, deals), n, zEarly)
  const kind = figure === 'won' ? -high : low
  const points = (share: number) => `${Math.round(share * 1000) / 10} points`
  if (kind > worse_by)
    return { met: true, why: `The share of ${figure} deals is worse by at least ${points(kind)} (99.9 % interval).` }
  return { met: false, why: `The share of ${figure} deals is not worse by more than ${points(worse_by)} for certain.` }
}
