import type { Client, InputOf } from '../client/client.ts'
import { apiProblem, isApiProblem } from '../client/problem.ts'
import { type Call, type Command, required, textOf, usageFault } from './command.ts'
import { urlOf } from './connect.ts'
import { printList } from './output.ts'

export const listPeople: Command = {
  name: 'people list',
  summary: 'The people of the workspace',
  usage: '[--json]',
  async run({ client, out }) {
    printList(out, await client.people.list(), {
      name: ({ name }) => name,
      'e-mail': ({ email }) => email,
      role: ({ role }) => role,
      state: stateOf,
    })
  },
}

const stateOf = ({ active, signs_in }: { active: boolean; signs_in: boolean }) =>
  !active ? 'left' : signs_in ? 'signs in' : 'has no password yet'

// The server knows the roles, and names them when this is none of them.
type Role = InputOf<'people.create'>['role']
const roles = 'owner|revops|manager|rep|channel_manager|partner|executive|viewer|integration'

/** The person with this address. */
export async function personOf(client: Client, email: string | undefined) {
  const { data } = await client.people.list()
  const person = data.find((one) => one.email.toLowerCase() === email?.toLowerCase())
  if (!person) throw usageFault(`Nobody here has the address ${email}. \`tributary people list\` shows who is.`)
  return person
}

export const addPerson: Command = {
  name: 'people add',
  summary: 'Add a person, who can own deals at once',
  usage: `EMAIL --name NAME --role ${roles}`,
  flags: { name: { type: 'string' }, role: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const role = required(call, 'role') as Role
    const person = await client.people.create({ email: words[0] ?? '', name: required(call, 'name'), role })
    out.data(person, () => person.id)
    out.say(
      `${person.name} is a member now, as ${person.role}. To let them sign in: tributary people invite ${person.email}`,
    )
  },
}

export const changeRole: Command = {
  name: 'people role',
  summary: 'Change what a person is here',
  usage: `EMAIL ${roles} [--reassign-to EMAIL]`,
  flags: { 'reassign-to': { type: 'string' } },
  words: { least: 2, most: 2 },
  async run(call) {
    const person = await changed(call, { role: call.words[1] as Role })
    call.out.data(person, () => `${person.name} is ${person.role} now.`)
  },
}

export const deactivatePerson: Command = {
  name: 'people deactivate',
  summary:
    'End the access of a person who left, and say who takes over their open deals; keys and sessions end at once',
  usage: 'EMAIL [--reassign-to EMAIL]',
  flags: { 'reassign-to': { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const person = await changed(call, { active: false })
    call.out.data(person, () => `${person.name} has left.`)
  },
}

/** A person whose access changes; their open deals go to the one whom --reassign-to names. */
async function changed(call: Call, change: { role?: Role; active?: boolean }) {
  const { client, out, words } = call
  const { id, name } = await personOf(client, words[0])
  const to = textOf(call, 'reassign-to')
  const heir = to === undefined ? undefined : await personOf(client, to)
  const reassign = heir && [{ person_id: id, to: heir.id }]
  const person = await client.people.update({ person_id: id, ...change, reassign }).catch((error) => {
    if (!isApiProblem(error) || error.code !== 'owns-open-deals') throw error
    const deals = (error.problem['owners'] as { deals: number }[]).reduce((sum, one) => sum + one.deals, 0)
    const detail = `${name} owns ${deals} open ${deals === 1 ? 'deal' : 'deals'}. Say who takes over: --reassign-to EMAIL`
    throw apiProblem(error.status, { ...error.problem, detail })
  })
  const { reassigned } = person
  if (heir && reassigned > 0)
    out.say(`${heir.name} has taken over ${reassigned} open ${reassigned === 1 ? 'deal' : 'deals'} of ${name}.`)
  return person
}

export const reactivatePerson: Command = {
  name: 'people reactivate',
  summary: 'Let a person who had left in again; their old API keys stay ended',
  usage: 'EMAIL',
  words: { least: 1, most: 1 },
  async run({ client, out, words: [email] }) {
    const { id } = await personOf(client, email)
    const person = await client.people.update({ person_id: id, active: true })
    out.data(person, () => `${person.name} is back, as ${person.role}.`)
  },
}

export const invitePerson: Command = {
  name: 'people invite',
  summary: 'Invite somebody: by mail, or by a link to hand over where no mail server is set',
  usage: `EMAIL [--name NAME --role ${roles}]`,
  flags: { name: { type: 'string' }, role: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words, environment } = call
    const name = textOf(call, 'name')
    const role = textOf(call, 'role') as Role | undefined
    const invitation = await client.invitations.create({ email: words[0] ?? '', name, role })
    const url = invitation.path === null ? null : `${urlOf(environment)}${invitation.path}`
    out.data({ ...invitation, url }, () => url ?? invitation.id)
    const until = invitation.expires_at.slice(0, 10)
    if (url === null) out.say(`A mail goes to ${invitation.email}; its link works once, until ${until}.`)
    else out.say(`Send it to ${invitation.person.name}; it works once, until ${until}.`)
  },
}
