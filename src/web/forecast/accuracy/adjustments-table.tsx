import { compactMoney, wholeNumber } from '../../format.ts'
import type { HitRates } from '../../wire.ts'
import { i18n } from '../../words.ts'
import { FiguresTable, shareInWords } from './figures-table.tsx'

type Adjusted = HitRates['adjustments'][number]

/** Whether it helped that people said another amount than was said before: nearer to what was won, and by how much. */
export function AdjustmentsTable({ rates: { adjustments } }: { rates: HitRates }) {
  const made = adjustments.filter(({ n, even }) => n + even > 0)
  const levels: Record<Adjusted['level'], string> = {
    own: i18n.t('Of their own forecast'),
    manager: i18n.t('By their manager'),
    above: i18n.t('From further up'),
  }
  const heads = [
    i18n.t('Adjusted'),
    i18n.t('Entries'),
    i18n.t('Nearer than before'),
    i18n.t('Off by, adjusted'),
    i18n.t('Off by, before'),
  ]
  const rows = made.map((one) => ({
    key: one.level,
    head: levels[one.level],
    cells: [
      wholeNumber(one.n + one.even),
      shareInWords(one),
      compactMoney(one.distance_adjusted),
      compactMoney(one.distance_before),
    ],
  }))
  return (
    <div className="mt-6">
      <h3 className="font-semibold">{i18n.t('Did adjustments help?')}</h3>
      {made.length === 0 ? (
        <p className="text-mute">{i18n.t('Nobody adjusted a commitment for a period that is over.')}</p>
      ) : (
        <FiguresTable heads={heads} rows={rows} />
      )}
    </div>
  )
}
