import type { z } from 'zod'
import type { Access } from './access.ts'
import type { Context } from './context.ts'

export { type Access, accesses } from './access.ts'

export type Effect = 'read' | 'write'

/**
 * One thing the product can do, said once. REST, OpenAPI, the typed client and later the MCP tools are all drawn from
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
  /** The strong ETag of the answer, where it is one single resource with a version. */
  version?(answer: z.output<Out>): number
  run(context: Context, input: z.output<In>): Promise<z.input<Out>>
}

/** The list holds operations of every shape; whoever runs one has parsed its input with its own schema. */
// biome-ignore lint: the variance of `run` and `version` is lost on purpose
export type AnyOperation = Omit<Operation, 'run' | 'version'> & {
  run(context: Context, input: any): Promise<any>
  version?(answer: any): number
}

export const operation = <In extends z.ZodObject, Out extends z.ZodType>(said: Operation<In, Out>): AnyOperation => said

export const methodOf = ({ http }: Pick<AnyOperation, 'http'>) => http.slice(0, http.indexOf(' '))
export const pathOf = ({ http }: Pick<AnyOperation, 'http'>) => http.slice(http.indexOf(' ') + 1)
export const statusOf = (op: AnyOperation) => op.status ?? (methodOf(op) === 'POST' ? 201 : 200)
