import type { ReactNode } from 'react'
import { percent } from '../../format.ts'
import { i18n } from '../../words.ts'
import type { Method, Score } from './accuracy-data.ts'
import { methodHints, methodNames, signedPercent } from './accuracy-words.ts'

type Props = {
  title: string
  subtitle: string
  scores: readonly Score[]
  /** Of single deals, which only those open then were given chances. */
  losses: ReadonlyMap<Method, number | null>
  method: Method
  tick: (value: number) => string
  onPick: (method: Method) => void
}

/** Every method's scores in one scope, the nearest first; one is picked for the pictures below. */
export function ScoreTable({ title, subtitle, scores, losses, method, tick, onPick }: Props) {
  const names = methodNames()
  const hints = methodHints()
  const told = scores.filter(({ crps }) => crps !== null).toSorted((a, b) => (a.crps ?? 0) - (b.crps ?? 0))
  const silent = scores.filter(({ crps }) => crps === null)
  const [best] = told
  const windows = best?.windows ?? 0
  return (
    <section className="panel min-w-0 p-4 md:p-5 xl:col-span-8">
      <h2 className="text-[15px] font-semibold">{title}</h2>
      <p className="text-mute">
        {subtitle},{' '}
        {i18n.t(
          '{n, plural, one {# forecast} other {# forecasts}}, {windows, plural, one {# window} other {# windows}} that do not overlap',
          {
            n: best?.forecasts ?? 0,
            windows,
          },
        )}
      </p>
      <div className="relative mt-2 overflow-x-auto">
        <table className="w-full min-w-190 text-left">
          <thead>
            <tr className="text-xs text-mute">
              <Head left>{i18n.t('Method')}</Head>
              <Head
                hint={i18n.t(
                  'How far the forecast as a whole was from what happened, on average (CRPS); less is better',
                )}
              >
                {i18n.t('Off by (CRPS)')}
              </Head>
              <Head hint={i18n.t('Expected less what happened, over what happened')}>{i18n.t('Bias')}</Head>
              <Head hint={i18n.t('Expected against what happened without its sign, over what happened (WAPE)')}>
                {i18n.t('Error (WAPE)')}
              </Head>
              <Head hint={i18n.t('How often what happened lay between low and high; 80 % would be right')}>
                {i18n.t('8 of 10 held')}
              </Head>
              <Head hint={i18n.t('From low to high, on average')}>{i18n.t('Width')}</Head>
              <Head
                hint={i18n.t('How much the chances of single deals that were open then were worth; less is better')}
              >
                {i18n.t('Log loss')}
              </Head>
            </tr>
          </thead>
          <tbody>
            {told.map((score) => (
              <tr
                className={`border-t border-line ${score.method === method ? 'bg-accent-soft/60' : 'hover:bg-sunken/60'}`}
                key={score.method}
              >
                <th className="py-1.5 pr-4 pl-2 font-normal" scope="row">
                  <button
                    aria-pressed={score.method === method}
                    className="text-left hover:underline"
                    onClick={() => onPick(score.method)}
                    type="button"
                  >
                    <span className="font-medium">{names[score.method]}</span>
                    {score === best && <span className="ml-2 text-xs text-won">{i18n.t('nearest')}</span>}
                    <span className="block text-xs text-mute">{hints[score.method]}</span>
                  </button>
                </th>
                <Cell>{score.crps === null ? '–' : tick(score.crps)}</Cell>
                <Cell>{signedPercent(score.bias)}</Cell>
                <Cell>{score.wape === null ? '–' : percent(score.wape)}</Cell>
                <Cell>{score.coverage80 === null ? '–' : percent(score.coverage80)}</Cell>
                <Cell>{score.width80 === null ? '–' : tick(score.width80)}</Cell>
                <Cell>{losses.get(score.method)?.toFixed(3) ?? '–'}</Cell>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {silent.length > 0 && (
        <p className="mt-2 text-xs text-mute">
          {i18n.t('Had nothing to say here: {methods}', { methods: silent.map((one) => names[one.method]).join(', ') })}
        </p>
      )}
    </section>
  )
}

const Head = ({ children, left, hint }: { children: ReactNode; left?: boolean; hint?: string }) => (
  <th className={`py-1 pr-4 font-medium whitespace-nowrap ${left ? 'pl-2' : 'text-right'}`} scope="col" title={hint}>
    {children}
  </th>
)
const Cell = ({ children }: { children: ReactNode }) => (
  <td className="num py-1.5 pr-4 text-right whitespace-nowrap">{children}</td>
)
