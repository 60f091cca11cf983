import type { AnswerOf, Client } from '../client/client.ts'
import { type Command, textOf, usageFault } from './command.ts'
import { type Output, printList, table } from './output.ts'
import { personOf } from './people.ts'

export const listTeams: Command = {
  name: 'teams list',
  summary: 'The teams, and who is in them',
  usage: '[--as-of MOMENT] [--json]',
  flags: { 'as-of': { type: 'string' } },
  async run(call) {
    const { client, out } = call
    printList(out, await client.teams.list({ as_of: textOf(call, 'as-of') }), {
      team: ({ name }) => name,
      state: ({ active }) => (active ? '' : 'closed'),
      members: ({ members }) => members.map((member) => member.name).join(', '),
    })
  },
}

export const createTeam: Command = {
  name: 'teams create',
  summary: 'Form a team of the people with these addresses',
  usage: 'NAME [EMAIL…] [--from MOMENT]',
  flags: { from: { type: 'string' } },
  words: { least: 1, most: 200 },
  async run(call) {
    const { client, out, words } = call
    const [name = '', ...emails] = words
    const members = await idsOf(client, emails)
    const team = await client.teams.create({ name, members, valid_from: textOf(call, 'from') })
    out.data(team, () => team.id)
  },
}

export const setTeamMembers: Command = {
  name: 'teams members',
  summary: 'Say who is in a team from now on, or from a moment on: exactly these',
  usage: 'TEAM [EMAIL…] [--from MOMENT]',
  flags: { from: { type: 'string' } },
  words: { least: 1, most: 200 },
  async run(call) {
    const { client, out, words } = call
    const [name, ...emails] = words
    const { data } = await client.teams.list()
    const team = data.find((one) => one.id === name || one.name.toLowerCase() === name?.toLowerCase())
    if (!team) throw usageFault(`There is no team ${name}. \`tributary teams list\` shows those there are.`)
    const members = await idsOf(client, emails)
    const set = await client.team_members.set({ team_id: team.id, members, valid_from: textOf(call, 'from') })
    out.data(set, () => `${set.name}: ${set.members.map((member) => member.name).join(', ') || 'nobody'}`)
  },
}

const idsOf = (client: Client, emails: string[]) =>
  Promise.all(emails.map(async (email) => (await personOf(client, email)).id))

export const showHierarchy: Command = {
  name: 'hierarchy show',
  summary: 'Who reports to whom',
  usage: '[--as-of MOMENT] [--json]',
  flags: { 'as-of': { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const answer = await client.hierarchy.get({ as_of: textOf(call, 'as-of') })
    out.data(answer, () => tree(out, answer))
  },
}

type Hierarchy = AnswerOf<'hierarchy.get'>

/** Everybody below their manager, a step further in. */
function tree(out: Output, { data }: Hierarchy): string {
  const below = Map.groupBy(
    data.filter(({ active }) => active),
    ({ manager_id }) => manager_id,
  )
  const here = new Set(data.filter(({ active }) => active).map(({ person }) => person.id))
  const rows: string[][] = []
  const walk = ({ person, role, teams }: Hierarchy['data'][number], depth: number) => {
    rows.push([`${'  '.repeat(depth)}${person.name}`, role, teams.map(({ name }) => name).join(', ')])
    for (const one of below.get(person.id) ?? []) walk(one, depth + 1)
  }
  for (const [manager_id, people] of below)
    if (manager_id === null || !here.has(manager_id)) for (const one of people) walk(one, 0)
  return table(out, ['person', 'role', 'teams'], rows)
}

export const setManager: Command = {
  name: 'hierarchy set',
  summary: 'Say whom a person reports to, from now on or from a moment on; without a manager, to nobody',
  usage: 'EMAIL [MANAGER_EMAIL] [--from MOMENT]',
  flags: { from: { type: 'string' } },
  words: { least: 1, most: 2 },
  async run(call) {
    const { client, out, words } = call
    const person = await personOf(client, words[0])
    const manager_id = words[1] === undefined ? null : (await personOf(client, words[1])).id
    const valid_from = textOf(call, 'from')
    const set = await client.managers.set({ person_id: person.id, manager_id, valid_from })
    out.data(set, () => `${set.person.name} reports to ${set.manager?.name ?? 'nobody'}.`)
  },
}
