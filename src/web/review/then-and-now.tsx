import type { ReactNode } from 'react'
import { exactMoney, percent, shortDay } from '../format.ts'
import { categoryNames } from '../names.ts'
import { Amount } from '../ui/amount.tsx'
import { i18n } from '../words.ts'
import type { Talked } from './review-data.ts'

type State = NonNullable<Talked['from']>

/** A deal as it was at the last review and as it is: fact by fact, with what differs set off. */
export function ThenAndNow({ talked: { from, to }, now }: { talked: Talked; now: string }) {
  const outcomes: Record<string, string> = {
    won: i18n.t('Won'),
    lost: i18n.t('Lost'),
    transferred: i18n.t('Went elsewhere'),
    void: i18n.t('Taken out'),
  }
  const facts: { name: string; text: (state: State) => string; shown?: (state: State) => ReactNode }[] = [
    {
      name: i18n.t('Amount'),
      text: ({ amount }) => (amount ? exactMoney(amount) : '–'),
      shown: ({ amount, worth }) => (
        <>
          <Amount money={amount} />
          {amount && worth && worth.currency !== amount.currency && (
            <>
              {' '}
              <Amount className="text-xs text-mute" money={worth} />
            </>
          )}
        </>
      ),
    },
    { name: i18n.t('Category'), text: ({ category }) => categoryNames()[category] },
    { name: i18n.t('Close date'), text: ({ close_date }) => (close_date ? shortDay(close_date, now) : '–') },
    {
      name: i18n.t('Stage'),
      text: ({ outcome, stage_name }) => (outcome === null ? stage_name : (outcomes[outcome] ?? outcome)),
    },
    { name: i18n.t('Owner'), text: ({ owner }) => owner?.name ?? '–' },
    {
      name: i18n.t('Won in the period'),
      text: ({ chance, outcome }) => (outcome !== null || chance === null ? '–' : percent(chance)),
    },
  ]
  return (
    <table className="w-full text-left">
      <thead>
        <tr className="text-xs text-mute">
          <th className="py-1 pr-3 font-medium" scope="col">
            <span className="sr-only">{i18n.t('Fact')}</span>
          </th>
          <th className="py-1 pr-3 font-medium" scope="col">
            {i18n.t('Then')}
          </th>
          <th className="py-1 font-medium" scope="col">
            {i18n.t('Now')}
          </th>
        </tr>
      </thead>
      <tbody>
        {facts.map(({ name, text, shown = text }, i) => {
          const changed = from !== null && to !== null && text(from) !== text(to)
          return (
            <tr className="border-t border-line" key={name}>
              <th className="py-1.5 pr-3 font-normal whitespace-nowrap text-mute" scope="row">
                {name}
              </th>
              {from ? (
                <td className="py-1.5 pr-3 text-mute">{shown(from)}</td>
              ) : (
                i === 0 && (
                  <td className="py-1.5 pr-3 align-top text-mute" rowSpan={facts.length}>
                    {i18n.t('not there yet')}
                  </td>
                )
              )}
              <td className={`py-1.5 ${changed ? 'font-medium' : ''}`}>
                {to ? (
                  <span className={changed ? 'rounded bg-accent-soft px-1 -mx-1' : ''}>{shown(to)}</span>
                ) : (
                  i18n.t('not for you any more')
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
