import type { InputOf } from '../client/client.ts'
import { type Call, type Command, required, textOf } from './command.ts'
import { printList } from './output.ts'
import { personOf } from './people.ts'

export const listKeys: Command = {
  name: 'keys list',
  summary: 'API keys: whose they are and until when they hold',
  usage: '[--json]',
  async run({ client, out }) {
    printList(out, await client.keys.list(), {
      id: ({ id }) => id,
      name: ({ name }) => name,
      person: ({ person }) => person.name,
      key: ({ prefix }) => `${prefix}…`,
      scopes: ({ scopes }) => scopes?.join(', ') ?? 'all they may',
      state: ({ revoked_at, expires_at }) =>
        revoked_at ? `revoked ${revoked_at}` : expires_at ? `until ${expires_at}` : 'holds',
    })
  },
}

export const createKey: Command = {
  name: 'keys create',
  summary: 'Make an API key; its secret is printed this once',
  usage: '--name NAME [--person EMAIL] [--scope RIGHT]… [--expires MOMENT]',
  flags: {
    name: { type: 'string' },
    person: { type: 'string' },
    scope: { type: 'string', multiple: true },
    expires: { type: 'string' },
  },
  async run(call) {
    const { client, out } = call
    const email = textOf(call, 'person')
    const person = email === undefined ? undefined : await personOf(client, email)
    const key = await client.keys.create({
      name: required(call, 'name'),
      person_id: person?.id,
      scopes: scopesOf(call),
      expires_at: textOf(call, 'expires'),
    })
    out.data(key, () => key.secret)
    out.say(`A key for ${key.person.name}. It is not shown again.`)
  },
}

/** `--scope deals:read --scope me:read`, or with a comma; the server knows which there are. */
function scopesOf({ flags }: Pick<Call, 'flags'>): InputOf<'keys.create'>['scopes'] {
  const said = Array.isArray(flags['scope']) ? flags['scope'] : []
  const scopes = said.flatMap((one) => String(one).split(',')).map((one) => one.trim())
  return scopes.length > 0 ? (scopes as InputOf<'keys.create'>['scopes']) : undefined
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
