import type { Client, InputOf } from '../client/client.ts'
import { type Command, textOf, usageFault } from './command.ts'
import { table } from './output.ts'

type Grant = InputOf<'rights.set'>['grants'][number]

export const showRights: Command = {
  name: 'rights show',
  summary: 'Who may do what in a pipeline, and on whose deals',
  usage: 'PIPELINE [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const answer = await client.rights.get({ pipeline: words[0] ?? '' })
    const rows = answer.grants.map(({ to, deals, rights }) => [
      to.role ?? to.team?.name ?? to.person?.name ?? '',
      deals,
      rights.join(', '),
    ])
    out.data(answer, () => {
      if (answer.open) return 'Open to everybody by their role; there is no grant.'
      return table(out, ['to', 'deals', 'rights'], rows)
    })
  },
}

export const setRights: Command = {
  name: 'rights set',
  summary: 'Put grants in the place of all that a pipeline has; none opens it to everybody by their role',
  usage: 'PIPELINE [--grant TO=RIGHT,RIGHT@own|team|all …] [--reassign FROM=TO …]',
  flags: { grant: { type: 'string', multiple: true }, reassign: { type: 'string', multiple: true } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words, flags } = call
    const people = (await client.people.list()).data
    const personOf = (text: string) => people.find(({ id, email }) => id === text || email === text.toLowerCase())?.id
    const grants = listOf(flags['grant']).map((text) => grantOf(text, personOf))
    const reassign = listOf(flags['reassign']).map((text) => {
      const [from = '', to = ''] = text.split('=')
      return { person_id: personOf(from) ?? from, to: personOf(to) ?? to }
    })
    const answer = await client.rights.set({ pipeline: words[0] ?? '', grants, reassign })
    out.data(answer, () => `${answer.pipeline.key}: ${answer.open ? 'open' : `${answer.grants.length} grants`}`)
    if (answer.reassigned > 0) out.say(`${answer.reassigned} deals have a new owner.`)
  },
}

export const explainRights: Command = {
  name: 'rights why',
  summary: 'Why somebody may do something, or may not, in every pipeline',
  usage: 'EMAIL|PERSON [--pipeline KEY] [--json]',
  flags: { pipeline: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const answer = await client.people.rights({ person_id: await personIn(client, words[0] ?? '') })
    const only = textOf(call, 'pipeline')
    const shown = answer.pipelines.filter(({ pipeline }) => only === undefined || pipeline.key === only)
    const rows = shown.flatMap(({ pipeline, rights }) =>
      rights.map(({ right, allowed, sentence }) => [pipeline.key, right, allowed ? 'yes' : 'no', sentence]),
    )
    out.data({ ...answer, pipelines: shown }, () => table(out, ['pipeline', 'right', '', 'because'], rows))
  },
}

/** `role:rep=see,work@own`, `ana@example.test=see`, or the id of a person or team. */
function grantOf(text: string, personOf: (text: string) => string | undefined): Grant {
  const [, whom = '', rights = '', deals = 'all'] = /^(.+)=([a-z_,]+)(?:@(\w+))?$/.exec(text) ?? []
  if (whom === '') throw usageFault(`\`${text}\` is no grant; expected one such as role:rep=see,work@own`)
  return { to: granteeOf(whom, personOf), rights: rights.split(','), deals } as Grant
}

function granteeOf(whom: string, personOf: (text: string) => string | undefined): Grant['to'] {
  if (whom.startsWith('role:')) return { role: whom.slice('role:'.length) as Grant['to']['role'] }
  return whom.startsWith('team_') ? { team_id: whom } : { person_id: personOf(whom) ?? whom }
}

async function personIn(client: Client, text: string): Promise<string> {
  const found = (await client.people.list()).data.find(({ email }) => email === text.toLowerCase())
  return found?.id ?? text
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
