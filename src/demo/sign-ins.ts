import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectSignIn, type Founded, readPeople, roles } from '../domain/people/index.ts'
import type { Config } from '../platform/config.ts'
import { writePrivately } from '../platform/private-file.ts'
import type { Running } from '../server.ts'

/**
 * Lets one person of each role of the demo company sign in, and two managers, since some changes need the approval of both, with a password made on this installation: one that ships
 * with the product would open every server that was ever put on a network. Answers what to tell whoever started it.
 */
export async function keepDemoSignIns(
  { database, signIn }: Running,
  { data }: Config,
  { workspace_id }: Pick<Founded, 'workspace_id'>,
): Promise<string[]> {
  const file = join(data, 'demo-sign-ins.txt')
  if (existsSync(file)) return [readFileSync(file, 'utf8')]
  const people = await readPeople(database.owner, workspace_id)
  const chosen = roles.flatMap((role) => people.filter((one) => one.role === role).slice(0, role === 'manager' ? 2 : 1))
  const password = randomBytes(9).toString('base64url')
  for (const { id } of chosen)
    await connectSignIn(database.owner, { workspace_id, person_id: id }, (user) => signIn.setPassword(user, password))
  const lines = chosen.map(({ role, email, name }) => `  ${role.padEnd(8)} ${email.padEnd(28)} ${name}`)
  const text = ['Sign in to the demo company as any of these:', ...lines, `  password ${password}`, ''].join('\n')
  writePrivately(file, text)
  return [text]
}
