import { Link } from '@tanstack/react-router'
import { exactMoney, percent, wholeNumber } from '../format.ts'
import { levelNames } from '../changes/change-words.ts'
import { i18n } from '../words.ts'
import type { Replay } from './rehearsal-data.ts'

type Rule = Replay['rules'][number]

/** What a definition would have done to the moves of the past: the sentence first, then by which rule. */
export function ReplayView({ of }: { of: Replay }) {
  const { moves, won, lost, won_amount_stopped, standing } = of
  if (moves.judged === 0)
    return <p className="text-mute">{i18n.t('Nobody moved a deal in that time, so there is nothing to rehearse.')}</p>
  const fresh = of.rules.filter((rule) => rule.fresh)
  const facts: [string, string][] = [
    [i18n.t('Moves looked at'), wholeNumber(moves.judged)],
    [i18n.t('Would have been stopped'), wholeNumber(moves.stopped)],
    [i18n.t('Would have wanted a reason'), wholeNumber(moves.asked_for_reason)],
    [i18n.t('Without a place in it'), wholeNumber(moves.unmapped)],
  ]
  return (
    <div className="grid min-w-0 gap-4">
      <p className="font-medium">{headline(of)}</p>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-4">
        {facts.map(([term, said]) => (
          <div key={term}>
            <dt className="text-xs text-mute">{term}</dt>
            <dd className="num">{said}</dd>
          </div>
        ))}
      </dl>
      <div className="overflow-x-auto">
        <table className="w-full text-left">
          <caption className="sr-only">{i18n.t('Deals that would have been stopped, by what came of them')}</caption>
          <thead className="text-xs text-mute">
            <tr>
              <th className="py-1 pr-4 font-normal">{i18n.t('Deals that')}</th>
              <th className="py-1 pr-4 text-right font-normal">{i18n.t('Stopped')}</th>
              <th className="py-1 text-right font-normal">{i18n.t('Share, between')}</th>
            </tr>
          </thead>
          <tbody>
            <Outcome label={i18n.t('were won anyway')} of={won} />
            <Outcome label={i18n.t('were lost')} of={lost} />
            <Outcome label={i18n.t('are open')} of={of.open} />
          </tbody>
        </table>
      </div>
      {won.stopped > 0 && (
        <p>{i18n.t('What was won anyway brought {amount}.', { amount: exactMoney(won_amount_stopped) })}</p>
      )}
      {fresh.length > 0 && (
        <ul className="grid gap-2">
          {fresh.map((rule) => (
            <RuleRow key={`${rule.stage} ${rule.key}`} rule={rule} />
          ))}
        </ul>
      )}
      <p>
        {i18n.t(
          '{count, plural, =0 {No open deal would stand further back.} one {# open deal would stand further back.} other {# open deals would stand further back.}}',
          { count: standing.held_back },
        )}{' '}
        {standing.expected_before !== null && standing.expected_after !== null ? (
          <span className="num text-mute">
            {i18n.t('Expected of the open deals: {before} today, {after} under it.', {
              before: exactMoney(standing.expected_before),
              after: exactMoney(standing.expected_after),
            })}
          </span>
        ) : (
          <span className="text-mute">{i18n.t('Its history is too short to say what that does to the forecast.')}</span>
        )}
      </p>
    </div>
  )
}

function headline({ moves, difference, won }: Replay): string {
  if (moves.stopped === 0) return i18n.t('It would have stopped nobody.')
  if (difference.estimate === null || (difference.low <= 0 && difference.high >= 0))
    return i18n.t('Whether it stops lost deals sooner than won ones cannot be told from these.')
  return difference.low > 0
    ? i18n.t('It would have stopped lost deals more often than won ones.')
    : i18n.t('It would have stopped won deals more often than lost ones: {n} were won anyway.', { n: won.stopped })
}

function Outcome({ label, of }: { label: string; of: Replay['won'] }) {
  return (
    <tr className="border-t border-line">
      <th className="py-1.5 pr-4 font-normal">{label}</th>
      <td className="num py-1.5 pr-4 text-right">
        {i18n.t('{stopped} of {n}', { stopped: wholeNumber(of.stopped), n: wholeNumber(of.n) })}
      </td>
      <td className="num py-1.5 text-right text-mute">
        {of.share === null ? '–' : `${percent(of.share)} (${percent(of.low)}–${percent(of.high)})`}
      </td>
    </tr>
  )
}

const shown = 8

function RuleRow({ rule }: { rule: Rule }) {
  return (
    <li className="rounded-md border border-line px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium wrap-anywhere">{rule.label}</span>
        <span className="text-xs text-mute">{levelNames()[rule.level]}</span>
      </p>
      <p className="num text-mute">
        {i18n.t('{deals, plural, one {# deal} other {# deals}}: {won} won, {lost} lost, {open} open', {
          deals: rule.deals,
          won: rule.won,
          lost: rule.lost,
          open: rule.open,
        })}
      </p>
      {rule.deal_ids.length > 0 && (
        <details className="mt-1">
          <summary className="cursor-pointer text-accent">{i18n.t('Which ones')}</summary>
          <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
            {rule.deal_ids.slice(0, shown).map((deal, at) => (
              <Link className="text-accent hover:underline" key={deal} params={{ deal }} to="/deals/$deal">
                {i18n.t('Deal {n}', { n: at + 1 })}
              </Link>
            ))}
            {rule.deals > shown && (
              <span className="text-mute">{i18n.t('and {n} more', { n: rule.deals - shown })}</span>
            )}
          </p>
        </details>
      )}
    </li>
  )
}
