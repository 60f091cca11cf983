import type { InputOf } from '../client/client.ts'
import { type Command, required } from './command.ts'
import { urlOf } from './connect.ts'
import { table } from './output.ts'

export const listPeople: Command = {
  name: 'people list',
  summary: 'The people of the workspace',
  usage: '[--json]',
  async run({ client, out }) {
    const { data } = await client.people.list()
    const rows = data.map((person) => [person.name, person.email, person.role, stateOf(person)])
    out.data({ data }, () => table(out, ['name', 'e-mail', 'role', 'state'], rows))
  },
}

const stateOf = ({ active, signs_in }: { active: boolean; signs_in: boolean }) =>
  !active ? 'left' : signs_in ? 'signs in' : 'has no password yet'

export const addPerson: Command = {
  name: 'people add',
  summary: 'Add a person, who can own deals at once',
  usage: 'EMAIL --name NAME --role owner|revops|manager|rep|viewer',
  flags: { name: { type: 'string' }, role: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    // The server knows the roles and names them when this is none of them.
    const role = required(call, 'role') as InputOf<'people.create'>['role']
    const person = await client.people.create({ email: words[0] ?? '', name: required(call, 'name'), role })
    out.data(person, () => person.id)
    out.say(
      `${person.name} is a member now, as ${person.role}. To let them sign in: tributary people invite ${person.email}`,
    )
  },
}

export const invitePerson: Command = {
  name: 'people invite',
  summary: 'Make a link by which a person of the workspace chooses their password',
  usage: 'EMAIL',
  words: { least: 1, most: 1 },
  async run({ client, out, words, environment }) {
    const email = words[0]?.toLowerCase()
    const person = (await client.people.list()).data.find((one) => one.email.toLowerCase() === email)
    if (!person) {
      out.say(
        `Nobody here has the address ${words[0]}. Add them first: tributary people add ${words[0]} --name … --role …`,
      )
      return 3
    }
    const link = await client.set_up_links.create({ person_id: person.id })
    const url = `${urlOf(environment)}${link.path}`
    out.data({ ...link, url }, () => url)
    out.say(`Send it to ${person.name}; it works once, until ${link.expires_at.slice(0, 10)}.`)
    return 0
  },
}
