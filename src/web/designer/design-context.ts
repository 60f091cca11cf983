import { createContext, useContext } from 'react'
import type { DefinitionFinding } from '../../client/schema.ts'
import type { Pipeline } from '../wire.ts'
import { setPart, type Written } from './design-edits.ts'
import { type Path, pathOf } from './file-places.ts'
import type { Outline } from './outline.ts'

/** What every part of the form reads and changes. */
export type Design = {
  pipeline: Pipeline
  outline: Outline
  written: Written
  /** Whether it may be changed at all: by right, and because its text can be read. */
  editable: boolean
  findings: readonly DefinitionFinding[]
  /** `about` names the place, so that keystrokes in it are one step of ⌘Z. */
  change: (next: Written, about?: string) => void
}

export const DesignContext = createContext<Design | null>(null)

export function useDesign(): Design {
  const design = useContext(DesignContext)
  if (!design) throw new Error('outside of a design')
  return design
}

/** Reads and writes one value of the file; what is wrong with it is said beside it. */
export function usePart(path: Path): { set: (value: unknown) => void; error: string | undefined; disabled: boolean } {
  const { written, change, findings, editable } = useDesign()
  const name = path.join('.')
  const found = findings.find((finding) => pathOf(finding.path).join('.') === name)
  return {
    set: (value) => change(setPart(written, path, value), name),
    error: found && `${found.message} ${found.remedy}`,
    disabled: !editable,
  }
}
