import { scaleLinear } from '@visx/scale'
import { spreadLabels } from './spread-labels.ts'
import { textWidth } from './text-width.ts'

export type Point = { value: number; density: number }
export type Marker = { key: 'low' | 'likely' | 'high' | 'quota'; value: number; text: string }

const labelSize = 12
const rowStep = 16

/**
 * Where a distribution, its markers and their labels stand. The axis covers what has a visible chance and every marker;
 * `truncated` says that it does not start at zero, which the picture must announce.
 */
export function curveLayout(points: Point[], markers: Marker[], width: number, height: number) {
  const most = Math.max(1e-12, ...points.map((point) => point.density))
  const seen = points.filter((point) => point.density > most / 500).map((point) => point.value)
  const values = [...seen, ...markers.map((marker) => marker.value)]
  const low = Math.min(...values)
  const high = Math.max(...values)
  const start = low < 0.25 * high ? 0 : low
  const pad = (high - start || 1) * 0.03
  const domain = [start === 0 ? 0 : Math.max(0, start - pad), high + pad]
  const x = scaleLinear<number>({ domain, range: [0, width] })
  const labels = spreadLabels(
    markers.map((marker) => ({ text: marker.text, at: x(marker.value), width: textWidth(marker.text, labelSize) })),
    width,
  )
  const rows = Math.max(1, ...labels.map((label) => label.row + 1))
  const top = rows * rowStep + 6
  const floor = height - 22
  return {
    x,
    y: scaleLinear<number>({ domain: [0, most], range: [floor, top] }),
    floor,
    top,
    truncated: (domain[0] ?? 0) > 0,
    start: domain[0] ?? 0,
    ticks: x.ticks(Math.max(2, Math.min(7, Math.floor(width / 90)))),
    labels: labels.map((label, index) => ({ ...label, key: markers[index]?.key, y: 12 + label.row * rowStep })),
    points: points.filter((point) => point.value >= (domain[0] ?? 0) && point.value <= (domain[1] ?? 0)),
  }
}

/** The curve from one value to another, cut exactly there; empty where it has no such stretch. */
export function stretchOf(points: Point[], from: number, to: number): Point[] {
  const inside = points.filter(({ value }) => value >= from && value <= to)
  return [...cutAt(points, from), ...inside, ...cutAt(points, to)]
}

function cutAt(points: Point[], value: number): Point[] {
  const next = points.findIndex((point) => point.value > value)
  const [left, right] = [points[next - 1], points[next]]
  if (!left || !right || left.value === value) return []
  const share = (value - left.value) / (right.value - left.value)
  return [{ value, density: left.density + share * (right.density - left.density) }]
}
