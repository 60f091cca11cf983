import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/platform/database/open.ts'
import { prefixes } from '../../src/values/id.ts'
import { openTestDatabase } from '../database.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

/** Subjects of events that tell nothing of one pipeline, or that no event is about. */
const ofNoPipeline: Partial<Record<(typeof prefixes)[number], string>> = {
  wsp: 'the workspace',
  per: 'a person',
  key: 'a key of a person',
  acc: 'accounts are shared',
  con: 'contacts are shared',
  prd: 'products are shared',
  fld: 'the library is shared',
  rate: 'exchange rates',
  team: 'a team',
  inv: 'an invitation into the workspace',
  grt: 'what is granted is said of its pipeline',
  hook: 'a webhook of the workspace',
  ses: 'a session of a person',
  job: 'jobs are shown to whoever started them, and to auditors without their results',
  def: 'a version is told of as its pipeline',
  led: 'a row of the ledger is told of as its deal',
  lin: 'a line item is told of as its deal',
  evi: 'evidence is told of as its deal',
  ovr: 'an override is told of as its deal',
  gap: 'a question of a gate is told of as its deal',
  cre: 'credit is told of as its deal',
  cmt: 'a comment is told of as its change',
  rev: 'a review is told of as its pipeline',
  mrg: 'a merge is told of as its accounts',
  cal: 'working hours are of the whole workspace',
  dlv: 'deliveries are no events',
  evt: 'events are not about events',
}

it('whoever may not see a pipeline reads no event about what is in it, whatever kind of thing that is', async () => {
  const { rows } = await sql<{ qual: string }>`
    select qual from pg_policies where tablename = 'event' and permissive = 'RESTRICTIVE'`.execute(database.owner)
  const guarded = rows.map(({ qual }) => qual).join(' ')
  const open = prefixes.filter((prefix) => !guarded.includes(`${prefix}\\_%`) && !ofNoPipeline[prefix])
  expect(open).toEqual([])
  expect(guarded).toContain('deal\\_%')
})
