import { percent, wholeNumber } from '../format.ts'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { figureNames, notComparedNames, verdictNames } from './pilot-words.ts'
import type { PilotComparison } from './pilots-data.ts'

type Figure = PilotComparison['figures'][number]
type Names = { tried: string; rest: string }

/** The figures in which two ways can honestly be compared, each with its interval; and what is not compared, and why. */
export function ComparisonTable({ of, names }: { of: PilotComparison; names: Names }) {
  const gone = of.void.pilot + of.void.rest
  return (
    <div className="mt-4 grid min-w-0 gap-3">
      {!of.drawn_by_lot && (
        <p className="flex items-start gap-2 rounded-md bg-risk-soft px-3 py-2">
          <Icon className="mt-0.5 size-4 shrink-0 text-risk" name="warn" />
          {i18n.t(
            'Nothing was drawn by lot: a team differs from the others in more than the way it sells, so a difference is not the pilot’s alone.',
          )}
        </p>
      )}
      <div className="hidden overflow-x-auto sm:block">
        <table className="w-full text-left">
          <caption className="sr-only">{i18n.t('Shares of all deals that were sent a way, until now')}</caption>
          <thead className="text-xs text-mute">
            <tr>
              <th className="py-1 pr-4 font-normal">{i18n.t('Of all deals that were sent a way')}</th>
              <th className="py-1 pr-4 text-right font-normal">{names.tried}</th>
              <th className="py-1 pr-4 text-right font-normal">{names.rest}</th>
              <th className="py-1 pr-4 text-right font-normal">{i18n.t('Difference, between')}</th>
              <th className="py-1 font-normal">{i18n.t('So far')}</th>
            </tr>
          </thead>
          <tbody>
            {of.figures.map((figure) => (
              <tr className="border-t border-line" key={figure.figure}>
                <th className="py-1.5 pr-4 font-normal">{figureNames()[figure.figure]}</th>
                <td className="num py-1.5 pr-4 text-right">{shareOf(figure.pilot)}</td>
                <td className="num py-1.5 pr-4 text-right">{shareOf(figure.rest)}</td>
                <td className="num py-1.5 pr-4 text-right text-mute">{betweenOf(figure)}</td>
                <td className="py-1.5">
                  <Verdict of={figure} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="grid gap-3 sm:hidden">
        {of.figures.map((figure) => (
          <li className="border-t border-line pt-2" key={figure.figure}>
            <p className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-medium">{figureNames()[figure.figure]}</span>
              <Verdict of={figure} />
            </p>
            <dl className="num grid grid-cols-[auto_1fr] gap-x-3">
              <dt className="text-mute">{names.tried}</dt>
              <dd className="text-right">{shareOf(figure.pilot)}</dd>
              <dt className="text-mute">{names.rest}</dt>
              <dd className="text-right">{shareOf(figure.rest)}</dd>
              <dt className="text-mute">{i18n.t('Difference, between')}</dt>
              <dd className="text-right text-mute">{betweenOf(figure)}</dd>
            </dl>
          </li>
        ))}
      </ul>
      {of.stop !== null && (
        <p className="text-mute">
          {i18n.t('Stop rule:')} {of.stop.why}
        </p>
      )}
      {gone > 0 && (
        <p className="text-mute">
          {i18n.t(
            '{n, plural, one {# deal was} other {# deals were}} merged or undone since, and count nowhere: {pilot} in the pilot, {rest} the old way.',
            { n: gone, pilot: of.void.pilot, rest: of.void.rest },
          )}
        </p>
      )}
      <details>
        <summary className="cursor-pointer text-accent">{i18n.t('What is not compared, and why')}</summary>
        <dl className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr]">
          {of.not_compared.map(({ what, why }) => (
            <div className="contents" key={what}>
              <dt className="font-medium">{notComparedNames()[what] ?? what}</dt>
              <dd className="text-mute">{why}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  )
}

const shareOf = ({ count, n, share, low, high }: Figure['pilot']): string =>
  share === null
    ? i18n.t('none yet')
    : i18n.t('{share} ({low}–{high}), {count} of {n}', {
        share: percent(share),
        low: percent(low),
        high: percent(high),
        count: wholeNumber(count),
        n: wholeNumber(n),
      })

const betweenOf = ({ difference: { estimate, low, high } }: Figure): string =>
  estimate === null ? '–' : i18n.t('{low} and {high}', { low: percent(low), high: percent(high) })

/** More won is better, more lost is worse; of a phase neither. */
function Verdict({ of: { figure, verdict } }: { of: Figure }) {
  const good = (figure === 'won' && verdict === 'higher') || (figure === 'lost' && verdict === 'lower')
  const bad = (figure === 'won' && verdict === 'lower') || (figure === 'lost' && verdict === 'higher')
  const quiet = verdict === 'too_few' || verdict === 'unclear'
  return (
    <span className={good ? 'text-won' : bad ? 'text-lost' : quiet ? 'text-mute' : 'font-medium'}>
      {verdictNames()[verdict]}
    </span>
  )
}
