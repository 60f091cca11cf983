import type { AnswerOf, InputOf } from '../client/client.ts'
import { refused } from './deal-changes.ts'
import { type Call, type Command, textOf, usageFault } from './command.ts'
import { fieldsOf } from './deals.ts'
import { jobDone } from './jobs.ts'
import { table } from './output.ts'

export const transferDeals: Command = {
  name: 'deals transfer',
  summary: 'Move deals to another pipeline, or say what would stop them; several go as one job',
  usage: 'DEAL… PIPELINE --reason KEY [--stage STAGE] [--note TEXT] [--field KEY=VALUE …] [--dry-run] [--json|--csv]',
  flags: {
    reason: { type: 'string' },
    stage: { type: 'string' },
    note: { type: 'string' },
    field: { type: 'string', multiple: true },
    'dry-run': { type: 'boolean' },
  },
  words: { least: 2, most: 5_001 },
  async run(call) {
    const { client, out, words } = call
    const [to_pipeline = '', ...reversed] = words.toReversed()
    const deals = reversed.toReversed()
    const reason = textOf(call, 'reason')
    if (reason === undefined) throw usageFault('Say why, with --reason and the key of a transfer reason.')
    const asked = {
      to_pipeline,
      reason,
      to_stage: textOf(call, 'stage'),
      note: textOf(call, 'note'),
      ...fieldsOf(call),
    }
    const [only] = deals
    if (deals.length > 1 || only === undefined) return many(call, deals, asked)
    if (call.flags['dry-run'] === true) {
      const preview = await client.transfers.preview({ deal_id: only, ...asked })
      out.data(preview, () =>
        preview.allowed
          ? `${only} would go to ${preview.to.pipeline.name}: ${preview.to.stage_name}`
          : `${only} would stay: ${preview.detail}`,
      )
      return preview.allowed ? 0 : refused
    }
    const transfer = await client.transfers.create({ deal_id: only, ...asked })
    out.data(transfer, () => `${only} ${pathOf(transfer)}${carriedText(transfer)}`)
    return 0
  },
}

type Asked = Omit<InputOf<'transfers.bulk'>, 'deal_ids' | 'filter' | 'dry_run'>

async function many({ client, out, flags }: Call, deal_ids: string[], asked: Asked): Promise<number> {
  const dry_run = flags['dry-run'] === true
  const { id: bulk_transfer_id, job } = await client.transfers.bulk({ deal_ids, dry_run, ...asked })
  await jobDone(client, job.id, out, dry_run ? 'Asking' : 'Moving')
  const done = await client.transfers.get({ bulk_transfer_id })
  const stopped: AnswerOf<'transfers.deals'>['data'] = []
  for (let cursor: string | undefined; ; ) {
    const page = await client.transfers.deals({ bulk_transfer_id, state: 'refused', limit: 200, cursor })
    stopped.push(...page.data)
    if (page.next_cursor === null) break
    cursor = page.next_cursor
  }
  const count = `${done.moved} of ${done.deals} ${dry_run ? 'would be moved' : 'moved'}, ${done.refused} refused`
  out.data({ ...done, refusals: stopped }, () =>
    stopped.length === 0
      ? count
      : `${count}\n${table(
          out,
          ['deal', 'name', 'code', 'why'],
          stopped.map(({ key, name, code, message }) => [key, name, code ?? '', message ?? '']),
        )}`,
  )
  return done.refused > 0 ? refused : 0
}

type Transfer = AnswerOf<'transfers.create'>
const pathOf = ({ from, to }: Transfer) =>
  `${from.pipeline.name}: ${from.stage_name} → ${to.pipeline.name}: ${to.stage_name}`
const carriedText = ({ carried }: Transfer) => (carried.length === 0 ? '' : `\ncarried: ${carried.join(', ')}`)
