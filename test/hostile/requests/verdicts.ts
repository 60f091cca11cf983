import { describe as described } from '../../../src/api/openapi.ts'
import { operationsOf } from '../../../src/domain/operations.ts'
import { accessOf, roles } from '../../../src/domain/people/access.ts'
import type { Access } from '../../../src/platform/operation.ts'
import { type Described, operationsIn, routesByHand } from './description.ts'

/** Every address of the server, as it is described and by hand. */
export const everyAddress: Described[] = [
  ...operationsIn(described(operationsOf({ clock_simulated: true, embedded_database: true }))),
  ...routesByHand,
]

/**
 * The text of `verdicts.csv`: who may do what, as the rights stand in the source now. The file is reviewed and checked
 * in, and the server is held to it, so that a changed right shows as a changed line.
 */
export function verdicts(): string {
  const rows = everyAddress.map((one) => [
    one.name,
    `${one.method} ${one.path}`,
    one.access ?? 'anybody',
    ...saidTo(one),
  ])
  const lines = [
    ['operation', 'address', 'right', ...roles],
    ...rows.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  ]
  return `${lines.map((line) => line.join(',')).join('\n')}\n`
}

const saidTo = ({ access }: Described) =>
  roles.map((role) => (access === null || accessOf(role).has(access as Access) ? 'allowed' : 'refused'))
