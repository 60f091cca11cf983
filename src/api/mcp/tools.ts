import { z } from 'zod'
import type { AnyOperation } from '../../platform/operation.ts'
import { fenced, marked, type Schema } from '../untrusted.ts'

/** An operation as agents see it. */
export type Tool = {
  op: AnyOperation
  name: string
  /** What `tools/list` says of it. */
  listed: Listed
  /** An answer of the operation, text by outsiders between brackets. */
  fence(answer: unknown): unknown
}

type Listed = {
  name: string
  title: string
  description: string
  inputSchema: ObjectSchema
  outputSchema: ObjectSchema
  annotations: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: boolean }
}
type ObjectSchema = { type: 'object'; [member: string]: unknown }

const twoSteps =
  'Two steps: without plan_token nothing changes and the answer says what would; the same call again with its plan_token does it.'

/** Every operation that declares a tool. Throws where two have one name, or a name that no client takes. */
export function toolsOf(operations: readonly AnyOperation[]): Map<string, Tool> {
  const tools = new Map<string, Tool>()
  for (const op of operations) {
    if (!op.mcp) continue
    const { tool: name, hint } = op.mcp
    if (!/^[a-z][a-z_]{0,63}$/.test(name) || tools.has(name))
      throw new Error(`${op.name} declares the tool ${name}, which is taken or no name`)
    const writes = op.effect === 'write'
    const listed: Listed = {
      name,
      title: op.summary,
      description: [op.summary, ...(hint ? [hint] : []), ...(writes ? [twoSteps] : [])]
        .join('. ')
        .replaceAll('..', '.'),
      inputSchema: inputOf(op, writes),
      outputSchema: writes ? plannedOf(outputOf(op)) : outputOf(op),
      annotations: {
        readOnlyHint: !writes,
        destructiveHint: false,
        idempotentHint: !writes,
        openWorldHint: false,
      },
    }
    tools.set(name, { op, name, listed, fence: fenced(op.output) })
  }
  return tools
}

function inputOf(op: AnyOperation, writes: boolean): ObjectSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(op.input, { io: 'input' }) as ObjectSchema
  if (!writes) return withoutIds(schema)
  const plan_token = { type: 'string', description: 'Of the plan that is to be carried out; left out to plan.' }
  return withoutIds({ ...schema, properties: { ...(schema.properties as Schema), plan_token } })
}

function outputOf(op: AnyOperation): ObjectSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(op.output, { io: 'output' }) as ObjectSchema
  return withoutIds(marked(schema))
}

/** A write's answer: the plan with its token, or what was done. */
function plannedOf({ $defs, ...result }: ObjectSchema): ObjectSchema {
  return {
    type: 'object',
    properties: {
      status: { enum: ['planned', 'done'] },
      result,
      plan_token: { type: 'string' },
      expires_at: { type: 'string', format: 'date-time' },
    },
    required: ['status', 'result'],
    ...($defs === undefined ? {} : { $defs }),
  }
}

/** Names of components are for the API's description; validators take an `id` for something else. */
function withoutIds(schema: ObjectSchema): ObjectSchema {
  const { id: _, $defs, ...rest } = schema
  if ($defs === undefined) return rest as ObjectSchema
  const named = Object.entries($defs as Record<string, Schema>).map(([name, { id: __, ...one }]) => [name, one])
  return { ...(rest as ObjectSchema), $defs: Object.fromEntries(named) }
}
