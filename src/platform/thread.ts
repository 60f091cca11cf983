import { Worker } from 'node:worker_threads'

/** What a thread of ours says while it works, and at its end. */
export type Said<Result> = { done: number; of: number } | { result: Result }

export type Thread<Given, Result> = {
  /**
   * Hands over one part of what the thread works with. Parts stay small, since copying one holds up whoever waits; what
   * is `moved` is not copied, and gone here.
   */
  give(part: Given, moved?: readonly ArrayBuffer[]): void
  /** What it found; rejects when it failed or ended without a result. */
  result: Promise<Result>
  /** Ends it, whatever it is doing. */
  close(): Promise<void>
}

/**
 * Starts a thread for long reckoning, so that this one goes on answering. `progress` is told how far it has come.
 *
 * @param heap_mb the room that its objects may take, in megabytes; without need it takes no more, and where it needs more
 * it ends with an error, and the server goes on
 */
export function startThread<Given, Result>(
  script: URL,
  { heap_mb, progress }: { heap_mb: number; progress: (done: number, of: number) => void },
): Thread<Given, Result> {
  const worker = new Worker(script, {
    resourceLimits: { maxOldGenerationSizeMb: heap_mb, maxYoungGenerationSizeMb: youngMb },
  })
  const result = new Promise<Result>((resolve, reject) => {
    worker.on('message', (said: Said<Result>) => {
      if ('result' in said) resolve(said.result)
      else progress(said.done, said.of)
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread ended before it had a result')))
  })
  // Whoever cancels does not wait for it any more.
  result.catch(() => undefined)
  return {
    give: (part, moved = []) => worker.postMessage(part, [...moved]),
    result,
    async close() {
      await worker.terminate()
    },
  }
}

/** What was just made: so little that what is thrown away is soon swept up, and so much that sweeping costs little. */
const youngMb = 24
