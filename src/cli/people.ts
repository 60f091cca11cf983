import type { InputOf } from '../client/client.ts'
import { type Command, required } from './command.ts'
import { table } from './output.ts'

export const listPeople: Command = {
  name: 'people list',
  summary: 'The people of the workspace',
  usage: '[--json]',
  async run({ client, out }) {
    const { data } = await client.people.list()
    const rows = data.map(({ name, email, role, active }) => [name, email, role, active ? 'active' : 'left'])
    out.data({ data }, () => table(out, ['name', 'e-mail', 'role', 'state'], rows))
  },
}

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
    out.say(`${person.name} is a member now, as ${person.role}.`)
  },
}
