import { useState } from 'react'
import { exactMoney, wholeNumber } from '../format.ts'
import { termDay } from '../contracts/contract-words.ts'
import { measureName } from '../names.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { DealDetail, LineItem } from '../wire.ts'
import { i18n } from '../words.ts'
import { LinesForm, periodNames } from './lines-form.tsx'

/** What is sold, line by line, and what that adds up to; where there are lines, they make the amount. */
export function LinesPanel({ deal, canWork }: { deal: DealDetail; canWork: boolean }) {
  const [editing, setEditing] = useState(false)
  const { line_items: lines, amounts } = deal
  return (
    <section className="panel min-w-0 p-4">
      <div className="flex items-center gap-3">
        <h2 className="grow text-[15px] font-semibold">{i18n.t('Line items')}</h2>
        {canWork && !deal.outcome && !editing && (
          <Button onClick={() => setEditing(true)} size="small">
            <Icon className="size-3.5" name={lines.length > 0 ? 'edit' : 'plus'} />
            {lines.length > 0 ? i18n.t('Edit') : i18n.t('Add')}
          </Button>
        )}
      </div>
      {editing && <LinesForm deal={deal} onClose={() => setEditing(false)} />}
      {!editing && lines.length === 0 && <p className="text-mute">{i18n.t('None: the amount was typed in.')}</p>}
      {!editing && lines.length > 0 && <Lines lines={lines} />}
      {!editing && amounts && (
        <dl className="mt-2 flex flex-wrap gap-x-8 gap-y-1 border-t border-line pt-2">
          {Object.entries(amounts).map(([measure, money]) => (
            <div className="flex gap-2" key={measure}>
              <dt className="text-mute">{measureName(measure)}</dt>
              <dd className={`num ${measure === deal.amount_measure ? 'font-semibold' : ''}`}>{exactMoney(money)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

function Lines({ lines }: { lines: LineItem[] }) {
  return (
    <section aria-label={i18n.t('Line items')} className="mt-1 overflow-x-auto" tabIndex={0}>
      <table className="w-full min-w-100 text-left">
        <thead>
          <tr className="text-xs text-mute">
            <th className="py-1 pr-4 font-medium">{i18n.t('Product')}</th>
            <th className="py-1 pr-4 text-right font-medium">{i18n.t('Quantity')}</th>
            <th className="py-1 pr-4 text-right font-medium">{i18n.t('Unit price')}</th>
            <th className="py-1 font-medium">{i18n.t('Term')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr className="border-t border-line" key={line.id}>
              <th className="py-1.5 pr-4 font-normal" scope="row">
                {line.product.name}
              </th>
              <td className="num py-1.5 pr-4 text-right">{wholeNumber(line.quantity)}</td>
              <td className="num py-1.5 pr-4 text-right">{exactMoney(line.unit_price)}</td>
              <td className="py-1.5">
                {termOf(line)}
                {line.starts_on && (
                  <span className="block text-xs text-mute">
                    {i18n.t('from {date}', { date: termDay(line.starts_on) })}
                  </span>
                )}
                {line.rounding && (
                  <span className="block text-xs text-mute">
                    {i18n.t('and {money} that did not divide', { money: exactMoney(line.rounding) })}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const termOf = ({ period, term }: LineItem) =>
  period && term ? i18n.t('a {period}, {term} times', { period: periodNames()[period], term }) : i18n.t('once')
