import { useMe } from '../data.ts'
import { compactMoney, exactMoney, wholeNumber } from '../format.ts'
import { periodName } from '../period.ts'
import { Amount } from '../ui/amount.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import type { LineagePlan } from './lineage-data.ts'

const head = 'py-1 pr-4 text-right font-normal'
const cell = 'num py-1.5 pr-4 text-right'

/** Which deals would go where, whose history they would be, and what the new models would expect. */
export function PlanView({ plan }: { plan: LineagePlan }) {
  const { parts, staying, warnings, routing } = plan
  return (
    <div className="grid min-w-0 gap-4">
      <div className="overflow-x-auto">
        <table className="w-full text-left">
          <caption className="sr-only">{i18n.t('Where the deals would go')}</caption>
          <thead className="text-xs text-mute">
            <tr>
              <th className="py-1 pr-4 font-normal">{i18n.t('From → to')}</th>
              <th className={head}>{i18n.t('Open deals move')}</th>
              <th className={head}>{i18n.t('Worth')}</th>
              <th className={head}>{i18n.t('History: won · lost')}</th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ from, to, open, amounts, won, lost }) => (
              <tr className="border-t border-line" key={`${from.key} ${to.key}`}>
                <th className="py-1.5 pr-4 font-normal">
                  <span className="text-mute">{from.name} →</span> {to.name}
                </th>
                <td className={cell}>{wholeNumber(open)}</td>
                <td className={cell}>{amounts.length === 0 ? '–' : amounts.map(compactMoney).join(' + ')}</td>
                <td className={cell}>
                  {wholeNumber(won)} · {wholeNumber(lost)}
                </td>
              </tr>
            ))}
            {staying.open + staying.past > 0 && (
              <tr className="border-t border-line text-mute">
                <th className="py-1.5 pr-4 font-normal">{i18n.t('Stay, since no part takes them')}</th>
                <td className={cell}>{wholeNumber(staying.open)}</td>
                <td className={cell}>–</td>
                <td className={cell}>{wholeNumber(staying.past)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      <Expected of={plan.expected} />
      {routing && (
        <p className="text-mute">
          {i18n.t(
            'New deals follow: routing rules are proposed that lead to {pipelines}, for those who decide on them.',
            {
              pipelines: [...new Set(routing.map(({ pipeline }) => pipeline))].join(', '),
            },
          )}
        </p>
      )}
      {warnings.map((warning) => (
        <p className="flex items-start gap-2 rounded-md bg-risk-soft px-3 py-2" key={warning}>
          <Icon className="mt-0.5 size-4 shrink-0 text-risk" name="warn" />
          {warning}
        </p>
      ))}
    </div>
  )
}

function Expected({ of: { period, pipelines, before, after, model } }: { of: LineagePlan['expected'] }) {
  const { fiscal_year_start_month } = useMe().workspace
  if (!before || !after || !model)
    return <p className="text-mute">{i18n.t('Not enough history to say what it does to the forecast.')}</p>
  const less = model.amount.startsWith('-')
  const size = { ...model, amount: model.amount.replace('-', '') }
  return (
    <section aria-label={i18n.t('Forecast')} className="grid gap-1">
      <p className="num font-medium" title={`${exactMoney(before)} → ${exactMoney(after)}`}>
        {i18n.t('{period}: {before} → {after}', {
          period: periodName(period, fiscal_year_start_month),
          before: compactMoney(before),
          after: compactMoney(after),
        })}
      </p>
      <p className="text-mute">
        {i18n.t('No deal and no amount differs: {difference} is what the new models explain.', {
          difference: `${less ? '−' : '+'}${compactMoney(size)}`,
        })}
      </p>
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {pipelines.map((one) => (
          <li className="num" key={one.pipeline}>
            <span className="text-mute">{one.name}</span> <Amount money={one.before} /> → <Amount money={one.after} />
          </li>
        ))}
      </ul>
    </section>
  )
}
