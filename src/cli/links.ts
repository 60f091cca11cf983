import type { InputOf } from '../client/client.ts'
import type { Command } from './command.ts'
import { moneyText, printList } from './output.ts'

export const listLinks: Command = {
  name: 'deals links',
  summary: 'What a deal is to others, and others to it',
  usage: 'DEAL [--json|--csv]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const answer = await client.links.list({ deal_id: words[0] ?? '' })
    printList(out, answer, {
      id: ({ id }) => id,
      direction: ({ direction }) => (direction === 'to' ? '→' : '←'),
      kind: ({ kind }) => kind,
      deal: ({ deal }) => deal.key,
      name: ({ deal }) => deal.name,
      pipeline: ({ deal }) => deal.pipeline.key,
      stage: ({ deal }) => deal.outcome ?? deal.stage.name,
      amount: ({ deal }) => moneyText(deal.amount),
    })
  },
}

export const linkDeals: Command = {
  name: 'deals link',
  summary: 'Say what a deal is to another: renews, expands, part_of, sourced_from or blocks it',
  usage: 'DEAL KIND OTHER [--json]',
  words: { least: 3, most: 3 },
  async run({ client, out, words: [deal_id = '', kind = '', other_id = ''] }) {
    const links = await client.links.create({ deal_id, kind: kind as InputOf<'links.create'>['kind'], other_id })
    out.data(links, () => `${deal_id} ${kind} ${other_id}`)
  },
}

export const unlinkDeals: Command = {
  name: 'deals unlink',
  summary: 'Take a link of a deal away, by its id',
  usage: 'DEAL LINK [--json]',
  words: { least: 2, most: 2 },
  async run({ client, out, words: [deal_id = '', link_id = ''] }) {
    const links = await client.links.delete({ deal_id, link_id })
    out.data(links, () => `${deal_id} has ${links.data.length} links`)
  },
}
