import { scaleLinear } from '@visx/scale'
import { LinePath } from '@visx/shape'

/** A trend as small as a word, without an axis; `said` tells it in words. */
export function Sparkline({ values, said, width = 72, height = 18 }: SparklineProps) {
  const x = scaleLinear<number>({ domain: [0, Math.max(1, values.length - 1)], range: [1, width - 3] })
  const low = Math.min(...values)
  const high = Math.max(...values)
  const y = scaleLinear<number>({ domain: [low, high === low ? low + 1 : high], range: [height - 3, 3] })
  const last = values.at(-1)
  return (
    <svg aria-label={said} height={height} role="img" width={width}>
      <LinePath
        data={values}
        stroke="var(--mute)"
        strokeWidth={1.5}
        x={(_value, index) => x(index)}
        y={(value) => y(value)}
      />
      {last !== undefined && <circle cx={x(values.length - 1)} cy={y(last)} fill="var(--accent)" r={2.5} />}
    </svg>
  )
}

type SparklineProps = { values: number[]; said: string; width?: number; height?: number }
