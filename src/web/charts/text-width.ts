const narrow = /[iljtfrI.,:;'|!() ]/
const wide = /[mwMW@%€A-Z]/

/**
 * Width in pixels of a line of text, estimated from above by letter classes, so that layouts are pure functions that
 * run without a browser; a margin that is a little too wide never clips a label.
 */
export function textWidth(text: string, size: number): number {
  let units = 0
  for (const letter of text) units += narrow.test(letter) ? 0.36 : wide.test(letter) ? 0.82 : 0.62
  return Math.ceil(units * size)
}

/** The text, or as much of it as fits, ending in an ellipsis. */
export function fitted(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text
  let kept = text
  while (kept.length > 1 && textWidth(`${kept}…`, size) > room) kept = kept.slice(0, -1)
  return `${kept.trimEnd()}…`
}
