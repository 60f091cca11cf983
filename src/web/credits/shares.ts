/** In hundredths of a per cent, as the server keeps them: 10000 is all of it. */
export const whole = 10_000

export type Share = { person_id: string; share: number }

export const sumOf = (shares: readonly Share[]): number => shares.reduce((sum, { share }) => sum + share, 0)

/** The same for everybody, to the last hundredth: what division leaves over goes to the first. */
export function evenly(shares: readonly Share[]): Share[] {
  const each = Math.floor(whole / shares.length)
  const left = whole - each * shares.length
  return shares.map((share, i) => ({ ...share, share: each + (i === 0 ? left : 0) }))
}

/** From per cent as they are typed. */
export const hundredths = (percent: string): number => Math.round(Number(percent) * 100)

/** Somebody more, with what is still missing. */
export const withOneMore = (shares: readonly Share[], person_id: string): Share[] => [
  ...shares,
  { person_id, share: Math.max(0, whole - sumOf(shares)) },
]
