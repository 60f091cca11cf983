import { sql } from 'kysely'
import { verifyChain } from '../src/platform/chain.ts'
import { digestOf, type EventRow, sealOf } from '../src/platform/events.ts'
import { insertRows } from '../src/platform/database/insert-rows.ts'
import { startTestServer } from '../test/server.ts'

const rows = Number(process.env.ROWS ?? 1_000_000)
const page = 5_000

/** How long a chain of a million events takes to verify, in pages as the API hands them out; and its longest page. */
async function measure(): Promise<void> {
  const server = await startTestServer()
  const { owner } = server.database
  const { workspace_id } = server
  await server.settled()
  await fill(owner, workspace_id)
  await sql`analyze`.execute(owner)
  const started = performance.now()
  let longest = 0
  let head = { position: 0n, hash: '' }
  for (;;) {
    const begun = performance.now()
    const told = await verifyChain(owner, workspace_id, { after: head, most: page })
    longest = Math.max(longest, performance.now() - begun)
    if (told.fault) throw new Error(`the chain is broken at ${told.fault.position}: ${told.fault.code}`)
    head = told.head
    if (told.done) break
  }
  const seconds = (performance.now() - started) / 1000
  console.log(`${head.position} events verified in ${seconds.toFixed(1)} s, the longest page ${longest.toFixed(0)} ms`)
  await server.server.close()
  await server.database.close()
}

async function fill(owner: Awaited<ReturnType<typeof startTestServer>>['database']['owner'], workspace_id: string) {
  const { rows: last } = await sql<{ position: bigint; hash: string }>`
    select position, hash from event_seal where workspace_id = ${workspace_id} order by position desc limit 1`.execute(
    owner,
  )
  let { position, hash } = last[0] ?? { position: 0n, hash: '' }
  for (let done = 0; done < rows; done += page) {
    const events = Array.from({ length: Math.min(page, rows - done) }, (_, i): EventRow => {
      const id = `evt_bench${String(done + i).padStart(12, '0')}`
      const before = { stage: 'wanted', entered_stage_at: '2026-11-24T20:00:00.000Z' }
      const data = { key: `D-${i}`, name: `Deal ${i}`, before, after: { ...before, stage: 'agreed' } }
      const said = { type: 'deal.moved', subject: `deal_bench${i}`, version: 2, actor_id: null, channel: 'api' }
      return { workspace_id, id, ...said, request_id: null, data, recorded_at: '2026-11-24T20:00:00.000Z' }
    })
    const salted = events.map((event) => ({ ...event, salt: 'aa', digest: digestOf('aa', event) }))
    const seals = salted.map(({ id, digest }) => {
      position += 1n
      hash = sealOf(hash, position, digest)
      return { workspace_id, position: String(position), event_id: id, hash }
    })
    await insertRows(owner, 'event', salted)
    await insertRows(owner, 'event_seal', seals)
  }
}

await measure()
