/** A share as a person says it. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`

/** A number of days as a person says it: whole from ten on. */
export const inDays = (days: number): string => {
  const shown = days >= 10 ? Math.round(days) : Math.round(days * 10) / 10
  return `${shown} ${shown === 1 ? 'day' : 'days'}`
}

export const rounded = (value: number): number => Math.round(value * 1e4) / 1e4

/** How much two sets have in common: what is in both over what is in either (Jaccard); 1 for two empty ones. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const either = new Set([...a, ...b]).size
  return either === 0 ? 1 : [...a].filter((one) => b.has(one)).length / either
}

/** The words of a name that tell something, in a form in which plural and order do not matter. */
export function tellingWords(name: string): Set<string> {
  const all = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return new Set(all.filter((word) => !little.has(word)).map((word) => word.replace(/(?<=\p{L}{3})(?:s|ed|ing)$/u, '')))
}

const little = new Set(
  'a an and are as at be been being by for from has have in is it its of on or our the their them to us was we will with yang di ke dan'.split(
    ' ',
  ),
)
