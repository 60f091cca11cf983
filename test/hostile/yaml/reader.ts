import { parentPort } from 'node:worker_threads'
import { readDefinition } from '../../../src/domain/pipelines/read-definition.ts'

/** Reads texts in a thread whose memory is limited from outside. */
parentPort?.on('message', (text: string) => {
  const started = performance.now()
  const read = readDefinition({ text }, [])
  const milliseconds = performance.now() - started
  parentPort?.postMessage({
    milliseconds,
    refusal: read.ok ? null : read.refusal,
    polluted: 'polluted' in {} || 'owner' in {},
  })
})
