import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type History, takeNumbers, writeHistories } from '../../src/domain/ledger/index.ts'
import { faults, type Json, nobody, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

describe('activities', () => {
  test('a task is planned, put off, handed over and done', async () => {
    const dewi = await wire.server.addPerson({ name: 'Dewi' })
    const account = (await call('POST', '/accounts', { name: 'Rimbun' })).body
    const created = await call('POST', '/activities', {
      kind: 'task',
      subject: 'Ask for the budget',
      account_id: account.id,
      due_on: '2026-11-23',
    })
    expect(created).toMatchObject({ status: 201, etag: '"1"' })
    expect(created.body).toMatchObject({
      owner: { id: wire.server.owner.id },
      overdue: true,
      done_at: null,
      account_id: account.id,
    })
    const path = `/activities/${created.body.id}`
    const moved = await call('PATCH', path, { due_on: '2026-12-01', owner: dewi.id }, { if_match: '"1"' })
    expect(moved.body).toMatchObject({ overdue: false, owner: { id: dewi.id, name: 'Dewi' }, version: 2 })
    expect((await call('PATCH', path, { done: true }, { if_match: '"1"' })).body).toMatchObject({
      code: 'activity-changed',
      current: { version: 2, due_on: '2026-12-01' },
    })
    expect((await call('PATCH', path, { done: true })).body.done_at).toMatch(/^2026-11-24T20:/)
    expect((await call('PATCH', path, { done: true })).body.version).toBe(3)
    expect((await wire.eventsOf(created.body.id)).map(({ type }) => type)).toEqual([
      'activity.created',
      'activity.updated',
      'activity.updated',
    ])
  })

  test('overdue goes by the clock of the workspace', async () => {
    const create = () => call('POST', '/activities', { kind: 'task', subject: 'x', due_on: '2026-11-24' })
    expect((await create()).body.overdue).toBe(false)
    await wire.server.database.pool.query(`update workspace set time_zone = 'Asia/Jakarta' where id = $1`, [
      wire.server.workspace_id,
    ])
    const { body } = await create()
    expect(body.overdue).toBe(true)
    await wire.server.database.pool.query(`update workspace set time_zone = 'UTC' where id = $1`, [
      wire.server.workspace_id,
    ])
  })

  test('what no rule allows is refused with what would do', async () => {
    expect(await call('POST', '/activities', { kind: 'note', subject: 'x', due_on: '2026-12-01' })).toMatchObject({
      status: 422,
      body: { code: 'note-not-planned' },
    })
    expect((await call('POST', '/activities', { kind: 'task', subject: 'x', criterion: 'budget' })).body.code).toBe(
      'criterion-without-deal',
    )
    expect(
      (await call('POST', '/activities', { kind: 'meeting', subject: 'x', held_at: '2026-12-01T00:00:00Z' })).body.code,
    ).toBe('held-in-future')
  })

  test('they name people, deals and accounts of this workspace', async () => {
    const theirs = (await call('POST', '/accounts', { name: 'Theirs too' }, { key: wire.other.key })).body
    const task = { kind: 'task', subject: 'x' }
    expect(faults(await call('POST', '/activities', { ...task, account_id: theirs.id }))).toEqual(['/account_id'])
    expect(faults(await call('POST', '/activities', { ...task, deal_id: `deal_${'0'.repeat(26)}` }))).toEqual([
      '/deal_id',
    ])
    expect(faults(await call('POST', '/activities', { ...task, owner: nobody }))).toEqual(['/owner'])
    const ours = (await call('POST', '/activities', task)).body
    expect((await call('PATCH', `/activities/${ours.id}`, { done: true }, { key: wire.other.key })).status).toBe(404)
  })

  test('my open ones come by urgency, page by page, whatever is added meanwhile', async () => {
    const rep = await wire.server.addPerson({ name: 'Lena' })
    const plan = (subject: string, due_on?: string) =>
      call('POST', '/activities', { kind: 'task', subject, due_on: due_on ?? null }, { key: rep.key })
    await plan('no day')
    await plan('second', '2026-11-26')
    await plan('first', '2026-11-25')
    await plan('no day either')
    await call('POST', '/activities', { kind: 'note', subject: 'a note' }, { key: rep.key })
    const done = await plan('done', '2026-11-20')
    await call('PATCH', `/activities/${done.body.id}`, { done: true })

    const page = async (query: string) => (await call('GET', `/activities?${query}`, undefined, { key: rep.key })).body
    const subjects = ({ data }: Json) => data.map(({ subject }: Json) => subject)
    const first = await page('owner=me&open=true&limit=2')
    expect(subjects(first)).toEqual(['first', 'second'])
    await plan('overlooked', '2026-11-21')
    await plan('third', '2026-11-27')
    const second = await page(`owner=me&open=true&limit=2&cursor=${first.next_cursor}`)
    expect(subjects(second)).toEqual(['third', 'no day'])
    expect(subjects(await page(`owner=me&open=true&limit=2&cursor=${second.next_cursor}`))).toEqual(['no day either'])
    expect(subjects(await page('owner=me&open=true&due_before=2026-11-25'))).toEqual(['overlooked'])
    expect(subjects(await page('owner=me'))[0]).toBe('third')
    expect(subjects(await page('owner=me&open=false')).sort()).toEqual(['a note', 'done'])
    expect(await page(`owner=me&cursor=${first.next_cursor}`)).toMatchObject({
      status: 400,
      errors: [{ pointer: '/cursor' }],
    })
    const answer = await call('GET', '/activities?owner=someone&open=yes&due_before=soon')
    expect(faults(answer)).toEqual(['/owner', '/open', '/due_before'])
  })

  test('those of a deal are read page by page, the newest first', async () => {
    const [busy = ''] = await openDeals('Busy')
    const log = (given: Json) => call('POST', '/activities', { deal_id: busy, subject: 'x', ...given })
    const held_at = '2026-11-20T09:00:00.000Z'
    await log({ kind: 'meeting', subject: 'Workshop', held_at, criterion: 'workshop_held' })
    await log({ kind: 'meeting', subject: 'Planned', due_on: '2026-12-05' })
    await log({
      kind: 'task',
      subject: 'Sooner',
      due_on: '2026-12-01',
      criterion: 'budget',
      owner: wire.server.owner.id,
    })
    await log({ kind: 'call', held_at })
    await log({ kind: 'note' })
    expect((await wire.allPages(`/activities?deal_id=${busy}&limit=2`)).map(({ kind }) => kind)).toEqual([
      'note',
      'call',
      'task',
      'meeting',
      'meeting',
    ])
  })
})

/** Deals that have just been opened, straight through the ledger. */
const openDeals = (...names: string[]) =>
  wire.within('write', async (context) => {
    const { tx, workspace_id, newId, now, record } = context
    const [pipeline] = (await tx.selectFrom('pipeline').selectAll().where('key', '=', 'trade').execute()) as Json[]
    const first = await takeNumbers(tx, workspace_id, names.length)
    const histories = names.map((name, index): History => {
      const id = newId('deal')
      const event_id = record({ type: 'deal.created', subject: id, version: 1, data: { name } })
      const state = {
        id,
        number: first + BigInt(index),
        version: 1,
        name,
        account_id: null,
        partner_account_id: null,
        source: null,
        pipeline_id: pipeline?.id,
        definition_id: pipeline?.definition_id,
        stage: 'wanted',
        entered_stage_at: now,
        outcome: null,
        outcome_reason: null,
        closed_at: null,
        amount_minor: null,
        currency: 'EUR',
        close_date: null,
        category: 'pipeline',
        owner_id: null,
        fields: {},
        revenue_kind: 'new',
        amount_measure: 'total_contract_value',
        frozen_rate: null,
        counted: true,
        next_step: null,
        wait_until: null,
        created_at: now,
      } as const
      const change = { id: newId('led'), kind: 'created', event_id, occurred_at: now, recorded_at: now } as const
      return { states: [{ state: { ...state, owed: [], carried: {} }, change }], chance: null }
    })
    await writeHistories(tx, workspace_id, histories)
    return histories.map(({ states }) => states[0]?.state.id ?? '')
  })
