import { existsSync } from 'node:fs'
import { type Command, type Environment } from './command.ts'
import { keyFileOf, keyOf, urlOf } from './connect.ts'
import { explain } from './explain.ts'

type Finding = { what: string; ok: boolean; detail: string }

export const doctor: Command = {
  name: 'doctor',
  summary: 'Look at what the command line needs, and say what is missing',
  usage: '[--json]',
  async run({ client, out, environment }) {
    const findings = [
      { what: 'Node', ok: Number(process.versions.node.split('.')[0]) >= 26, detail: process.version },
      await reach('server', () => answers(urlOf(environment), '/livez')),
      await reach('ready', () => answers(urlOf(environment), '/readyz')),
      keyFinding(environment),
      await reach('sign-in', async () => {
        const { person, workspace } = await client.me.get()
        return `${person.name} (${person.role}) in ${workspace.name}, totals in ${workspace.currency}`
      }),
    ]
    const healthy = findings.every(({ ok }) => ok)
    out.data({ healthy, findings }, () =>
      findings.map(({ what, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'}  ${what.padEnd(8)}  ${detail}`).join('\n'),
    )
    return healthy ? 0 : 1
  },
}

async function reach(what: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, detail: await look() }
  } catch (error) {
    return { what, ok: false, detail: explain(error).message.replaceAll('\n', ' ') }
  }
}

async function answers(url: string, path: string): Promise<string> {
  const answer = await fetch(url + path)
  if (!answer.ok) throw new Error(`${url}${path} answers ${answer.status}; the server may still be starting`)
  return url
}

function keyFinding(environment: Environment): Finding {
  const file = keyFileOf(environment)
  const from = environment.TRIBUTARY_API_KEY ? 'TRIBUTARY_API_KEY' : file
  if (keyOf(environment) !== undefined) return { what: 'key', ok: true, detail: `from ${from}` }
  const why = existsSync(file) ? `${file} cannot be read by this user` : `there is no ${file}`
  return {
    what: 'key',
    ok: false,
    detail: `${why}; set TRIBUTARY_API_KEY, or TRIBUTARY_DATA to the server's directory`,
  }
}
