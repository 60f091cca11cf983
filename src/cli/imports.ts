import { createReadStream, createWriteStream, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AnswerOf, Client } from '../client/client.ts'
import { type Call, type Command, required, textOf, usageFault } from './command.ts'
import { explain } from './explain.ts'
import { type Job, jobDone } from './jobs.ts'
import { moneyText, type Output } from './output.ts'

export const importFile: Command = {
  name: 'import',
  summary: 'Take deals over from a CSV file, with their history; the same file again changes nothing',
  usage: 'FILE.csv --mapping M.yaml [--dry-run] [--refused PATH] [--json]',
  flags: { mapping: { type: 'string' }, 'dry-run': { type: 'boolean' }, refused: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const [file = ''] = words
    const mapping = textIn(required(call, 'mapping'))
    const size = sizeOf(file)
    const dry_run = call.flags['dry-run'] === true
    const { id } = await client.imports.create({ mapping, file_name: basename(file), dry_run })
    const stop = stopOnSignal(client, out)
    try {
      const job_id = await send(client, id, { file, size, out, aborted: stop.signal })
      stop.at(job_id)
      const job = await jobDone(client, job_id, out, dry_run ? 'Checking' : 'Taking over')
      return await told(call, file, id, job)
    } catch (error) {
      if (stop.signal.aborted) return interrupted
      throw error
    } finally {
      stop.release()
    }
  },
}

const interrupted = 130
const refused = 6

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw usageFault(`${file} cannot be read.`)
  }
}

function sizeOf(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found?.isFile()) return found.size
  throw usageFault(`There is no file ${file}.`)
}

type Sending = { file: string; size: number; out: Output; aborted: AbortSignal }

/** Sends the file as it is read; answers the job that takes its rows over. */
async function send(client: Client, import_id: string, { file, size, out, aborted }: Sending): Promise<string> {
  let sent = 0
  const bytes = createReadStream(file).on('data', (chunk) => {
    sent += chunk.length
    out.progress(`Sending ${basename(file)}: ${Math.floor((sent / size) * 100)} % …`)
  })
  const answer = await client.send('PUT', `/imports/${import_id}/file`, {
    body: Readable.toWeb(bytes),
    content_type: 'text/csv',
    signal: aborted,
  })
  out.progress('')
  return ((await answer.json()) as Job).id
}

/** What became of the rows, on stdout; the refused ones in a file beside the first. */
async function told({ client, out, flags }: Call, file: string, import_id: string, job: Job): Promise<number> {
  if (job.status === 'failed') throw new Error(`The import failed: ${job.error}`)
  const { counts, dry_run } = await client.imports.get({ import_id })
  const path = textOf({ flags }, 'refused') ?? `${file.replace(/\.csv$/i, '')}.refused.csv`
  if (counts.refused > 0) await saveRefused(client, import_id, path)
  out.data(counts, () => linesOf(counts, dry_run))
  if (counts.refused > 0) out.say(`The refused rows are in ${path}, each with what is wrong with it.`)
  if (job.status === 'cancelled') return interrupted
  return counts.refused > 0 ? refused : 0
}

async function saveRefused(client: Client, import_id: string, path: string): Promise<void> {
  const answer = await client.send('GET', `/imports/${import_id}/refused`, { headers: { accept: 'text/csv' } })
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(path))
}

type Counts = AnswerOf<'imports.get'>['counts']

function linesOf({ rows, created, updated, unchanged, refused, won, routed }: Counts, dry_run: boolean): string {
  const sum = won.amount.length === 0 ? '' : `, ${won.amount.map(moneyText).join(' + ')}`
  return [
    `${rows} rows${dry_run ? ' (a dry run: nothing is kept)' : ''}`,
    `  created    ${created}`,
    `  updated    ${updated}`,
    `  unchanged  ${unchanged}`,
    `  refused    ${refused}`,
    `${won.count} of them won${sum}`,
    ...routed.map(
      ({ pipeline, rule, deals }) => `${deals} without a pipeline went to ${pipeline} by ${rule ?? 'the fallback'}`,
    ),
  ].join('\n')
}

/** An interrupt ends the sending, or asks the job to stop behind the batch that it is at. */
function stopOnSignal(client: Client, out: Output) {
  const aborting = new AbortController()
  let job_id: string | undefined
  const stop = () => {
    out.progress('')
    out.say('Stopping …')
    if (job_id === undefined) return aborting.abort()
    client.jobs.cancellation({ job_id }).catch((error: unknown) => out.say(explain(error).message))
  }
  process.once('SIGINT', stop)
  return {
    signal: aborting.signal,
    at(id: string) {
      job_id = id
    },
    release: () => void process.off('SIGINT', stop),
  }
}
