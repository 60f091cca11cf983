import type { ExpectedChange } from '../../client/schema.ts'
import { compactMoney, exactMoney, percent } from '../format.ts'
import { useMe } from '../data.ts'
import { periodName } from '../period.ts'
import { i18n } from '../words.ts'

type Props = { expected: ExpectedChange; nameOf: (key: string) => string }

/** What becomes of the pipeline's expected value, and of the chances that it rests on. */
export function ExpectedBefore({ expected: { period, before, after, chances }, nameOf }: Props) {
  const { fiscal_year_start_month } = useMe().workspace
  if (!before || !after || !period)
    return <p className="text-mute">{i18n.t('Not enough history to say, or not for you to see.')}</p>
  const difference = Number(after.amount) - Number(before.amount)
  const told = { amount: String(Math.abs(difference)), currency: before.currency }
  const name = periodName(period, fiscal_year_start_month)
  const moved = chances.filter((one) => one.before !== one.after)
  return (
    <>
      <p className="num" title={`${exactMoney(before)} → ${exactMoney(after)}`}>
        {i18n.t('{period}: {before} → {after}', {
          period: name,
          before: compactMoney(before),
          after: compactMoney(after),
        })}{' '}
        <span className={difference < 0 ? 'text-lost' : difference > 0 ? 'text-won' : 'text-mute'}>
          {difference === 0 ? i18n.t('as before') : `${difference < 0 ? '−' : '+'}${compactMoney(told)}`}
        </span>
      </p>
      {moved.length > 0 && (
        <ul className="mt-1 text-xs text-mute">
          {moved.map((one) => (
            <li className="num" key={one.stage}>
              {i18n.t('Chance from {stage}: {before} → {after}', {
                stage: nameOf(one.stage),
                before: shown(one.before),
                after: shown(one.after),
              })}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const shown = (chance: number | null) => (chance === null ? i18n.t('unknown') : percent(chance))
