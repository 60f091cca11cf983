/** The look of a pipeline: one of eight colour-blind-safe hues and always two letters, never the colour alone. */
export type Mark = { hue: number; monogram: string }

/** Marks for all pipelines, in the order of the workspace; letters are unique, hues repeat after the eighth. */
export function marksOf(pipelines: { key: string }[]): Map<string, Mark> {
  const taken = new Set<string>()
  return new Map(
    pipelines.map(({ key }, index) => {
      const monogram = candidates(key).find((letters) => !taken.has(letters)) ?? key.slice(0, 2).toUpperCase()
      taken.add(monogram)
      return [key, { hue: (index % 8) + 1, monogram }]
    }),
  )
}

export const hueColor = (hue: number) => `var(--hue-${hue})`
export const hueInk = (hue: number) => `var(--hue-${hue}-ink)`

/** `self-service` → SS, SE, SL, SF…; `enterprise` → EN, ET, EE… */
function candidates(key: string): string[] {
  const words = key.split(/[^a-z0-9]+/i).filter(Boolean)
  const letters = key.replace(/[^a-z0-9]/gi, '')
  const first = letters[0] ?? 'X'
  const fromWords = words.length > 1 ? [`${words[0]?.[0]}${words[1]?.[0]}`, `${first}${words.at(-1)?.[0]}`] : []
  const rest = [...letters.slice(1), ...'0123456789'].map((letter) => first + letter)
  return [...fromWords, ...rest].map((pair) => pair.toUpperCase())
}
