import { type Command, required, textOf, usageFault } from './command.ts'
import { table } from './output.ts'

export const listKeys: Command = {
  name: 'keys list',
  summary: 'API keys: whose they are and until when they hold',
  usage: '[--json]',
  async run({ client, out }) {
    const { data } = await client.keys.list()
    const rows = data.map(({ id, name, person, prefix, expires_at, revoked_at }) => [
      id,
      name,
      person.name,
      `${prefix}…`,
      revoked_at ? `revoked ${revoked_at}` : expires_at ? `until ${expires_at}` : 'holds',
    ])
    out.data({ data }, () => table(out, ['id', 'name', 'person', 'key', 'state'], rows))
  },
}

export const createKey: Command = {
  name: 'keys create',
  summary: 'Make an API key; its secret is printed this once',
  usage: '--name NAME [--person EMAIL] [--expires MOMENT]',
  flags: { name: { type: 'string' }, person: { type: 'string' }, expires: { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const email = textOf(call, 'person')
    const people = email === undefined ? [] : (await client.people.list()).data
    const person = people.find((one) => one.email.toLowerCase() === email?.toLowerCase())
    if (email !== undefined && !person) throw usageFault(`Nobody here has the address ${email}.`)
    const key = await client.keys.create({
      name: required(call, 'name'),
      person_id: person?.id,
      expires_at: textOf(call, 'expires'),
    })
    out.data(key, () => key.secret)
    out.say(`A key for ${key.person.name}. It is not shown again.`)
  },
}

export const revokeKey: Command = {
  name: 'keys revoke',
  summary: 'End an API key at once',
  usage: 'KEY_ID',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const key = await client.keys.revoke({ key_id: words[0] ?? '' })
    out.data(key, () => `${key.id} ended at ${key.revoked_at}`)
  },
}
