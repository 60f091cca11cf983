import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import type { Packed } from './packing.ts'
import { type Assignment, tryMethods } from './try-methods.ts'

// The body of a thread: takes history part by part, then its assignment, and answers what it found.

giveWay()
const parts: Packed[] = []
parentPort?.on('message', (given: Packed | Assignment) => {
  if (!('horizons' in given)) return void parts.push(given)
  const result = tryMethods(parts, given, (done, of) => parentPort?.postMessage({ done, of }))
  parentPort?.postMessage({ result })
})

/** On Linux a thread has a priority of its own: who waits for an answer comes first, and a busy machine starves nobody. */
function giveWay(): void {
  try {
    const id = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    setPriority(id, 10)
  } catch {
    // Elsewhere all threads are alike.
  }
}
