import { createWriteStream, readFileSync, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AnswerOf, Client } from '../client/client.ts'
import { type Call, type Command, textOf, usageFault } from './command.ts'
import { table } from './output.ts'

const filters = {
  actor: { type: 'string' },
  type: { type: 'string' },
  subject: { type: 'string' },
  channel: { type: 'string' },
  from: { type: 'string' },
  before: { type: 'string' },
} as const
const filterUsage = '[--type deal.] [--subject D-1042] [--actor PERSON_ID] [--channel api] [--from T] [--before T]'

const filterOf = (call: Call) => ({
  actor_id: textOf(call, 'actor'),
  type: textOf(call, 'type'),
  subject: textOf(call, 'subject'),
  channel: textOf(call, 'channel') as Channel | undefined,
  from: textOf(call, 'from'),
  before: textOf(call, 'before'),
})
type Channel = AnswerOf<'audit_events.list'>['data'][number]['channel']

export const listAudit: Command = {
  name: 'audit list',
  summary: 'What happened, the newest first: who, through what, to what',
  usage: `${filterUsage} [--limit N] [--json]`,
  flags: { ...filters, limit: { type: 'string' } },
  async run(call) {
    const limit = textOf(call, 'limit')
    const page = await call.client.audit_events.list({
      ...filterOf(call),
      ...(limit === undefined ? {} : { limit: Number(limit) }),
    })
    const rows = page.data.map(({ position, occurred_at, actor, channel, type, subject }) => [
      position,
      occurred_at,
      actor?.name,
      channel,
      type,
      subject.key ?? subject.name ?? subject.id,
    ])
    call.out.data(page, () => table(call.out, ['position', 'when', 'who', 'through', 'what', 'subject'], rows))
  },
}

export const exportAudit: Command = {
  name: 'audit export',
  summary: 'The audit as a file, CSV or JSON lines',
  usage: `[--format csv|jsonl] [--out FILE] ${filterUsage}`,
  flags: { ...filters, format: { type: 'string' }, out: { type: 'string' } },
  async run(call) {
    const query = { ...filterOf(call), format: textOf(call, 'format') ?? 'csv' }
    const answer = await call.client.send('GET', '/audit-events/export', { query })
    const file = textOf(call, 'out')
    const bytes = Readable.fromWeb(answer.body as never)
    if (file !== undefined) return pipeline(bytes, createWriteStream(file))
    let text = ''
    for await (const chunk of bytes) text += Buffer.from(chunk).toString()
    call.out.data({ text }, () => text.trimEnd())
  },
}

export const listHeads: Command = {
  name: 'audit heads',
  summary: 'The head of the audit chain now, and the heads exported before; keep one elsewhere',
  usage: '[--json]',
  async run({ client, out }) {
    const { head, data } = await client.audit_heads.list()
    const rows = data.map(({ position, hash, exported_at }) => [position, hash, exported_at])
    out.data({ head, data }, () =>
      [head ? `${head.position}:${head.hash}` : 'nothing yet', table(out, ['position', 'hash', 'exported'], rows)].join(
        '\n\n',
      ),
    )
  },
}

type Head = { position: number; hash: string }
type Verification = AnswerOf<'audit_chain.verify'>

const refused = 6

export const verifyAudit: Command = {
  name: 'audit verify',
  summary: 'Verify the audit chain from its first link; exit 6 names the first that does not hold',
  usage: '[--head FILE|POSITION:HASH] [--json]',
  flags: { head: { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const { workspace } = await client.me.get()
    const kept = headOf(textOf(call, 'head'), workspace.id)
    const told = await walk(client, kept, (position) => out.progress(`Verified up to ${position} …`))
    out.progress('')
    out.data(told, () => sentenceOf(told))
    return told.fault === null ? 0 : refused
  },
}

/** The chain from its start to its end, with a stop at the head that was kept elsewhere. */
async function walk(client: Client, kept: Head | undefined, say: (position: number) => void) {
  let head: Head = { position: 0, hash: '' }
  let erased = 0
  for (;;) {
    const stop = kept !== undefined && head.position < kept.position ? { to: kept.position } : {}
    const from = head.position > 0 ? { after: head.position, hash: head.hash } : {}
    const page: Verification = await client.audit_chain.verify({ ...from, ...stop })
    head = page.head
    erased += page.erased
    say(head.position)
    const fault = page.fault ?? faultAt(kept, page)
    if (fault !== null || page.done) return { head, erased, fault, compared_with: kept ?? null }
  }
}

/** What a head that was kept outside says against the chain. */
function faultAt(kept: Head | undefined, { head, done }: Verification): Verification['fault'] {
  if (kept === undefined) return null
  if (head.position === kept.position && head.hash !== kept.hash)
    return { position: kept.position, event_id: null, code: 'head', detail: 'The kept head has another hash.' }
  if (done && head.position < kept.position)
    return {
      position: head.position + 1,
      event_id: null,
      code: 'cut',
      detail: `The chain ends here, although the kept head is at ${kept.position}.`,
    }
  return null
}

function sentenceOf({ head, erased, fault }: Awaited<ReturnType<typeof walk>>): string {
  const without = erased === 0 ? '' : `; personal data was erased from ${erased}, each with its proof`
  if (fault === null) return `The chain holds: ${head.position} events${without}.\nHead ${head.position}:${head.hash}`
  const event = fault.event_id === null ? '' : ` (${fault.event_id})`
  return `The chain is broken at position ${fault.position}${event}: ${fault.detail}\nIt holds up to ${head.position}.`
}

/** `POSITION:HASH`, or a file of exported heads, of which the last of this workspace counts. */
function headOf(given: string | undefined, workspace_id: string): Head | undefined {
  if (given === undefined) return undefined
  const said = /^(\d{1,15}):([0-9a-f]{64})$/.exec(given)
  if (said) return { position: Number(said[1]), hash: said[2] ?? '' }
  if (!statSync(given, { throwIfNoEntry: false })?.isFile())
    throw usageFault(`--head: ${given} is neither POSITION:HASH nor a file of exported heads.`)
  const heads = readFileSync(given, 'utf8').split('\n').flatMap(lineOf)
  const own = heads.filter((head) => head.workspace_id === workspace_id)
  const last = own.toSorted((a, b) => a.position - b.position).at(-1)
  if (last === undefined) throw usageFault(`--head: ${given} holds no head of this workspace.`)
  return last
}

function lineOf(line: string): (Head & { workspace_id: string })[] {
  try {
    const read = JSON.parse(line)
    return typeof read.position === 'number' && typeof read.hash === 'string' ? [read] : []
  } catch {
    return []
  }
}
