import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from '../src/platform/database/open.ts'
import { brokenInvariants, invariants } from './invariants.ts'
import { startWire, type Wire } from './stories/wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  await liveThroughSomething()
  await wire.server.settled()
})
afterAll(() => wire.server.close())

test('there are at least 25 invariants, and a workspace that was worked in keeps them all', async () => {
  expect(invariants.length).toBeGreaterThanOrEqual(25)
  expect(await brokenInvariants(wire.server.database)).toEqual([])
})

const anImport = `
  insert into import (workspace_id, id, source, file_name, mapping, dry_run, counts, job_id, created_at)
  select id, 'imp_1', 'test', 'test.csv', '{}', false, '{}', 'job_1', now() from workspace limit 1`

// Each damages a healthy workspace in one way; a check that misses it would prove nothing elsewhere.
const damages: Record<string, string> = {
  'an event still has the digest that was sealed': `update event set data = '{"forged": true}'`,
  'the chain of seals verifies': `update event_seal set hash = 'forged' where position = 1`,
  'positions of a workspace run from 1 without gaps': `delete from event_seal where position = 1`,
  'every seal and every waiting row belongs to an event': `delete from event`,
  'every event is either sealed or waits for its seal, never both and never neither': `
    insert into outbox (workspace_id, event_id) select workspace_id, id from event limit 1`,
  'every ledger row names an event that is there, and happened in the same request': `
    update deal_ledger set event_id = 'evt_none' where version = 1`,
  'every workspace has an active owner': `update person set active = false`,
  'whoever owns, acts or holds a key is a person of the same workspace': `update event set actor_id = 'per_none'`,
  'no follower has read beyond the last seal': `update follower set position = 1000000`,
  "a deal's stage belongs to the definition that the deal names": `update deal set stage = 'nowhere'`,
  "a ledger row's stage belongs to the definition that the row names": `update deal_ledger set stage = 'nowhere'`,
  "a deal's definition is one of its own pipeline": `
    update deal d set definition_id = (select id from definition f where f.pipeline_id <> d.pipeline_id limit 1)`,
  "a ledger row's definition is one of the row's pipeline": `
    update deal_ledger l set definition_id = (select id from definition f where f.pipeline_id <> l.pipeline_id limit 1)`,
  "a pipeline's current definition is one of its own, and its newest": `
    insert into definition select workspace_id, id || '2', pipeline_id, 2, body, source, published_at from definition`,
  'definitions of a pipeline are numbered from 1 without gaps': `update definition set version = 3`,
  'a deal has exactly one ledger row that still holds': `update deal_ledger set until = 'infinity'`,
  "versions of a deal's ledger run from 1 without gaps": `delete from deal_ledger where version = 1`,
  "a deal's version is that of its last ledger row": `update deal set version = version + 1`,
  'replaying the ledger gives the current deal, column by column': `update deal set name = 'forged'`,
  'a ledger row holds until the next one occurs': `
    update deal_ledger set until = until + interval '1 second' where until <> 'infinity'`,
  'the last ledger row of a deal still holds': `update deal_ledger set until = now() where until = 'infinity'`,
  'no ledger row ends before it begins': `update deal_ledger set until = occurred_at - interval '1 day'`,
  'nothing is recorded before it occurs': `update deal_ledger set recorded_at = occurred_at - interval '1 day'`,
  'a deal did not enter its stage after the row that says so occurred': `
    update deal_ledger set entered_stage_at = occurred_at + interval '1 day'`,
  'the first ledger row of a deal says that it was created, and no later one does': `
    update deal_ledger set kind = 'edited' where version = 1`,
  'totals of a board and their pending changes add up to a recount of its open deals': `
    insert into board_delta (workspace_id, pipeline_id, stage, currency, deals, amount_minor, weighted_minor)
    select workspace_id, pipeline_id, stage, currency, 0, 1, 0 from deal limit 1`,
  'a deal has an outcome exactly when it has a moment of closing': `update deal set closed_at = now() where outcome is null`,
  'only a closed deal is in the category closed, and a won one is': `
    update deal set category = 'closed' where outcome is null`,
  'a won row in a foreign currency has frozen its rate where there was one': `
    update deal_ledger set frozen_rate = null where outcome = 'won'`,
  'a frozen rate is positive, and only a won row has one': `update deal_ledger set frozen_rate = 2`,
  'a reversal names an earlier row of its own deal, and no row is reversed twice': `
    update deal_ledger set reversal_of = 'led_none' where reversal_of is not null`,
  "deal numbers are below the workspace's counter": `update deal_counter set next = 1`,
  "an open deal's weighted amount is its amount times its chance, and a closed one has none": `
    update deal set probability = 0.5 where outcome is null`,
  'a chance lies between 0 and 1': `update deal set probability = 2`,
  'line items, evidence and activities belong to a deal that is there': `
    alter table line_item drop constraint line_item_workspace_id_deal_id_fkey;
    update line_item set deal_id = 'deal_none'`,
  'a job has ended exactly when it says when': `
    insert into job (workspace_id, id, kind, status, input, created_at)
    select id, 'job_1', 'test', 'done', '{}', now() from workspace limit 1`,
  'a finished import has no row left in staging unless it was cancelled or rehearsed': `
    insert into job (workspace_id, id, kind, status, input, created_at, finished_at)
    select id, 'job_1', 'test', 'done', '{}', now(), now() from workspace limit 1;
    ${anImport};
    insert into import_row (workspace_id, import_id, row, cells) select workspace_id, id, 1, '[]' from import`,
  'a refused row of an import says why, and no other row does': `
    ${anImport};
    insert into import_row (workspace_id, import_id, row, cells, state)
    select workspace_id, id, 1, '[]', 'refused' from import`,
  'an imported row points to a deal that is there': `
    insert into import_link (workspace_id, source, source_id, deal_id, digest, deal_version)
    select workspace_id, 'test', id, id, '', version + 1 from deal`,
}

test('every invariant is put to the test below', () => {
  const sentences = [...invariants.map(({ sentence }) => sentence), 'an event still has the digest that was sealed']
  expect(Object.keys(damages).toSorted()).toEqual(sentences.toSorted())
})

test.each(Object.entries(damages))('planted damage is found: %s', async (sentence, damage) => {
  const { owner } = wire.server.database
  let found: string[] = []
  const undone = new Error('undone')
  await owner
    .transaction()
    .execute(async (tx) => {
      await suffer(tx, damage)
      found = (await brokenInvariants({ owner: tx })).map(({ invariant }) => invariant)
      throw undone
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error
    })
  expect(found).toContain(sentence)
})

test('a server whose data is damaged does not close without saying so', async () => {
  const broken = await startWire()
  await sql`update person set active = false`.execute(broken.server.database.owner)
  await expect(broken.server.close()).rejects.toThrow('Invariants are broken')
})

async function suffer(tx: Tx, damage: string): Promise<void> {
  for (const statement of damage.split(';')) await sql.raw(statement).execute(tx)
}

/** A few deals that were moved, undone, won in another currency, lost, and have something hanging on them. */
async function liveThroughSomething(): Promise<void> {
  const { call } = wire
  const second = (source: string) => source.replace('key: trade', 'key: second')
  const { source } = (await call('GET', `/definitions/${(await call('GET', '/pipelines/trade')).body.definition.id}`))
    .body
  await wire.server.client.send('POST', '/pipelines', { body: second(source), content_type: 'application/yaml' })
  await call('POST', '/rates', { currency: 'IDR', per_euro: '18000', valid_from: '2026-01-01' })
  const amount = { amount: '1000000.00', currency: 'IDR' }
  const open = async (name: string) => (await call('POST', '/deals', { name, pipeline: 'trade', amount })).body
  const [moved, won, lost] = [await open('Moved'), await open('Won'), await open('Lost')]
  const step = (await call('POST', `/deals/${moved.id}/moves`, { to_stage: 'agreed' })).body
  await call('POST', `/deals/${moved.id}/moves/${step.id}/reversal`, {})
  await call('POST', `/deals/${won.id}/moves`, { outcome: 'won', reason: 'At once' })
  await call('POST', `/deals/${lost.id}/moves`, { outcome: 'lost', reason: 'price' })
  const product = (await call('POST', '/products', { name: 'Crate' })).body
  const items = [{ product_id: product.id, kind: 'one_time', unit_price: amount }]
  await call('PUT', `/deals/${moved.id}/line-items`, { items })
}
