import type { ParseArgsOptionsConfig } from 'node:util'
import type { Client } from '../client/client.ts'
import type { Output } from './output.ts'

export type Flags = Record<string, string | boolean | (string | boolean)[] | undefined>

/** What a command gets: its words and flags, the client on the chosen server, and where to write. */
export type Call = { words: string[]; flags: Flags; client: Client; out: Output; environment: Environment }
export type Environment = Record<string, string | undefined>

/** One command of the command line, said once: `--help`, completion and the parser are drawn from it. */
export type Command = {
  name: string
  summary: string
  /** What follows the name, such as `FILE.csv --mapping M.yaml`. */
  usage: string
  flags?: ParseArgsOptionsConfig
  /** How many words must and may follow the name. */
  words?: { least: number; most: number }
  /** Answers the exit code where it is not 0. */
  run(call: Call): Promise<number | void>
}

/** A mistake in how a command was called: exit 2, with its usage. */
export type UsageFault = Error & { usage_fault: true }
export const usageFault = (message: string): UsageFault =>
  Object.assign(new Error(message), { usage_fault: true as const })
export const isUsageFault = (error: unknown): error is UsageFault => error instanceof Error && 'usage_fault' in error

/** A flag's text, where one was given. */
export function textOf({ flags }: Pick<Call, 'flags'>, name: string): string | undefined {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}

/** A flag that a command cannot do without. */
export function required(call: Pick<Call, 'flags'>, name: string): string {
  const value = textOf(call, name)
  if (value === undefined || value === '') throw usageFault(`--${name} is missing`)
  return value
}
