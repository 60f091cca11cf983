export type Said = {
  title: string
  detail?: string
  tone?: 'plain' | 'bad'
  undo?: () => void
  /** What it is about: a later word about the same takes the place of the earlier one, and of its undo. */
  about?: string
}

let draw: ((said: Said) => void) | null = null
let waiting: Said[] = []

/** Says what happened in the corner; with `undo` it stays for the ten seconds in which the person may take it back. */
export function say(said: Said): void {
  if (draw) draw(said)
  else waiting.push(said)
}

/** Hands over what was said before the pile was there, and everything from now on. */
export function drawToasts(show: (said: Said) => void): () => void {
  draw = show
  for (const said of waiting) show(said)
  waiting = []
  return () => {
    draw = null
  }
}
