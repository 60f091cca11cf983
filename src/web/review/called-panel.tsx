import { exactMoment, shortDay } from '../format.ts'
import { signedMoney } from '../forecast/movement-words.ts'
import { minus, sizeOf } from '../money.ts'
import { categoryNames } from '../names.ts'
import { Amount } from '../ui/amount.tsx'
import { i18n } from '../words.ts'
import type { Agenda } from './review-data.ts'

type Called = Pick<Agenda, 'called' | 'called_by' | 'unconverted' | 'period' | 'since' | 'due_at'> & { as_of: string }

/** The call of the last review beside today's: what deals of each category come to, and what people said. */
export function CalledPanel({ called: said }: { called: Called }) {
  const { called, called_by, unconverted, period, since, as_of, due_at } = said
  const names = { ...categoryNames(), elsewhere: i18n.t('Another period') }
  const lines = called.filter(({ category, from, to }) => category !== 'elsewhere' || from.count + to.count > 0)
  const left = [...unconverted.from, ...unconverted.to]
  const spoke = called_by.filter(({ last, now, adjustments }) => last || now || adjustments.length > 0)
  return (
    <section aria-labelledby="review-called" className="panel min-w-0 p-4" data-called>
      <h2 className="text-[15px] font-semibold" id="review-called">
        {i18n.t('The call for {period}, then and now', { period })}
      </h2>
      <p className="text-xs text-mute">
        {i18n.t('What deals of each category come to: {from}, and {to}', {
          from: exactMoment(since),
          to: exactMoment(as_of),
        })}
      </p>
      <dl className="mt-2 grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3 xl:grid-cols-6">
        {lines.map(({ category, from, to }) => (
          <div className="min-w-0" data-category={category} key={category}>
            <dt className="text-xs text-mute">
              {names[category]}{' '}
              <span className="num">{from.count === to.count ? to.count : `${from.count} → ${to.count}`}</span>
            </dt>
            <dd>
              <Amount className="text-xs text-mute" money={from.amount} />
              <span className="text-mute"> → </span>
              <Amount className="font-medium" money={to.amount} />
              <Change from={from.amount} to={to.amount} />
            </dd>
          </div>
        ))}
      </dl>
      {spoke.length > 0 && (
        <details className="mt-3">
          <summary className="cursor-pointer text-mute hover:text-ink">
            {i18n.t('{count, plural, one {What # person called} other {What # people called}}', {
              count: spoke.length,
            })}
          </summary>
          <People people={spoke} />
        </details>
      )}
      {due_at && (
        <p className="mt-2 text-xs text-mute">
          {i18n.t('Forecasts are to be submitted by {moment}', { moment: exactMoment(due_at) })}
        </p>
      )}
      {left.length > 0 && (
        <p className="mt-2 text-xs text-mute first-letter:uppercase">
          {i18n.t('no rate for {amounts}: left out', { amounts: left.map(signedMoney).join(', ') })}
        </p>
      )}
    </section>
  )
}

type Money = Called['called'][number]['from']['amount']

function Change({ from, to }: { from: Money; to: Money }) {
  const change = minus(to, from)
  if (!change || sizeOf(change) === 0) return null
  return <span className="num block text-xs text-mute">{signedMoney(change)}</span>
}

function People({ people }: { people: Called['called_by'] }) {
  return (
    <div className="mt-1 overflow-x-auto">
      <table className="w-full min-w-120 text-left">
        <thead>
          <tr className="text-xs text-mute">
            <th className="py-1 pr-4 font-medium" scope="col">
              {i18n.t('Person')}
            </th>
            {[i18n.t('Commit in the last round'), i18n.t('Commit in this one')].map((head) => (
              <th className="py-1 pr-4 text-right font-medium" key={head} scope="col">
                {head}
              </th>
            ))}
            <th className="py-1 font-medium" scope="col">
              {i18n.t('Said otherwise since')}
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ person, last, now, adjustments }) => (
            <tr className="border-t border-line align-top" key={person.id}>
              <th className="py-1.5 pr-4 font-normal" scope="row">
                {person.name}
              </th>
              {[last, now].map((one, i) => (
                <td className="py-1.5 pr-4 text-right" key={i === 0 ? 'last' : 'now'}>
                  <Amount money={one?.called.commit} />
                  {one && <span className="block text-xs text-mute">{exactMoment(one.submitted_at)}</span>}
                </td>
              ))}
              <td className="py-1.5 text-xs">
                {adjustments.map(({ id, by, category, amount, reason, created_at }) => (
                  <p key={id}>
                    {amount
                      ? i18n.t('{day}, {by}: {category} {amount}', {
                          day: shortDay(created_at, created_at),
                          by: by.name,
                          category: categoryNames()[category],
                          amount: signedMoney(amount).replace('+', ''),
                        })
                      : i18n.t('{day}, {by}: {category} taken back', {
                          day: shortDay(created_at, created_at),
                          by: by.name,
                          category: categoryNames()[category],
                        })}
                    <span className="block text-mute">{reason}</span>
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
