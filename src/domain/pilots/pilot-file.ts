import { isMap, isScalar, parseDocument } from 'yaml'

/** A definition file under another key and name, otherwise letter by letter as it was written. */
export function renamedFile(source: string, { key, name }: { key: string; name: string }): string {
  const { contents } = parseDocument(source)
  if (!isMap(contents)) return source
  const places = Object.entries({ key, name }).flatMap(([word, value]) => {
    const node = contents.get(word, true)
    return isScalar(node) && node.range ? [{ from: node.range[0], to: node.range[1], value }] : []
  })
  return places
    .toSorted((a, b) => b.from - a.from)
    .reduce((text, { from, to, value }) => text.slice(0, from) + written(value, text[from]) + text.slice(to), source)
}

/** Plain where that can be read as nothing else, and quoted where it was. */
const written = (value: string, first: string | undefined): string =>
  first === '"' || first === "'" || !/^[a-z][\w ()/-]*$/i.test(value) ? JSON.stringify(value) : value

const pilotName = ' (pilot)'
const mostName = 80

/** What is tried is called as its pipeline, so that both stand beside each other, and after it is adopted as before. */
export const namedPilot = (name: string): string => name.slice(0, mostName - pilotName.length) + pilotName
export const nameBefore = (name: string): string => (name.endsWith(pilotName) ? name.slice(0, -pilotName.length) : name)

const mostKey = 60

/** A key for what is tried beside a pipeline: the first that nobody has. */
export function pilotKey(key: string, taken: ReadonlySet<string>): string {
  for (let nth = 1; ; nth++) {
    const end = nth === 1 ? '_pilot' : `_pilot_${nth}`
    const one = `${key.slice(0, mostKey - end.length).replace(/[-_]+$/, '')}${end}`
    if (!taken.has(one)) return one
  }
}
