import type { z } from 'zod'
import type { Access } from './access.ts'
import type { Context } from './context.ts'

export { type Access, accesses } from './access.ts'

export type Effect = 'read' | 'write'

/** How an operation shows to agents over the Model Context Protocol. */
export type McpTool = {
  /** Verb and noun, such as `move_deal`. */
  tool: string
  /** More than the summary says, where an agent needs it to choose well. */
  hint?: string
  /** Also read as a resource, such as `deal://{deal_id}`; the name in braces is a member of the input. */
  resource?: `${string}://{${string}}`
  /** Whose items are resources, such as `pipeline://{key}`; the name in braces is a member of an item. */
  lists?: `${string}://{${string}}`
}

/**
 * One thing the product can do, said once. REST, OpenAPI, the typed client and the MCP tools are all drawn from
 * the list of operations; none of them holds a rule of its own.
 *
 * The input is one object: names in `{braces}` of the path come from there, the rest from the query of a GET and from
 * the body of anything else. `deal_version` may also come as `If-Match`.
 */
export type Operation<In extends z.ZodObject = z.ZodObject, Out extends z.ZodType = z.ZodType> = {
  name: `${string}.${string}`
  http: `${'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'} /${string}`
  access: Access
  effect: Effect
  summary: string
  /** What one call counts for under the rate limit, in units of a plain read; 1 unless said. */
  cost?: number
  input: In
  output: Out
  /** 201 for what is created by POST, else 200; 202 for a job. */
  status?: 200 | 201 | 202
  /** The whole body is one text, YAML or JSON, handed to the input as `source`. */
  document?: true
  mcp?: McpTool
  /** Since when callers should leave it, and from when on it will be gone: `Deprecation` and `Sunset` of its answers. */
  deprecated?: { since: string; sunset?: string; instead: string }
  /** What `expand` may replace by all of it: the operation that reads it, and the member of its input that names it. */
  expand?: Record<string, { operation: string; member: string }>
  /** The answer holds a secret that is shown this once: it is kept for a repeat so that only its sender can read it. */
  reveals?: true
  /** Asks for the version that a change was decided on: 428 without it. */
  needs_version?: true
  /**
   * What is not one whole is done in parts, each in a transaction of its own, so that no connection is held for long;
   * `join` makes one answer of theirs.
   */
  parts?: { split(input: z.output<In>): z.output<In>[]; join(answers: z.output<Out>[]): z.output<Out> }
  /** The strong ETag of the answer, where it is one single resource with a version. */
  version?(answer: z.output<Out>): number
  run(context: Context, input: z.output<In>): Promise<z.input<Out>>
}

/** The list holds operations of every shape; whoever runs one has parsed its input with its own schema. */
// biome-ignore lint: the variance of `run`, `version` and `parts` is lost on purpose
export type AnyOperation = Omit<Operation, 'run' | 'version' | 'parts'> & {
  run(context: Context, input: any): Promise<any>
  parts?: { split(input: any): any[]; join(answers: any[]): any }
  version?(answer: any): number
}

export const operation = <In extends z.ZodObject, Out extends z.ZodType>(said: Operation<In, Out>): AnyOperation => said

export const methodOf = ({ http }: Pick<AnyOperation, 'http'>) => http.slice(0, http.indexOf(' '))
export const pathOf = ({ http }: Pick<AnyOperation, 'http'>) => http.slice(http.indexOf(' ') + 1)
export const statusOf = (op: AnyOperation) => op.status ?? (methodOf(op) === 'POST' ? 201 : 200)
