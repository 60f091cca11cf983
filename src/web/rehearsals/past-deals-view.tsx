import { Link } from '@tanstack/react-router'
import { shortDay, wholeNumber } from '../format.ts'
import { i18n } from '../words.ts'
import type { Routed } from './rehearsal-data.ts'

/** Which deals of the other pipelines would have gone to a new one: the sentence first, then from where. */
export function PastDealsView({ of, asOfToday }: { of: Routed; asOfToday: readonly string[] }) {
  const sources = of.sources.filter((source) => source.at_creation + source.at_last > 0)
  if (of.deals === 0)
    return <p className="text-mute">{i18n.t('No deal was open in that time, so there is nothing to rehearse.')}</p>
  return (
    <div className="grid min-w-0 gap-3" role="status">
      <p className="font-medium">
        {i18n.t('{matched} of {deals} deals since {since} would have gone there.', {
          matched: wholeNumber(of.matched),
          deals: wholeNumber(of.deals),
          since: shortDay(of.from, of.to),
        })}
      </p>
      {sources.length > 0 && (
        <div className="overflow-x-auto">
          <table className="w-full text-left">
            <caption className="sr-only">{i18n.t('Deals that would have gone there, by pipeline')}</caption>
            <thead className="text-xs text-mute">
              <tr>
                <th className="py-1 pr-4 font-normal">{i18n.t('From')}</th>
                <th className="py-1 pr-4 text-right font-normal">{i18n.t('As they began')}</th>
                <th className="py-1 pr-4 text-right font-normal">{i18n.t('As they are now')}</th>
                <th className="py-1 text-right font-normal">{i18n.t('Won, lost, open')}</th>
              </tr>
            </thead>
            <tbody>
              {sources.map((source) => (
                <SourceRow key={source.pipeline.key} of={source} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asOfToday.length > 0 && (
        <p className="text-xs text-mute">
          {i18n.t('Account, owner and line items are taken as they are today; how they were then is not recorded.')}
        </p>
      )}
    </div>
  )
}

const shown = 8

function SourceRow({
  of: { pipeline, deals, at_creation, at_last, won, lost, open, deal_ids },
}: {
  of: Routed['sources'][number]
}) {
  return (
    <>
      <tr className="border-t border-line">
        <th className="py-1.5 pr-4 font-normal">{pipeline.name}</th>
        <td className="num py-1.5 pr-4 text-right">
          {i18n.t('{stopped} of {n}', { stopped: wholeNumber(at_creation), n: wholeNumber(deals) })}
        </td>
        <td className="num py-1.5 pr-4 text-right">{wholeNumber(at_last)}</td>
        <td className="num py-1.5 text-right">{[won, lost, open].map(wholeNumber).join(' · ')}</td>
      </tr>
      {deal_ids.length > 0 && (
        <tr>
          <td colSpan={4}>
            <details className="pb-1.5">
              <summary className="cursor-pointer text-accent">{i18n.t('Which ones')}</summary>
              <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
                {deal_ids.slice(0, shown).map((deal, at) => (
                  <Link className="text-accent hover:underline" key={deal} params={{ deal }} to="/deals/$deal">
                    {i18n.t('Deal {n}', { n: at + 1 })}
                  </Link>
                ))}
              </p>
            </details>
          </td>
        </tr>
      )}
    </>
  )
}
