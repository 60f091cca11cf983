import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOf } from './import-wire.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let enterprise: Json
let rep: { id: string; key: string }
let colleague: { id: string; key: string }
let outsider: { id: string; key: string }
let team_id: string

const amount = { amount: '1000.00', currency: 'EUR' }

beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  const headers = { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': 'application/yaml' }
  const body = textOf('motions/enterprise.yaml')
  await fetch(`${wire.server.url}/api/v1/pipelines`, { method: 'POST', headers, body })
  const pipelines = (await wire.call('GET', '/pipelines')).body.data
  enterprise = pipelines.find(({ key }: Json) => key === 'enterprise')
  rep = await wire.server.addPerson({ name: 'Rep' })
  colleague = await wire.server.addPerson({ name: 'Colleague' })
  outsider = await wire.server.addPerson({ name: 'Outsider' })
  team_id = `team_${'0'.repeat(26)}`
  const { owner } = wire.server.database
  const { workspace_id } = wire.server
  await sql`insert into team (workspace_id, id, name, created_at) values (${workspace_id}, ${team_id}, 'South', '2026-01-01')`.execute(
    owner,
  )
  for (const { id } of [rep, colleague])
    await sql`insert into team_member (workspace_id, team_id, person_id, valid_from) values
      (${workspace_id}, ${team_id}, ${id}, '2026-01-01')`.execute(owner)
})
afterAll(() => wire.server.close())

const open = async (name: string, pipeline: string, owner: string): Promise<Json> => {
  const { status, body } = await wire.call('POST', '/deals', { name, pipeline, owner, amount })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body
}
const grant = (pipeline: string, grants: Json[], reassign?: Json[]) =>
  wire.call('PUT', `/pipelines/${pipeline}/rights`, { grants, ...(reassign ? { reassign } : {}) })
const by = (who: { key: string }) => ({ key: who.key })
const names = async (path: string, who: { key: string }): Promise<string[]> =>
  (await wire.call('GET', path, undefined, by(who))).body.data.map(({ name }: Json) => name).sort()
const work = ['see', 'work']

describe('rights per pipeline', () => {
  let theirs: Json
  let nobodys: Json
  beforeAll(async () => {
    await open('Mine', 'trade', rep.id)
    theirs = await open("Colleague's", 'trade', colleague.id)
    nobodys = await open("Owner's", 'trade', wire.server.owner.id)
  })

  it('a pipeline without grants is open to everybody by their role', async () => {
    const rights = await wire.call('GET', '/pipelines/trade/rights')
    expect(rights.body).toMatchObject({ open: true, grants: [] })
    expect(await names('/deals?pipeline=trade', outsider)).toHaveLength(3)
  })

  it('own, team and all say whose deals somebody sees', async () => {
    for (const [deals, seen] of [
      ['own', ['Mine']],
      ['team', ["Colleague's", 'Mine']],
      ['all', ["Colleague's", 'Mine', "Owner's"]],
    ] as const) {
      const set = await grant('trade', [
        { to: { person_id: rep.id }, rights: work, deals },
        { to: { person_id: colleague.id }, rights: work, deals: 'own' },
      ])
      expect(set.status, JSON.stringify(set.body)).toBe(200)
      expect(await names('/deals?pipeline=trade', rep)).toEqual(seen)
      const board = (await wire.call('GET', '/boards/trade', undefined, by(rep))).body
      expect(board.count).toBe(seen.length)
      expect(board.sum.amount).toBe(`${seen.length}000.00`)
      const past = (await wire.call('GET', `/boards/trade?as_of=2026-11-24T23:59:59Z`, undefined, by(rep))).body
      expect(past.count).toBe(seen.length)
      const totals = (await wire.call('GET', '/pipeline-totals', undefined, by(rep))).body
      expect(totals.data.find(({ pipeline }: Json) => pipeline.key === 'trade').count).toBe(seen.length)
    }
  })

  it('a deal one may not see is as unknown as one that was never there', async () => {
    await grant('trade', [
      { to: { person_id: rep.id }, rights: work, deals: 'own' },
      { to: { person_id: colleague.id }, rights: work, deals: 'own' },
    ])
    for (const path of [`/deals/${theirs.id}`, `/deals/${theirs.key}`, `/deals/${theirs.id}/history`]) {
      expect((await wire.call('GET', path, undefined, by(rep))).status).toBe(404)
      expect((await wire.call('GET', path, undefined, by(colleague))).status).toBe(200)
    }
    expect((await wire.call('POST', `/deals/${theirs.id}/moves`, { to_stage: 'agreed' }, by(rep))).status).toBe(404)
    const activity = { kind: 'task', subject: 'Call', deal_id: theirs.id }
    const planned = await wire.call('POST', '/activities', activity, by(rep))
    expect(planned.status).toBe(400)
    expect(faults(planned)).toEqual(['/deal_id'])
  })

  it('whoever sees and may not work is told which right is missing, where, and who grants it', async () => {
    await grant(
      'trade',
      [
        { to: { person_id: rep.id }, rights: ['see'] },
        { to: { person_id: colleague.id }, rights: work },
      ],
      [{ person_id: rep.id, to: colleague.id }],
    )
    const refused = [
      await wire.call('POST', `/deals/${theirs.id}/moves`, { to_stage: 'agreed' }, by(rep)),
      await wire.call('PATCH', `/deals/${theirs.id}`, { name: 'X' }, by(rep)),
      await wire.call('POST', '/deals', { name: 'New', pipeline: 'trade' }, by(rep)),
      await wire.call('POST', '/activities', { kind: 'task', subject: 'Call', deal_id: theirs.id }, by(rep)),
      await wire.call('PUT', `/deals/${theirs.id}/line-items`, { items: [] }, by(rep)),
      await wire.call('POST', `/deals/${theirs.id}/team`, { person_id: rep.id, role: 'Helper' }, by(rep)),
    ]
    for (const { status, body } of refused) {
      expect(status, JSON.stringify(body)).toBe(403)
      expect(body).toMatchObject({ code: 'pipeline-right', right: 'work', roles: ['owner', 'revops'] })
      expect(body.pipeline).toMatchObject({ key: 'trade' })
    }
  })

  it('whoever is on the team of a deal sees it and works on it, and on no other', async () => {
    await grant('trade', [{ to: { person_id: colleague.id }, rights: work }])
    expect(await names('/deals', outsider)).toEqual([])
    expect((await wire.call('GET', '/boards/trade', undefined, by(outsider))).status).toBe(404)
    await wire.call('POST', `/deals/${nobodys.id}/team`, { person_id: outsider.id, role: 'Architect' })
    expect(await names('/deals', outsider)).toEqual(["Owner's"])
    const moved = await wire.call('POST', `/deals/${nobodys.id}/moves`, { to_stage: 'agreed' }, by(outsider))
    expect(moved.status, JSON.stringify(moved.body)).toBe(201)
    expect((await wire.call('GET', '/boards/trade', undefined, by(outsider))).body.count).toBe(1)
    expect((await wire.call('GET', `/deals/${theirs.id}`, undefined, by(outsider))).status).toBe(404)
    await wire.call('DELETE', `/deals/${nobodys.id}/team/${outsider.id}`)
    expect(await names('/deals', outsider)).toEqual([])
  })

  it('a right that is taken away ends with the next request', async () => {
    await grant('trade', [{ to: { role: 'rep' }, rights: work }])
    expect((await wire.call('GET', `/deals/${theirs.id}`, undefined, by(outsider))).status).toBe(200)
    const idle = await grant('trade', [{ to: { person_id: colleague.id }, rights: work }])
    expect(idle.status, JSON.stringify(idle.body)).toBe(200)
    expect((await wire.call('GET', `/deals/${theirs.id}`, undefined, by(outsider))).status).toBe(404)
    expect((await wire.call('GET', '/pipelines', undefined, by(outsider))).body.data).toHaveLength(1)
  })

  it('who gives a deal of their own away is answered, and sees it no more', async () => {
    const given = await open('Given away', 'trade', colleague.id)
    await grant('trade', [{ to: { role: 'rep' }, rights: work, deals: 'own' }])
    const answer = await wire.call('PATCH', `/deals/${given.id}`, { owner: outsider.id }, by(colleague))
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    expect(answer.body.owner.id).toBe(outsider.id)
    expect((await wire.call('GET', `/deals/${given.id}`, undefined, by(colleague))).status).toBe(404)
    expect((await wire.call('GET', `/deals/${given.id}`, undefined, by(outsider))).status).toBe(200)
    const forOthers = await wire.call('POST', '/deals', { name: 'N', pipeline: 'trade', owner: rep.id }, by(colleague))
    expect(forOthers.status).toBe(403)
  })

  it('what is not seen is not in activities, changes or previews', async () => {
    await grant('trade', [{ to: { role: 'rep' }, rights: work, deals: 'own' }])
    await wire.call('POST', '/activities', { kind: 'note', subject: 'Secret', deal_id: nobodys.id })
    await wire.server.settled()
    const activities = (await wire.call('GET', '/activities', undefined, by(rep))).body.data
    expect(activities.map(({ subject }: Json) => subject)).not.toContain('Secret')
    const look = (await wire.call('GET', '/looks/current', undefined, by(rep))).body
    expect(look.data.map(({ deal }: Json) => deal.id)).not.toContain(nobodys.id)
    const preview = await wire.call('POST', '/moves/preview', { deal_ids: [nobodys.id], to_stage: 'agreed' }, by(rep))
    expect(preview.status).toBe(400)
    expect(
      (await wire.call('GET', '/union-board', undefined, by(rep))).body.phases.flatMap((p: Json) => p.deals),
    ).toEqual(expect.not.arrayContaining([expect.objectContaining({ id: nobodys.id })]))
  })

  it('a forecast is for those who may see it', async () => {
    await grant('trade', [{ to: { role: 'rep' }, rights: work }])
    const asked = await wire.call('GET', '/forecasts?pipeline=trade', undefined, by(rep))
    expect(asked.body).toMatchObject({ code: 'pipeline-right', right: 'see_forecast' })
    const all = (await wire.call('GET', '/forecasts', undefined, by(rep))).body
    expect(JSON.stringify(all)).not.toContain('"trade"')
    expect((await wire.call('GET', `/deals/${theirs.id}/chance`, undefined, by(rep))).status).toBe(403)
    await grant('trade', [{ to: { role: 'rep' }, rights: [...work, 'see_forecast'] }])
    expect((await wire.call('GET', '/forecasts?pipeline=trade', undefined, by(rep))).status).toBe(200)
  })
})

describe('changing rights', () => {
  it('says what is wrong with a grant, and where', async () => {
    const cases: [Json, string][] = [
      [{ to: {}, rights: work }, '/grants/0/to'],
      [{ to: { role: 'rep', person_id: rep.id }, rights: work }, '/grants/0/to'],
      [{ to: { role: 'king' }, rights: work }, '/grants/0/to/role'],
      [{ to: { role: 'rep' }, rights: ['work'] }, '/grants/0/rights'],
      [{ to: { role: 'rep' }, rights: [] }, '/grants/0/rights'],
      [{ to: { person_id: `per_${'0'.repeat(26)}` }, rights: work }, '/grants/0/to/person_id'],
      [{ to: { team_id: `team_${'1'.repeat(26)}` }, rights: work }, '/grants/0/to/team_id'],
      [{ to: { role: 'rep' }, rights: work, deals: 'some' }, '/grants/0/deals'],
    ]
    for (const [given, pointer] of cases) {
      const answer = await grant('trade', [given])
      expect(answer.status, JSON.stringify(given)).toBe(400)
      expect(faults(answer)).toContain(pointer)
    }
    expect((await grant('nowhere', [])).status).toBe(404)
    expect((await wire.call('PUT', '/pipelines/trade/rights', { grants: [] }, by(rep))).status).toBe(403)
  })

  it('the same again changes nothing; what ends is closed, and the event says before and after', async () => {
    await grant('enterprise', [{ to: { role: 'rep' }, rights: work }])
    const first = (await wire.call('GET', '/pipelines/enterprise/rights')).body
    const again = await grant('enterprise', [{ to: { role: 'rep' }, rights: ['work', 'see'] }])
    expect(again.body.grants).toEqual(first.grants)
    await grant('enterprise', [{ to: { team_id }, rights: work, deals: 'team' }])
    const { rows } = await wire.server.database.pool.query(
      `select valid_until = 'infinity' as holds from pipeline_grant where pipeline_id = $1 order by id`,
      [enterprise.id],
    )
    expect(rows.map(({ holds }: Json) => holds)).toEqual([false, true])
    const events = (await wire.eventsOf(enterprise.id)).filter(({ type }) => type === 'rights.changed')
    expect(events).toHaveLength(2)
    expect(events[1]?.data.before[0].to.role).toBe('rep')
    expect(events[1]?.data.after[0].to.team.name).toBe('South')
  })

  it('whoever owns open deals is not cut off from them until they have a new owner', async () => {
    await grant('trade', [{ to: { role: 'rep' }, rights: work }])
    const deal = await open('To hand over', 'trade', rep.id)
    const mine = (await names('/deals?owner=me&pipeline=trade', rep)).length
    const left = await grant('trade', [{ to: { person_id: colleague.id }, rights: work }])
    expect(left.body).toMatchObject({ status: 422, code: 'owns-open-deals' })
    expect(left.body.owners.find(({ person }: Json) => person.id === rep.id)).toMatchObject({ deals: mine })
    const unfit = await grant(
      'trade',
      [{ to: { person_id: colleague.id }, rights: work }],
      [
        { person_id: rep.id, to: outsider.id },
        { person_id: outsider.id, to: colleague.id },
      ],
    )
    expect(unfit.body).toMatchObject({ status: 422, code: 'reassign-unfit' })
    expect((await wire.call('GET', `/deals/${deal.id}`)).body.owner.id).toBe(rep.id)
    const done = await grant(
      'trade',
      [{ to: { person_id: colleague.id }, rights: work }],
      [
        { person_id: rep.id, to: colleague.id },
        { person_id: outsider.id, to: colleague.id },
      ],
    )
    expect(done.status, JSON.stringify(done.body)).toBe(200)
    expect(done.body.reassigned).toBeGreaterThanOrEqual(mine)
    expect((await wire.call('GET', `/deals/${deal.id}`)).body).toMatchObject({
      version: 2,
      owner: { id: colleague.id },
    })
    expect((await wire.eventsOf(deal.id)).at(-1)).toMatchObject({
      type: 'deal.edited',
      data: { before: { owner_id: rep.id }, after: { owner_id: colleague.id } },
    })
  })

  it('an owner is never locked out, and revops only by an owner', async () => {
    const revops = await wire.server.addPerson({ role: 'revops' })
    await grant('trade', [{ to: { person_id: colleague.id }, rights: work }])
    expect((await wire.call('GET', '/pipelines/trade/rights')).status).toBe(200)
    expect((await wire.call('GET', '/pipelines/trade/rights', undefined, by(revops))).status).toBe(404)
    await grant('trade', [
      { to: { person_id: colleague.id }, rights: work },
      { to: { role: 'revops' }, rights: ['see'], deals: 'own' },
    ])
    const partly = await wire.call('GET', '/pipelines/trade/rights', undefined, by(revops))
    expect(partly.body).toMatchObject({ status: 403, code: 'pipeline-right', right: 'see' })
  })

  it('why can they: a sentence for every right, and what gives it', async () => {
    await grant('trade', [
      { to: { team_id }, rights: work, deals: 'own' },
      { to: { role: 'rep' }, rights: ['see'], deals: 'team' },
    ])
    const why = async (id: string) => {
      const { body } = await wire.call('GET', `/people/${id}/rights`)
      const here = body.pipelines.find(({ pipeline }: Json) => pipeline.key === 'trade').rights
      return Object.fromEntries(here.map((one: Json) => [one.right, one]))
    }
    const reps = await why(rep.id)
    expect(reps.see).toMatchObject({ allowed: true, deals: 'team', because: 'grant' })
    expect(reps.work.sentence).toBe(
      "A grant to the team South gives Rep the right to work in Trade, on Rep's own deals.",
    )
    expect(reps.approve).toMatchObject({ allowed: false, because: 'grant_missing' })
    expect(reps.export).toMatchObject({ allowed: false, because: 'role_missing' })
    expect((await why(wire.server.owner.id)).configure).toMatchObject({ allowed: true, because: 'owner' })
    expect((await wire.call('GET', `/people/per_${'0'.repeat(26)}/rights`)).status).toBe(404)
  })
})

describe('row-level security alone', () => {
  it('hides and refuses with no check of the application before it', async () => {
    const set = await grant('trade', [
      { to: { role: 'rep' }, rights: ['see'], deals: 'own' },
      { to: { person_id: colleague.id }, rights: work, deals: 'own' },
    ])
    expect(set.status, JSON.stringify(set.body)).toBe(200)
    const deals = (await wire.call('GET', '/deals?pipeline=trade&outcome=any')).body.data
    const { pool } = wire.server.database
    const trade = deals[0].pipeline.id
    const own = deals.filter(({ owner }: Json) => owner.id === colleague.id).length
    const client = await pool.connect()
    const asRep = async (settings: string, statement: string) => {
      await client.query(
        `begin; set local role tributary_bound; set local app.workspace = '${wire.server.workspace_id}'`,
      )
      try {
        await client.query(settings)
        return await client.query(statement)
      } finally {
        await client.query('rollback')
      }
    }
    const bound = `set local app.sees = 'some'; set local app.works = 'some'; set local app.person = '${colleague.id}';
      set local app.closed = '${trade}'; set local app.owners = '${trade} ${colleague.id}'; set local app.shut = '';
      set local app.idle = '${trade}'; set local app.deals = ''`
    try {
      const count = async (settings: string, from: string) =>
        Number((await asRep(settings, `select count(*) as n from ${from}`)).rows[0].n)
      expect(await count(bound, `deal where pipeline_id = '${trade}'`)).toBe(own)
      expect(own).toBeGreaterThan(0)
      expect(await count(bound, `board_total where pipeline_id = '${trade}'`)).toBe(0)
      expect(await count(bound, `board_delta where pipeline_id = '${trade}'`)).toBe(0)
      // What nobody said hides everything, also on a connection on which somebody had seen it before.
      for (const table of ['deal', 'deal_ledger', 'pipeline', 'activity', 'definition', 'event', 'board_total'])
        expect(await count('select', table), table).toBe(0)
      expect(await count(`set local app.sees = '*'`, 'deal')).toBeGreaterThan(own)
      const update = `update deal set name = 'X' where owner_id = '${colleague.id}' and pipeline_id = '${trade}'`
      await expect(asRep(bound, update)).rejects.toMatchObject({ code: '42501' })
    } finally {
      client.release()
    }
  })
})

describe('view as', () => {
  const viewing = (key: string, path: string, person: string, method = 'GET', body?: Json) =>
    fetch(`${wire.server.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'tributary-view-as': person, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).then(async (answer) => ({ status: answer.status, body: (await answer.json()) as Json }))

  it('begins with an event, shows what the person sees, and changes nothing', async () => {
    await grant('trade', [{ to: { person_id: colleague.id }, rights: work, deals: 'own' }])
    const { key } = wire.server.owner
    expect((await viewing(key, '/deals', colleague.id)).body.code).toBe('view-not-begun')
    const begun = await wire.call('POST', '/views-as', { person_id: colleague.id })
    expect(begun.status).toBe(201)
    const seen = (await viewing(key, '/deals', colleague.id)).body.data.map(({ id }: Json) => id)
    const theirs = (await wire.call('GET', '/deals', undefined, by(colleague))).body.data.map(({ id }: Json) => id)
    expect(seen).toEqual(theirs)
    expect((await viewing(key, '/me', colleague.id)).body.viewed_by).toMatchObject({ id: wire.server.owner.id })
    const written = await viewing(key, `/deals/${theirs[0]}`, colleague.id, 'PATCH', { name: 'X' })
    expect(written).toMatchObject({ status: 403, body: { code: 'viewing-as' } })
    expect((await wire.eventsOf(colleague.id)).map(({ type }) => type)).toContain('person.viewed_as')
  })

  it('is for those who administer rights, and shows nobody more than they see themselves', async () => {
    expect((await wire.call('POST', '/views-as', { person_id: rep.id }, by(colleague))).status).toBe(403)
    expect((await viewing(colleague.key, '/deals', rep.id)).status).toBe(403)
    await grant('trade', [])
    await grant('enterprise', [])
    const revops = await wire.server.addPerson({ role: 'revops' })
    const above = await wire.call('POST', '/views-as', { person_id: wire.server.owner.id }, by(revops))
    expect(above.body).toMatchObject({ status: 403, code: 'view-as-above' })
    expect((await wire.call('POST', '/views-as', { person_id: rep.id }, by(revops))).status).toBe(201)
    expect((await viewing(revops.key, '/deals', 'per_x')).status).toBe(400)
  })
})
