import { useState } from 'react'
import { FanChart } from '../charts/fan-chart.tsx'
import { topOf } from '../charts/fan-layout.ts'
import { usePipelines } from '../data.ts'
import { wholeNumber } from '../format.ts'
import { hueColor } from '../hue.ts'
import { Segments } from '../ui/segments.tsx'
import type { ForecastPath } from '../wire.ts'
import { i18n } from '../words.ts'
import { fanOf, tableOf, type usePath, type Way } from './path-data.ts'

type Props = ReturnType<typeof usePath> & { tick: (value: number) => string; className: string }

/** The same picture of each pipeline, on one scale or each on its own; below it, what the forecast rests on. */
export function PipelinePaths({ query, day, tick, className }: Props) {
  const [shared, setShared] = useState(true)
  const { marks } = usePipelines()
  const path = query.data
  if (!path || path.pipelines.length < 2) return null
  const fans = path.pipelines.map((way) => ({ way, fan: fanOf(way, path) }))
  const top = shared ? Math.max(...fans.map(({ fan }) => topOf(fan))) : undefined
  return (
    <section aria-labelledby="paths" className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0 grow basis-64">
          <h2 className="text-[15px] font-semibold" id="paths">
            {i18n.t('Where each pipeline leads')}
          </h2>
          <p className="text-mute">
            {shared
              ? i18n.t('All on one scale, so that heights compare; likely values do not add up, expected ones do')
              : i18n.t('Each on a scale of its own: heights do not compare between pictures')}
          </p>
        </div>
        <Segments
          label={i18n.t('Scale')}
          onChoose={(scale) => setShared(scale === 'one')}
          options={[
            { value: 'one', label: i18n.t('One scale') },
            { value: 'own', label: i18n.t('Own scales') },
          ]}
          value={shared ? 'one' : 'own'}
        />
      </div>
      <div className="mt-4 grid gap-x-8 gap-y-6 md:grid-cols-2 2xl:grid-cols-3">
        {fans.map(({ way, fan }) => (
          <FanChart
            color={hueColor(marks.get(way.pipeline)?.hue ?? 8)}
            day={day}
            fan={fan}
            height={190}
            key={way.pipeline}
            note={restsOn(way)}
            subtitle={subtitleOf(path)}
            table={tableOf(way, path, day)}
            tick={tick}
            title={way.name}
            top={top}
          />
        ))}
      </div>
    </section>
  )
}

const subtitleOf = ({ currency }: ForecastPath) => i18n.t('Closed won, then low to high, in {currency}', { currency })

/** The method in a few words, with the n of the history that it rests on. */
function restsOn({ ahead, pooled, n_closed, note }: Way): string {
  const n = wholeNumber(n_closed)
  const method =
    ahead.length === 0
      ? i18n.t('What was won; nothing is forecast')
      : pooled
        ? i18n.t('Stay by stay from the history of all pipelines: of its own only {n} closed deals', { n })
        : i18n.t('Stay by stay from its own history: {n} closed deals', { n })
  return note === null ? method : `${method}; ${note}`
}
