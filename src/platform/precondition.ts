import { z } from 'zod'
import { Problem } from './problem.ts'

/** The input member that `If-Match` fills: the version that a change was decided on. */
export const ifVersion = {
  if_version: z.int('expected the version that you saw').min(1).optional(),
}

/** Refuses a change decided on an older view with 412, and shows what is there now. */
export function requireVersion(noun: string, current: { version: number }, seen: number | undefined): void {
  if (seen === undefined || seen === current.version) return
  const detail = `This ${noun} was changed meanwhile: you saw version ${seen}, it is now at ${current.version}.`
  throw new Problem('stale', detail, `${noun}-changed`, { current })
}
