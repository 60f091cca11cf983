/** Somebody who may be given deals. */
export type Candidate = { id: string; open_deals: number }

/**
 * Whose turn it is: the next after the last one, passing over those who have as many open deals as they are to have.
 * Undefined where everybody has. People come in the order of the rule, or of their ids in a team, so that a team's
 * turns do not change with its names.
 */
export function nextInTurn(
  people: readonly Candidate[],
  last: string | null,
  capacity: number | undefined,
): string | undefined {
  const at = people.findIndex(({ id }) => id === last)
  const order = [...people.slice(at + 1), ...people.slice(0, at + 1)]
  return order.find(({ open_deals }) => capacity === undefined || open_deals < capacity)?.id
}

/** Who has the fewest open deals; of equals, the first. */
export const leastBusy = (people: readonly Candidate[]): string | undefined =>
  people.toSorted((a, b) => a.open_deals - b.open_deals)[0]?.id
