import { foldedText } from '../../values/text.ts'
import { type Given, type Mapping, placeholders } from './mapping.ts'

/** Where each column of a file stands, by its folded name. */
export type Columns = ReadonlyMap<string, number>

export const columnsIn = (header: readonly string[]): Columns =>
  new Map(header.map((name, index) => [foldedText(name), index]))

/** What a row says for one part of the mapping; null where it says nothing. `column` is whom to tell about a fault. */
export type Source = { column: string | null; read(cells: readonly string[]): string | null }

/** A mapping with every column found, so that reading a row looks nothing up by name. */
export type Sources = {
  deal: Partial<Record<keyof Mapping['deal'], Source>>
  fields: [string, Source][]
  /** The columns with the moments of entry into these stages, as far as the file has them. */
  entered(stages: readonly string[]): { stage: string; column: string; read(cells: readonly string[]): string | null }[]
}

export function sourcesOf({ deal }: Mapping, columns: Columns): Sources {
  const { fields, entered, ...rest } = deal
  const named = (stage: string) => (typeof entered === 'string' ? entered.replace('{stage}', stage) : entered[stage])
  return {
    deal: Object.fromEntries(Object.entries(rest).map(([part, given]) => [part, sourceOf(given as Given, columns)])),
    fields: Object.entries(fields).map(([key, given]) => [key, sourceOf(given, columns)]),
    entered: (stages) =>
      stages.flatMap((stage) => {
        const column = named(stage)
        const index = column === undefined ? undefined : columns.get(foldedText(column))
        if (column === undefined || index === undefined) return []
        return [{ stage, column, read: (cells: readonly string[]) => cellAt(cells, index) }]
      }),
  }
}

function sourceOf({ column, template, value, values, default: other }: Given, columns: Columns): Source {
  if (value !== undefined) return { column: null, read: () => value }
  const index = columns.get(foldedText(column ?? '')) ?? -1
  const targets = values && new Map(Object.entries(values).map(([cell, target]) => [foldedText(cell), target]))
  return {
    column: column ?? null,
    read(cells) {
      const cell = template === undefined ? cellAt(cells, index) : filled(template, columns, cells)
      const empty = other ?? null
      if (cell === null) return targets?.get('') ?? empty
      return targets ? (targets.get(foldedText(cell)) ?? other ?? cell) : cell
    },
  }
}

/** A cell without the spaces around it and without the ' that keeps a spreadsheet from taking it for a formula. */
function cellAt(cells: readonly string[], index: number): string | null {
  const cell = cells[index]?.trim() ?? ''
  const text = /^'[\s\p{Cc}]*[=+\-@]/u.test(cell) ? cell.slice(1) : cell
  return text === '' ? null : text
}

/** A template filled in; a column without a value takes the text before it along (`Acme – `, ` – Basic`). */
function filled(template: string, columns: Columns, cells: readonly string[]): string | null {
  const between = template.split(/\{[^{}]+\}/)
  const values = placeholders(template).map((name) => cellAt(cells, columns.get(foldedText(name)) ?? -1))
  let text = ''
  for (const [i, value] of values.entries()) {
    if (value === null) continue
    text += (text === '' ? (between[0] ?? '') : (between[i] ?? '')) + value
  }
  return text === '' ? null : text + (between.at(-1) ?? '')
}
