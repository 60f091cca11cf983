export type Label = { text: string; at: number; width: number }
export type Placed = Label & { x: number; row: number }

const gap = 8

/**
 * Places labels centred over their marks on a line of `width` pixels: inside its ends, and never over one another; a
 * label that finds no room in the first row goes to the next. Order of the input is kept.
 */
export function spreadLabels(labels: Label[], width: number): Placed[] {
  const ends: number[] = []
  const placed = [...labels]
    .sort((left, right) => left.at - right.at)
    .map((label) => {
      const x = Math.max(label.width / 2, Math.min(width - label.width / 2, label.at))
      const start = x - label.width / 2
      const free = ends.findIndex((end) => end + gap <= start)
      const row = free < 0 ? ends.length : free
      ends[row] = start + label.width
      return { ...label, x, row }
    })
  return labels.map((label) => placed.find((entry) => entry.text === label.text && entry.at === label.at) as Placed)
}
