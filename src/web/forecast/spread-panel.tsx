import { useNavigate } from '@tanstack/react-router'
import { IntervalPlot } from '../charts/interval-plot.tsx'
import { usePipelines } from '../data.ts'
import { compactMoney } from '../format.ts'
import { sizeOf } from '../money.ts'
import { Loading, Skeleton } from '../ui/states.tsx'
import type { Money } from '../wire.ts'
import { i18n } from '../words.ts'
import type { useForecast } from './forecast-data.ts'
import { isOver, spreadFinding } from './sentences.ts'

type Props = Pick<ReturnType<typeof useForecast>, 'query' | 'tick' | 'currency'> & { className: string }

/** Low, likely and high of every pipeline on one scale; a row opens its board. */
export function SpreadPanel({ query, tick, currency, className }: Props) {
  const { byKey, marks } = usePipelines()
  const navigate = useNavigate()
  const nameOf = (key: string) => byKey.get(key)?.name ?? key
  const parts = query.data?.pipelines ?? []
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      {query.isPending && (
        <Loading label={i18n.t('Loading the forecast')}>
          <Skeleton className="h-56" />
        </Loading>
      )}
      {query.data && (
        <IntervalPlot
          onPick={(pipeline) => void navigate({ to: '/board/$pipeline', params: { pipeline } })}
          rows={parts.map((part) => ({
            key: part.pipeline,
            name: nameOf(part.pipeline),
            low: part.p10 && sizeOf(part.p10),
            likely: part.p50 && sizeOf(part.p50),
            high: part.p90 && sizeOf(part.p90),
            label: part.p50 ? compactMoney(part.p50) : '',
            mark: marks.get(part.pipeline),
            note: part.note,
          }))}
          subtitle={
            parts.every(isOver)
              ? i18n.t('Closed won by pipeline, in {currency}', { currency })
              : i18n.t('Low, likely and high by pipeline, in {currency}, on one scale', { currency })
          }
          table={{
            columns: [i18n.t('Pipeline'), i18n.t('Low'), i18n.t('Likely'), i18n.t('High'), i18n.t('Currency')],
            rows: parts.map((part) => [
              nameOf(part.pipeline),
              amountOf(part.p10),
              amountOf(part.p50),
              amountOf(part.p90),
              currency,
            ]),
          }}
          tick={tick}
          title={spreadFinding(parts, nameOf)}
        />
      )}
    </section>
  )
}

const amountOf = (money: Money | null) => money?.amount ?? null
