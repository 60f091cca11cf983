import { scaleLinear } from '@visx/scale'
import { spreadLabels } from './spread-labels.ts'
import { textWidth } from './text-width.ts'

/** A period so far, and where it leads; moments in milliseconds. */
export type Fan = {
  from: number
  until: number
  /** The moment that it is seen from. */
  now: number
  closed: { at: number; value: number }[]
  ahead: { at: number; low: number; likely: number; high: number }[]
  quota: number | null
}

export type EndLabel = { key: 'high' | 'likely' | 'low' | 'quota' | 'closed'; value: number; text: string }

const labelSize = 12
const tickSize = 11
const lineStep = 15
const leastWidth = 60

/** The largest value that a picture shows; several share one scale by the largest of theirs. */
export const topOf = ({ closed, ahead, quota }: Fan): number =>
  Math.max(1e-9, quota ?? 0, ...closed.map(({ value }) => value), ...ahead.map(({ high }) => high))

type Words = { tick: (value: number) => string; day: (at: number) => string; ends: readonly EndLabel[] }

/**
 * Where a fan stands: value axis from zero, always; room on the right for the widest label of its end, and those labels
 * apart from one another by rule. What is known ends at `now`, and the fan begins there in one point.
 */
export function fanLayout(fan: Fan, width: number, height: number, { tick, day, ends }: Words, top = topOf(fan)) {
  const floor = height - 24
  const ceiling = 12
  const y = scaleLinear<number>({ domain: [0, top * 1.04], range: [floor, ceiling] })
  const values = y.ticks(Math.max(2, Math.min(5, Math.floor((floor - ceiling) / 44))))
  const left = Math.max(...values.map((value) => textWidth(tick(value), tickSize))) + 8
  const room = Math.max(0, ...ends.map(({ text }) => textWidth(text, labelSize))) + 12
  // Where labels would leave no picture they are left out: the marks and the table say the same.
  const labelled = width - room - left >= leastWidth
  const right = Math.max(left + leastWidth, labelled ? width - room : width - 8)
  const x = scaleLinear<number>({ domain: [fan.from, fan.until], range: [left, right] })
  const closedNow = fan.closed.at(-1)?.value ?? 0
  const begin = Math.max(fan.now, fan.from)
  const cone =
    fan.ahead.length === 0 ? [] : [{ at: begin, low: closedNow, likely: closedNow, high: closedNow }, ...fan.ahead]
  return {
    x,
    y,
    left,
    right,
    floor,
    ceiling,
    values,
    cone,
    days: daysOf(fan, x, width, day),
    ends: apart(
      (labelled ? ends : []).map((end) => ({ ...end, y: y(end.value) })),
      { from: ceiling, until: floor },
    ),
  }
}

/** Days under the axis: as many as have room beside each other, the first and the last of the period among them. */
function daysOf({ from, until }: Fan, x: (at: number) => number, width: number, day: (at: number) => string) {
  const last = until - 86_400_000
  const widest = Math.max(textWidth(day(from), tickSize), textWidth(day(last), tickSize)) + 16
  const count = Math.max(1, Math.min(6, Math.floor((x(last) - x(from)) / widest)))
  const days = Array.from({ length: count + 1 }, (_, i) => from + ((last - from) * i) / count)
  const labels = days.map((at) => ({ text: day(at), at: x(at), width: textWidth(day(at), tickSize) }))
  // A label that found no room in the first row is one too many.
  return spreadLabels(labels, width)
    .map((label, i) => ({ ...label, moment: days[i] ?? from }))
    .filter(({ row }) => row === 0)
}

/** Moves labels up or down until no two share a line; they keep their order and stay within the picture. */
function apart<Of extends { y: number }>(
  labels: readonly Of[],
  { from, until }: { from: number; until: number },
): Of[] {
  const sorted = labels.toSorted((a, b) => a.y - b.y).map((label) => ({ ...label }))
  for (const [i, label] of sorted.entries())
    label.y = Math.max(label.y, i === 0 ? from : (sorted[i - 1]?.y ?? 0) + lineStep)
  for (const [i, label] of sorted.toReversed().entries()) {
    const below = sorted[sorted.length - i]
    label.y = Math.min(label.y, below ? below.y - lineStep : until)
  }
  return sorted
}
