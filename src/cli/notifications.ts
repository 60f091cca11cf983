import type { Command } from './command.ts'
import { table } from './output.ts'

export const listNotifications: Command = {
  name: 'notifications list',
  summary: 'What you were told of, the newest first',
  usage: '[--all] [--json]',
  flags: { all: { type: 'boolean' } },
  async run({ client, out, flags }) {
    const answer = await client.notifications.list({ unread: flags['all'] === true ? undefined : 'true' })
    const rows = answer.data.map(({ created_at, title, detail, read_at }) => [
      created_at.slice(0, 16).replace('T', ' '),
      read_at === null ? 'new' : '',
      detail === null ? title : `${title}. ${detail}`,
    ])
    out.data(answer, () => (rows.length === 0 ? 'Nothing new.' : table(out, ['when', '', 'what'], rows)))
  },
}

export const readNotifications: Command = {
  name: 'notifications read',
  summary: 'Say that you have read everything that you were told of',
  usage: '',
  async run({ client, out }) {
    const answer = await client.notifications.read_all()
    out.data(answer, () => `${answer.read} read`)
  },
}
