import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Job, Row } from './simulated.ts'

/** Runs jobs in so many threads, each taking the next when it is done; what a kept file has is not run again. */
export async function runAll(
  jobs: readonly Job[],
  { threads, keep }: { threads: number; keep: string },
): Promise<Row[]> {
  const known = keptIn(keep)
  const rows = jobs.flatMap((job) => known.get(JSON.stringify(job)) ?? [])
  const waiting = jobs.filter((job) => !known.has(JSON.stringify(job)))
  const all = waiting.length
  const started = performance.now()
  let done = 0
  const one = async () => {
    const worker = new Worker(new URL('worker.ts', import.meta.url))
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      worker.postMessage(job)
      const answer = await new Promise<Row[]>((resolve, reject) => {
        worker.once('message', (found: Row[]) => {
          worker.off('error', reject)
          resolve(found)
        })
        worker.once('error', reject)
      })
      rows.push(...answer)
      if (keep !== '') appendFileSync(keep, `${JSON.stringify([job, answer])}\n`)
      const seconds = ((performance.now() - started) / 1000).toFixed(0)
      process.stderr.write(`\r${++done} of ${all} simulated companies, ${seconds} s`)
    }
    await worker.terminate()
  }
  await Promise.all(Array.from({ length: threads }, one))
  process.stderr.write('\n')
  return rows
}

function keptIn(file: string): Map<string, Row[]> {
  if (file === '' || !existsSync(file)) return new Map()
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return new Map(
    lines.map((line) => {
      const [job, rows] = JSON.parse(line) as [Job, Row[]]
      return [JSON.stringify(job), rows]
    }),
  )
}
