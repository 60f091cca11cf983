import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Waterfall, type WaterfallStep } from '../charts/waterfall.tsx'
import { useContext, usePeriod } from '../data.ts'
import { tickIn } from '../forecast/forecast-data.ts'
import { bridgeQuery, stepsOf } from '../forecast/movement-data.ts'
import { bucketNames, movementFinding } from '../forecast/movement-words.ts'
import { compactMoney } from '../format.ts'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { Bridge } from '../wire.ts'
import { i18n } from '../words.ts'

/** What moved the number in the last week: the same bridge as on the forecast. Of the open value, without a forecast. */
export function MovementPanel({ className }: { className: string }) {
  const { as_of, ccy } = useContext()
  const period = usePeriod()
  const asked = { period, currency: ccy, to: as_of }
  const expected = useQuery(bridgeQuery({ ...asked, measure: 'expected' }))
  const unknown = expected.data !== undefined && expected.data.start === null
  const open = useQuery({ ...bridgeQuery({ ...asked, measure: 'open' }), enabled: unknown })
  const query = unknown ? open : expected
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      {query.isPending && (
        <Loading label={i18n.t('Loading what changed')}>
          <Skeleton className="h-56" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Told bridge={query.data} />}
    </section>
  )
}

/** As many bars as there is room for, the largest ones; the rest together, so that the picture still adds up. */
const mostBars = 5

function Told({ bridge }: { bridge: Bridge }) {
  const navigate = useNavigate()
  const { measure, currency } = bridge
  const steps = briefly(stepsOf(bridge), currency)
  const names = bucketNames()
  const subtitle = (
    <>
      {i18n.t('In the last seven days')} ·{' '}
      <Link className="underline decoration-edge/60 underline-offset-2" search={{ measure }} to="/forecast/movement">
        {i18n.t('all of it')}
      </Link>
    </>
  )
  if (steps.length <= 2)
    return (
      <>
        <h2 className="text-[15px] font-semibold">{movementFinding(bridge)}</h2>
        <p className="text-mute">{subtitle}</p>
      </>
    )
  return (
    <Waterfall
      onPick={(bar) =>
        void navigate({ to: '/forecast/movement', search: bar === 'rest' ? { measure } : { measure, bar } })
      }
      steps={steps}
      subtitle={subtitle}
      table={{
        columns: [i18n.t('Bar'), i18n.t('Deals'), i18n.t('Amount'), i18n.t('Currency')],
        rows: bridge.buckets.map((bar) => [names[bar.bucket], bar.deals, bar.amount.amount, currency]),
      }}
      tick={tickIn(currency)}
      title={movementFinding(bridge)}
    />
  )
}

function briefly(steps: WaterfallStep[], currency: string): WaterfallStep[] {
  const changes = steps.filter(({ kind }) => kind === 'change')
  if (changes.length <= mostBars) return steps
  const kept = new Set(changes.toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount)).slice(0, mostBars - 1))
  const amount = changes.reduce((sum, step) => (kept.has(step) ? sum : sum + step.amount), 0)
  const said = compactMoney({ amount: String(amount), currency }).replace('-', '−')
  const rest: WaterfallStep = {
    key: 'rest',
    name: i18n.t('Everything else'),
    kind: 'change',
    amount,
    tone: amount < 0 ? 'down' : 'up',
    label: amount > 0 ? `+${said}` : said,
  }
  return [...steps.filter((step) => step.kind === 'total' || kept.has(step)).slice(0, -1), rest, ...steps.slice(-1)]
}
