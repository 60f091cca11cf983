import { RatePlot } from '../../charts/rate-plot.tsx'
import type { Table } from '../../charts/table.ts'
import { percent, wholeNumber } from '../../format.ts'
import type { HitRateGroup, HitRates } from '../../wire.ts'
import { i18n } from '../../words.ts'
import { type Category, categoryNames, verdictNames } from './hit-rate-data.ts'
import { rateIn } from './hit-words.ts'

type Props = {
  groups: readonly HitRateGroup[]
  rates: Pick<HitRates, 'meant'>
  weeks: number
  colorOf: (group: HitRateGroup) => string
}

/** One picture a category, group by group, each over the band of what the category is taken to mean. */
export function RatePlots({ groups, rates: { meant }, weeks, colorOf }: Props) {
  return (
    <div className="mt-4 grid gap-x-8 gap-y-6 lg:grid-cols-3">
      {meant.map(({ category, from, to }) => {
        const text = i18n.t('meant: {from} to {to} are won', { from: percent(from), to: percent(to) })
        return (
          <RatePlot
            band={{ from, to, text }}
            key={category}
            rows={groups.map((group) => rowOf(group, category, weeks, colorOf))}
            subtitle={subtitleOf(text, groups, category, weeks)}
            table={tableOf(groups, category)}
            title={categoryNames()[category]}
          />
        )
      })}
    </div>
  )
}

/** What was meant, and of all together whether it came so, as far as that can be told. */
function subtitleOf(meant: string, groups: readonly HitRateGroup[], category: Category, weeks: number): string {
  const all = groups.find(({ kind }) => kind === 'total')
  const verdict = all && rateIn(all, category, weeks)?.verdict
  return verdict === undefined || verdict === 'nothing_called' || verdict === 'cannot_tell'
    ? meant
    : i18n.t('{meant}; in all: {verdict}', { meant, verdict: verdictNames()[verdict] })
}

function rowOf(group: HitRateGroup, category: Category, weeks: number, colorOf: Props['colorOf']) {
  const rate = rateIn(group, category, weeks)
  const counted = rate && rate.rate !== null
  return {
    key: group.key,
    name: group.kind === 'total' ? i18n.t('In all') : group.name,
    color: colorOf(group),
    rate: rate?.rate ?? null,
    low: rate?.low ?? 0,
    high: rate?.high ?? 1,
    label: counted
      ? i18n.t('{rate} of {n}', { rate: percent(rate.rate ?? 0), n: wholeNumber(rate.n) })
      : i18n.t('none'),
    verdict: verdictNames()[rate?.verdict ?? 'nothing_called'],
  }
}

/** All times before the end at once: what the picture shows of one. */
const tableOf = (groups: readonly HitRateGroup[], category: Category): Table => ({
  columns: [
    i18n.t('Group'),
    i18n.t('Weeks before the end'),
    i18n.t('Called'),
    i18n.t('Won'),
    i18n.t('Share'),
    i18n.t('From'),
    i18n.t('To'),
    i18n.t('Moved out'),
    i18n.t('Verdict'),
  ],
  rows: groups.flatMap(({ kind, name, rates }) =>
    rates
      .filter((rate) => rate.category === category)
      .map((rate) => [
        kind === 'total' ? i18n.t('In all') : name,
        rate.weeks_before,
        rate.n,
        rate.won,
        rate.rate === null ? null : percent(rate.rate),
        percent(rate.low),
        percent(rate.high),
        rate.moved_out,
        verdictNames()[rate.verdict],
      ]),
  ),
})
