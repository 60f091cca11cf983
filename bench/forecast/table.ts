import { biasWithin, coverage, crpsAgainst, crpsPerScope, isTotal, percent, sum } from './figures.ts'
import type { Row } from './simulated.ts'

export type Line = { what: string; goal: string; got: string; reached: boolean | null }

export function printLines(lines: readonly Line[]): void {
  console.table(
    Object.fromEntries(
      lines.map(({ what, goal, got, reached }) => [
        what,
        { goal, got, reached: reached === null ? '' : reached ? 'yes' : 'NO' },
      ]),
    ),
  )
}

/** The table of the five motions: a line for each goal, without and with a shock. */
export function linesOf(rows: readonly Row[]): Line[] {
  return [false, true].flatMap((shocked) => {
    const of = (method: string, horizon: number, target: Row['target'] = 'open') =>
      rows.filter(
        (row) => row.shocked === shocked && row.horizon === horizon && row.method === method && row.target === target,
      )
    const luck = shocked ? 'shock' : 'no shock'
    return [30, 90].flatMap((horizon) => [
      crpsLine(`${luck}, ${horizon} days: CRPS against A`, of, {
        horizon,
        other: 'stage_weighted',
        goal: [0.9, 0.93],
      }),
      crpsLine(`${luck}, ${horizon} days: CRPS against A_t`, of, {
        horizon,
        other: 'horizon_share',
        goal: [0.65, 0.55],
      }),
      crpsLine(`${luck}, ${horizon} days: CRPS against pooled`, of, { horizon, other: 'pooled', goal: [0.55, 0] }),
      floorLine(
        `${luck}, ${horizon} days: CRPS against who knows the truth`,
        of('model', horizon),
        of('truth', horizon),
      ),
      coverageLine(
        `${luck}, ${horizon} days: 80 % interval covers, per pipeline`,
        of('model', horizon).filter((row) => !isTotal(row)),
        horizon,
      ),
      coverageLine(
        `${luck}, ${horizon} days: 80 % interval covers, total`,
        of('model', horizon).filter(isTotal),
        horizon,
      ),
      coverageLine(
        `${luck}, ${horizon} days: covers all wins, total`,
        of('model', horizon, 'all').filter(isTotal),
        horizon,
      ),
      biasLine(
        `${luck}, ${horizon} days: amount bias, pipelines with ≥ 100 closed`,
        of('model', horizon),
        of('truth', horizon),
      ),
      widthLine(`${luck}, ${horizon} days: width of F against E`, of('model', horizon), of('partial', horizon)),
    ])
  })
}

type Of = (method: string, horizon: number) => Row[]

function crpsLine(
  what: string,
  of: Of,
  { horizon, other, goal }: { horizon: number; other: string; goal: [number, number] },
): Line {
  const [own, base, truth] = [of('model', horizon), of(other, horizon), of('truth', horizon)]
  const parts = (list: readonly Row[]) => list.filter((row) => !isTotal(row))
  const change = (some: readonly Row[]) => ({
    parts: crpsAgainst(parts(some), parts(base)),
    each: crpsPerScope(parts(some), parts(base)),
    total: crpsAgainst(some.filter(isTotal), base.filter(isTotal)),
  })
  const [made, best] = [change(own), change(truth)]
  const reached = -made.parts >= goal[0] && -made.total >= goal[1]
  return {
    what,
    goal:
      horizon === 30
        ? `≥ ${goal
            .filter((share) => share > 0)
            .map((share) => Math.round(100 * share))
            .join(' / ')} % less`
        : '',
    got: `${percent(-made.parts, 1)} per pipeline, ${percent(-made.total, 1)} total; every pipeline alike ${percent(-made.each, 1)} (truth: ${percent(-best.parts, 1)}, ${percent(-best.total, 1)}; ${percent(-best.each, 1)})`,
    reached: horizon === 30 ? reached : null,
  }
}

function floorLine(what: string, own: readonly Row[], truth: readonly Row[]): Line {
  const parts = (list: readonly Row[]) => list.filter((row) => !isTotal(row))
  const more = (value: number) => `${value >= 0 ? '+' : '−'}${percent(Math.abs(value), 1)}`
  return {
    what,
    goal: '',
    got: `${more(crpsAgainst(parts(own), parts(truth)))} per pipeline, ${more(crpsAgainst(own.filter(isTotal), truth.filter(isTotal)))} total`,
    reached: null,
  }
}

function coverageLine(what: string, rows: readonly Row[], horizon: number): Line {
  const { at, low, high } = coverage(rows)
  const least = horizon === 30 ? 0.76 : 0.74
  return {
    what,
    goal: `${100 * least}–86 %, 80 within its interval`,
    got: `${percent(at, 1)} (95 %: ${percent(low, 1)} to ${percent(high, 1)})`,
    reached: at >= least && at <= 0.86 && low <= 0.8 && high >= 0.8,
  }
}

function biasLine(what: string, rows: readonly Row[], truth: readonly Row[]): Line {
  const enough = (list: readonly Row[]) => list.filter((row) => !isTotal(row) && row.closed >= 100)
  const said = biasWithin(enough(rows))
  const best = biasWithin(enough(truth))
  const each = [...Map.groupBy(enough(rows), ({ scope }) => scope)].map(
    ([scope, some]) => `${scope} ${percent(biasWithin(some).at, 1)}`,
  )
  return {
    what,
    goal: '≤ 5 %',
    got: `${percent(said.at, 1)} (95 %: ${percent(said.low, 1)} to ${percent(said.high, 1)}; truth ${percent(best.at, 1)}); ${each.join(', ')}`,
    reached: Math.abs(said.at) <= 0.05,
  }
}

function widthLine(what: string, own: readonly Row[], partial: readonly Row[]): Line {
  const ratio = (inTotal: boolean) =>
    sum(
      own.filter((row) => isTotal(row) === inTotal),
      ({ width }) => width,
    ) /
    sum(
      partial.filter((row) => isTotal(row) === inTotal),
      ({ width }) => width,
    )
  return {
    what,
    goal: '≤ 1.2 ×',
    got: `${ratio(false).toFixed(2)} × per pipeline, ${ratio(true).toFixed(2)} × total`,
    reached: Math.max(ratio(false), ratio(true)) <= 1.2,
  }
}
