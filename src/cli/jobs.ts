import type { AnswerOf, Client } from '../client/client.ts'
import type { Command } from './command.ts'
import type { Output } from './output.ts'

export type Job = AnswerOf<'jobs.get'>

export const showJob: Command = {
  name: 'jobs show',
  summary: 'How far a long piece of work has come',
  usage: 'JOB_ID [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const job = await client.jobs.get({ job_id: words[0] ?? '' })
    out.data(job, () => lineOf(job))
  },
}

export const cancelJob: Command = {
  name: 'jobs cancel',
  summary: 'Ask a job to stop; what is done stays done, whole',
  usage: 'JOB_ID',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const job = await client.jobs.cancellation({ job_id: words[0] ?? '' })
    out.data(job, () => lineOf(job))
  },
}

export const watchJob: Command = {
  name: 'jobs watch',
  summary: 'Wait until a job has ended; exit 1 where it failed',
  usage: 'JOB_ID [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const job = await jobDone(client, words[0] ?? '', out, 'Working')
    out.data(job, () => lineOf(job))
    return job.status === 'done' ? 0 : 1
  },
}

const lineOf = ({ id, kind, status, done, total, error }: Job) =>
  `${id}  ${kind}  ${status}  ${done}${total === null ? '' : ` of ${total}`}${error ? `  ${error}` : ''}`

const pollEvery = 300

/** Waits until a job has ended, saying how far it is. */
export async function jobDone(client: Client, job_id: string, out: Output, doing: string): Promise<Job> {
  for (;;) {
    const job = await client.jobs.get({ job_id })
    out.progress(`${doing}: ${job.done}${job.total === null ? '' : ` of ${job.total}`} …`)
    if (['done', 'failed', 'cancelled'].includes(job.status)) {
      out.progress('')
      return job
    }
    await new Promise((wake) => setTimeout(wake, pollEvery))
  }
}
