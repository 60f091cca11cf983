import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { called } from './calls.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.server.client.send('POST', '/pipelines', { body: called, content_type: 'application/yaml' })
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

const open = async (more: Json = {}): Promise<Json> =>
  (await call('POST', '/deals', { name: 'Corner shop', pipeline: 'called', ...more })).body
const edit = (deal: Json, body: Json, key?: string) => call('PATCH', `/deals/${deal.id}`, body, key ? { key } : {})
const eur = (amount: string) => ({ amount, currency: 'EUR' })

describe('a category that asks for something', () => {
  test('refuses a deal without it, naming what is missing on the way there and what would do', async () => {
    const deal = await open()
    const refused = await edit(deal, { category: 'commit' })
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({ code: 'gate-not-met' })
    expect(refused.body.detail).toContain('Commit needs 3 things: The amount is known; The next step is agreed')
    expect(refused.body.gates).toMatchObject([
      { key: 'has_amount', side: 'category', stage: null, satisfied: false, field: 'amount' },
      { key: 'next_step_set', side: 'category', satisfied: false, hint: 'Fill in Next step.' },
      { key: 'soon', level: 'soft', satisfied: false },
    ])
    expect((await call('GET', `/deals/${deal.id}`)).body).toMatchObject({ category: 'pipeline', version: 1 })
  })

  test('takes a deal that is given what it asks for in the same edit, and a soft criterion with a reason', async () => {
    const deal = await open()
    const given = { category: 'commit', amount: eur('1000.00'), next_step: 'Sign', close_date: '2027-06-01' }
    expect((await edit(deal, given)).body.detail).toContain('A reason would do instead.')
    expect(await edit(deal, { ...given, reason: 'They said so on the phone' })).toMatchObject({
      status: 200,
      body: { category: 'commit' },
    })
    const [, row] = (await call('GET', `/deals/${deal.id}/history`)).body.data
    expect(row).toMatchObject({ category: 'commit', reason: 'They said so on the phone' })
    // A looser call asks nothing, and neither does another edit of a deal that was called so.
    expect((await edit(deal, { next_step: null })).body).toMatchObject({ category: 'commit' })
    expect((await edit(deal, { category: 'pipeline' })).status).toBe(200)
    expect((await edit(deal, { category: 'omitted' })).status).toBe(200)
  })

  test('says beforehand what is called, what the stage suggests and what each category asks for', async () => {
    const deal = await open({ amount: eur('500.00') })
    const before = (await call('GET', `/deals/${deal.id}/categories`)).body
    expect(before).toMatchObject({ deal_id: deal.id, category: 'pipeline', suggested: 'pipeline' })
    expect(before.categories.map(({ category, allowed }: Json) => [category, allowed])).toEqual([
      ['commit', false],
      ['best_case', true],
      ['pipeline', true],
      ['omitted', true],
    ])
    expect(await edit(deal, { category: 'best_case' })).toMatchObject({ status: 200 })
    expect((await call('GET', `/deals/${deal.id}/categories`, undefined, { key: wire.other.key })).status).toBe(404)
  })
})

test('a stage suggests a category and never sets it; winning closes it and reopening brings back the last call', async () => {
  const deal = await open({ amount: eur('500.00') })
  await edit(deal, { category: 'best_case' })
  await call('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' })
  expect((await call('GET', `/deals/${deal.id}/categories`)).body).toMatchObject({
    category: 'best_case',
    suggested: 'commit',
  })
  await call('POST', `/deals/${deal.id}/moves`, { outcome: 'won' })
  expect((await call('GET', `/deals/${deal.id}/categories`)).body).toMatchObject({
    category: 'closed',
    suggested: null,
  })
  await call('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed', reason: 'Signed by the wrong one' })
  expect((await call('GET', `/deals/${deal.id}`)).body).toMatchObject({ category: 'best_case' })
})

test('many edits at once pass the same criteria, each with a refusal of its own', async () => {
  const [without, ready] = [await open(), await open({ amount: eur('70.00') })]
  const answer = await call('POST', '/deals/bulk', {
    atomic: false,
    operations: [
      { op: 'update', deal_id: without.id, category: 'best_case' },
      { op: 'update', deal_id: ready.id, category: 'best_case' },
    ],
  })
  expect(answer.body.data).toMatchObject([{ status: 422, problem: { code: 'gate-not-met' } }, { status: 200 }])
})

test('a definition is refused whose category names what is not there, with the line', async () => {
  const faultsOf = async (from: string, to: string) => {
    const { body } = await call('POST', '/definitions/checks', { source: called.replace(from, to) })
    return body.findings.map(({ path, line }: Json) => [path, line])
  }
  const line = (text: string) => called.split('\n').findIndex((one) => one.includes(text)) + 1
  expect(await faultsOf('deal.days_to_close <= 60', 'deal.days_to_clse <= 60')).toEqual([
    ['forecast.categories.commit[1].rule', line('key: soon')],
  ])
  expect(await faultsOf('day: 5', 'day: 9')).toEqual([['forecast.submissions.day', line('day: 5')]])
  expect(await faultsOf('    commit:', '    comit:')).toMatchObject([
    ['forecast.categories.comit', line('    commit:')],
  ])
  expect(faults(await edit(await open(), { category: 'maybe' }))).toEqual(['/category'])
})

test('a pipeline shows what its categories ask for and when forecasts are due', async () => {
  const { body } = await call('GET', '/pipelines/called')
  expect(body.categories).toMatchObject({ best_case: [{ key: 'has_amount' }], pipeline: [] })
  expect(body.submissions).toEqual({ cadence: 'weekly', day: 5, at: '17:00', remind_hours: 24 })
})
