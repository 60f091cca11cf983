import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createImport, layDown, takeOver } from '../../src/domain/imports/index.ts'
import { accessOf } from '../../src/domain/people/index.ts'
import { mavenFile } from '../maven-file.ts'
import { csv, head, importsOver, mapping, mavenMapping } from './import-wire.ts'
import { type Json, startWire, type Wire } from './wire.ts'
import { boundByNothing } from '../../src/platform/rights.ts'

let wire: Wire
let imports: ReturnType<typeof importsOver>
beforeAll(async () => {
  wire = await startWire()
  imports = importsOver(wire)
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

describe('a file of the shape of Maven, into an empty workspace', () => {
  const file = mavenFile(1_200)
  const won = { count: file.won.count, amount: [{ amount: file.won.amount, currency: 'USD' }] }

  beforeAll(() => imports.createPipelines('examples/maven/pipelines/*.yaml'))

  test('a dry run counts everything and keeps nothing', async () => {
    const { counts, state } = await imports.run(file.csv, { mapping: mavenMapping, dry_run: true })
    expect({ counts, state }).toEqual({
      state: 'done',
      counts: { rows: 1_200, created: 1_200, updated: 0, unchanged: 0, refused: 0, won, routed: [] },
    })
    expect(await imports.count('deal')).toBe(0)
    expect(await imports.count('account')).toBe(0)
    // The owners of this workspace and of the other one.
    expect(await imports.count('person')).toBe(2)
  })

  test('every row becomes a deal, and what was won is the sum of the file', async () => {
    const { counts, job } = await imports.run(file.csv, { mapping: mavenMapping })
    expect(counts).toEqual({ rows: 1_200, created: 1_200, updated: 0, unchanged: 0, refused: 0, won, routed: [] })
    expect(job).toMatchObject({ status: 'done', done: 1_200, total: 1_200 })
    expect(await imports.count('deal')).toBe(1_200)
    expect(await imports.count('import_row')).toBe(0)
    const { body } = await call('GET', '/people')
    expect(body.data.filter(({ name }: Json) => name.startsWith('Agent '))).toHaveLength(26)
    expect(body.data.find(({ name }: Json) => name === 'Agent A')).toMatchObject({
      role: 'rep',
      email: 'agent.a@imported.invalid',
      signs_in: false,
    })
  })

  test('the same file again changes nothing: no row of the ledger is new', async () => {
    const before = await imports.count('deal_ledger')
    const { counts } = await imports.run(file.csv, { mapping: mavenMapping })
    expect(counts).toEqual({ rows: 1_200, created: 0, updated: 0, unchanged: 1_200, refused: 0, won, routed: [] })
    expect(await imports.count('deal_ledger')).toBe(before)
  })

  test('a copy with fifty broken rows brings the others in, and names exactly those fifty', async () => {
    const fresh = mavenFile(300, 99)
    const lines = fresh.csv.split('\n')
    const broken: [number, (cells: string[]) => string[], string][] = [
      [2, (cells) => ['', ...cells.slice(1)], 'opportunity_id id_missing'],
      [3, (cells) => cells.with(2, 'GTX Ultra'), 'product pipeline_unknown'],
      [5, (cells) => cells.with(4, 'Dreaming'), 'deal_stage stage_unknown'],
      [7, (cells) => cells.with(4, 'Won').with(6, '13/45/2017'), 'close_date date'],
      [11, (cells) => cells.with(4, 'Won').with(5, '5/1/2017').with(6, '4/1/2017'), 'close_date closed_before_stage'],
    ]
    const expected = Array.from({ length: 50 }, (_, i) => {
      const line = 1 + i * 5
      const [, spoil, said] = broken[i % broken.length] as (typeof broken)[number]
      lines[line] = spoil((lines[line] ?? '').split(',')).join(',')
      return `${line + 1} ${said}`
    })
    const { id, counts } = await imports.run(lines.join('\n'), { mapping: mavenMapping })
    expect(counts).toMatchObject({ rows: 300, created: 250, refused: 50 })
    expect(await imports.reasons(id)).toEqual(expected)
  })
})

describe('what is refused', () => {
  const ok = 'R0,Fine,trade,wanted,open,5,EUR,2026-01-01,,,,,,,,'
  const faulty: [string, string, string][] = [
    ['no name', 'X,,trade,wanted,open,5,EUR,2026-01-01,,,,,,,,', 'name name_missing'],
    ['no pipeline', 'X,A,,wanted,open,5,EUR,2026-01-01,,,,,,,,', 'pipeline pipeline_missing'],
    ['no stage', 'X,A,trade,,open,5,EUR,2026-01-01,,,,,,,,', 'stage stage_missing'],
    ['a status of its own', 'X,A,trade,wanted,maybe,5,EUR,2026-01-01,,,,,,,,', 'status status_unknown'],
    ['no currency', 'X,A,trade,wanted,open,5,,2026-01-01,,,,,,,,', 'currency currency_missing'],
    ['a currency of nowhere', 'X,A,trade,wanted,open,5,EURO,2026-01-01,,,,,,,,', 'currency currency_unknown'],
    ['an amount in words', 'X,A,trade,wanted,open,many,EUR,2026-01-01,,,,,,,,', 'amount amount'],
    ['an amount beyond all', 'X,A,trade,wanted,open,1e400,EUR,2026-01-01,,,,,,,,', 'amount amount'],
    ['an amount of 16 digits', 'X,A,trade,wanted,open,1234567890123456,EUR,2026-01-01,,,,,,,,', 'amount amount'],
    ['half a cent', 'X,A,trade,wanted,open,1.005,EUR,2026-01-01,,,,,,,,', 'amount amount'],
    ['a day that is none', 'X,A,trade,wanted,open,5,EUR,2026-02-30,,,,,,,,', 'created date'],
    ['a creation to come', 'X,A,trade,wanted,open,5,EUR,2027-01-01,,,,,,,,', 'created date_in_future'],
    ['a win without a day', 'X,A,trade,wanted,won,5,EUR,2026-01-01,,,,,,,,', 'closed closed_at_missing'],
    [
      'a win before the creation',
      'X,A,trade,wanted,won,5,EUR,2026-01-02,2026-01-01,,,,,,,',
      'closed closed_before_created',
    ],
    [
      'a loss without a reason',
      'X,A,trade,wanted,lost,5,EUR,2026-01-01,2026-01-02,,,,,,,',
      'reason lost_reason_missing',
    ],
    [
      'a loss for a reason unheard of',
      'X,A,trade,wanted,lost,5,EUR,2026-01-01,2026-01-02,,,,,fate,,',
      'reason lost_reason_unknown',
    ],
    ['an owner unknown here', 'X,A,trade,wanted,open,5,EUR,2026-01-01,,,Nobody At All,,,,,', 'owner owner_unknown'],
    ['a domain that is none', 'X,A,trade,wanted,open,5,EUR,2026-01-01,,,,B,not a domain,,,', 'domain domain'],
    ['too few cells', 'X,A,trade', ' too_few_cells'],
    ['too many cells', 'X,A,trade,wanted,open,5,EUR,2026-01-01,,,,,,,,,,more', ' too_many_cells'],
    ['the same id twice', ok, 'id duplicate_in_file'],
    ['a NUL', 'X,A\0B,trade,wanted,open,5,EUR,2026-01-01,,,,,,,,', ' character'],
    ['a name of 500 characters', `X,${'x'.repeat(500)},trade,wanted,open,5,EUR,2026-01-01,,,,,,,,`, 'name text'],
  ]

  test('is one row each, with its column, a code and a sentence; the others are taken', async () => {
    const file = csv(ok, ...faulty.map(([, row], i) => row.replace(/^X,/, `X${i},`)))
    const { id, counts } = await imports.run(file, { mapping, dry_run: true })
    expect(counts).toMatchObject({ rows: faulty.length + 1, created: 1, refused: faulty.length })
    const said = await imports.reasons(id)
    expect(faulty.map(([what], i) => `${what}: ${said[i]}`)).toEqual(
      faulty.map(([what, , expected], i) => `${what}: ${i + 3} ${expected}`),
    )
  })

  test('comes back as it was, harmless in a spreadsheet, and is taken once it is corrected', async () => {
    const row = 'F1,"=cmd|\' /C calc\'!A0",trade,nowhere,open,-5,EUR,2026-01-01,,,,"+Plus & ""Co""",,,,'
    const first = await imports.run(csv(row), { mapping })
    const refused = await imports.refused(first.id)
    expect(refused).toContain(`F1,'=cmd|' /C calc'!A0,trade,nowhere,open,-5,EUR`)
    expect(refused).toContain(`"'+Plus & ""Co"""`)
    expect(refused).toMatch(/__row,__column,__code,__message\r\n/)
    const second = await imports.run(refused, { mapping })
    expect((await imports.refused(second.id)).split('\r\n')).toHaveLength(3)
    expect((await imports.refused(second.id)).split('\r\n')[0]?.match(/__row/g)).toHaveLength(1)
    const third = await imports.run(refused.replace('nowhere', 'wanted'), { mapping })
    expect(third.counts).toMatchObject({ created: 1 })
    const { body } = await call('GET', '/deals?q=calc')
    expect(body.data[0]).toMatchObject({ name: "=cmd|' /C calc'!A0", account: { name: '+Plus & "Co"' } })
  })
})

describe('the file', () => {
  const rows = csv('B1,Größe – ž,trade,wanted,open,"1.234,50",EUR,03.10.2016,,,,"Müller, Söhne",,,,')
  const german = mapping.replace('deal:', 'format: { dates: d.m.yyyy, decimal: "," }\ndeal:')
  const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
  const big = (text: string) => wide(text).swap16()
  const windows = (text: string) =>
    Buffer.from([...text].map((c) => (c === 'ž' ? 0x9e : c === '–' ? 0x96 : (c.codePointAt(0) ?? 63))))

  test.each([
    ['UTF-8', rows, 'utf-8', ','],
    ['UTF-8 with a mark', `\ufeff${rows}`, 'utf-8', ','],
    ['UTF-16', wide(rows), 'utf-16le', ','],
    ['UTF-16 of the other order', big(rows), 'utf-16be', ','],
    ['UTF-16 without a mark', wide(rows).subarray(2), 'utf-16le', ','],
    ['Windows-1252', windows(rows), 'windows-1252', ','],
    ['line ends of Windows', rows.replaceAll('\n', '\r\n'), 'utf-8', ','],
    ['line ends of old Macs', rows.replaceAll('\n', '\r'), 'utf-8', ','],
    ['every kind of line end', rows.replace('\n', '\r\n'), 'utf-8', ','],
    ['semicolons', rows.replaceAll(/,(?![ 5])/g, ';').replace('Müller, Söhne', 'Müller, Söhne'), 'utf-8', ';'],
    ['tabs', rows.replaceAll(/,(?![ 5])/g, '\t'), 'utf-8', '\t'],
    ['a line that says the delimiter', `sep=;\r\n${rows.replaceAll(/,(?![ 5])/g, ';')}`, 'utf-8', ';'],
    [
      'blank lines and a footer',
      `${rows}\n,,,,,,,,,,,,,,,\n\nTotal,1,,,,\n"Confidential, do not copy"\n`,
      'utf-8',
      ',',
    ],
  ])('in %s is read as it is meant', async (_, file, encoding, delimiter) => {
    const { counts, file: seen } = await imports.run(file, { mapping: german })
    expect(counts).toMatchObject({ rows: 1, refused: 0 })
    expect(seen).toMatchObject({ encoding, delimiter })
    const { body } = await call('GET', `/deals?q=${encodeURIComponent('größe')}`)
    expect(body.data).toHaveLength(1)
    expect(body.data[0]).toMatchObject({
      name: 'Größe – ž',
      amount: { amount: '1234.50' },
      account: { name: 'Müller, Söhne' },
      created_at: '2016-10-03T00:00:00.000Z',
    })
  })

  test('without a column of the mapping is refused at once, every missing one named', async () => {
    const id = await imports.create({ mapping })
    const answer = await imports.put(id, 'id,nam,pipeline\n1,A,trade\n')
    expect(answer).toMatchObject({ status: 400, body: { code: 'csv-columns' } })
    expect(answer.body.errors).toHaveLength(14)
    expect(answer.body.errors[0]).toEqual({
      pointer: '/mapping/deal/name',
      code: 'column',
      detail: 'The file has no column name. Did you mean nam?',
    })
    expect((await call('GET', `/imports/${id}`)).body.state).toBe('awaiting_file')
    expect(await imports.put(id, csv('C1,Sent again,trade,wanted,open,5,EUR,,,,,,,,,'))).toMatchObject({ status: 202 })
    expect((await imports.ended(id)).counts).toMatchObject({ rows: 1, created: 1 })
    expect(await imports.put(id, csv('C1,x,trade,wanted,open,5,EUR,,,,,,,,,'))).toMatchObject({
      status: 409,
      body: { code: 'import-started' },
    })
  })

  test('with a column twice is refused where that column is meant, and read where it is not', async () => {
    const twice = (name: string) => `${head},${name}\nT1,Twice,trade,wanted,open,5,EUR,,,,,,,,,,x\n`
    const answer = await imports.put(await imports.create({ mapping }), twice('Amount'))
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'column-twice' }] } })
    expect((await imports.run(twice('extra'), { mapping, dry_run: true })).counts).toMatchObject({ created: 1 })
  })

  test('that says it is too large is not even begun', async () => {
    const id = await imports.create({ mapping })
    const answer = await imports.put(id, new Uint8Array(257 * 1_048_576))
    expect(answer).toMatchObject({ status: 413, body: { code: 'file-too-large' } })
  })

  test('is for those with the right, in their own workspace, and of a kind that is read', async () => {
    const id = await imports.create({ mapping })
    const rep = await wire.server.addPerson({ role: 'rep' })
    expect(await imports.put(id, csv(), { key: rep.key })).toMatchObject({ status: 403 })
    expect(await imports.put(id, csv(), { key: wire.other.key })).toMatchObject({ status: 404 })
    expect(await imports.put(id, csv(), { key: 'trib_nobodynobodynobodynobody' })).toMatchObject({ status: 401 })
    expect(await imports.put('imp_1', csv())).toMatchObject({ status: 400 })
    expect(await imports.put(id, '{}', { type: 'application/json' })).toMatchObject({ status: 415 })
    expect(await call('GET', `/imports/${id}`, undefined, { key: wire.other.key })).toMatchObject({ status: 404 })
    expect(await call('GET', `/imports/${id}/refused`, undefined, { key: wire.other.key })).toMatchObject({
      status: 404,
    })
  })
})

describe('a mapping', () => {
  test('that is wrong is refused with everything that is, each with its line and what would do', async () => {
    const wrong = mapping
      .replace('source: shop', 'source: Shop Ltd\nformat: { dates: dd.mm.yy }')
      .replace('  name: name\n', '')
      .replace('amount: amount', 'amout: amount')
    const { status, body } = await call('POST', '/imports', { mapping: wrong, file_name: 'a.csv' })
    expect(status).toBe(400)
    expect(body.code).toBe('mapping-invalid')
    expect(body.findings.map(({ line, path }: Json) => `${line} ${path}`).toSorted()).toEqual([
      '1 source',
      '2 format.dates',
      '3 deal.name',
      '8 deal.amout',
    ])
    expect(body.findings.find(({ path }: Json) => path === 'deal.amout').remedy).toBe('Did you mean amount?')
  })

  test('that names what is not here is refused with all of it', async () => {
    const wrong = mapping
      .replace('pipeline: pipeline', 'pipeline: { column: pipeline, values: { A: trade, B: trad } }')
      .replace('stage: stage', 'stage: { column: stage, values: { New: wnated, Gone: lost } }')
      .replace('price }', 'prize }')
      .replace('{ wanted: in_wanted', '{ begun: in_wanted')
      .replace('currency: currency', 'currency: { value: EURO }\n  fields: { siz: size }')
    const { body } = await call('POST', '/imports', { mapping: wrong, file_name: 'a.csv' })
    expect(body.findings.map(({ message, remedy }: Json) => `${message} ${remedy}`)).toEqual([
      'There is no pipeline trad. Did you mean trade?',
      'There is no stage wnated. Did you mean wanted?',
      'There is no lost reason prize. Did you mean price?',
      'EURO is no currency. expected an ISO 4217 code such as EUR.',
      expect.stringContaining('There is no field of deals siz.'),
      expect.stringContaining('There is no stage begun.'),
    ])
  })

  test('may leave out what one value says for all rows, and take the default for what it does not list', async () => {
    const short = `source: short
people: { create: true }
deal:
  id: id
  name: '{account} – {what}'
  pipeline: { value: trade }
  stage: { column: step, values: { Start: wanted, Yes: won, No: lost }, default: agreed }
  closed_from: { value: agreed }
  currency: { value: EUR }
  closed_at: day
  owner: owner
  account: account
  lost_reason: { value: price }
  fields: { region: region }
`
    const file = [
      'id,what,step,day,owner,account,region',
      'S1,Scales,Start,,ayu.kusuma@example.test,,West',
      'S2,Shelves,Yes,2026-03-04,Ayu Kusuma,Rimbun,',
      'S3,,Odd,,,Rimbun,East',
    ].join('\n')
    expect((await imports.run(file, { mapping: short })).counts).toMatchObject({
      created: 3,
      won: { count: 1, amount: [] },
    })
    const { body } = await call('GET', '/deals?outcome=any&pipeline=trade&sort=-created&limit=200')
    const of = (name: string) => body.data.find((deal: Json) => deal.name === name)
    expect(of('Scales')).toMatchObject({
      stage: { key: 'wanted' },
      owner: { name: 'Ayu Kusuma' },
      fields: { region: 'West' },
    })
    expect(of('Rimbun – Shelves')).toMatchObject({
      outcome: 'won',
      stage: { key: 'agreed' },
      owner: { name: 'Ayu Kusuma' },
    })
    expect(of('Rimbun')).toMatchObject({ stage: { key: 'agreed' }, outcome: null })
  })
})

test('a cancelled import stops between two whole batches, and its file may be sent again', async () => {
  const file = mavenFile(1_300, 4)
  const { server } = wire
  const actor = {
    id: server.owner.id,
    name: 'Owner',
    role: 'owner',
    workspace_id: server.workspace_id,
    channel: 'import',
    access: accessOf('owner'),
    rights: boundByNothing,
  } as const
  const sender = { database: server.database, actor, now: server.server.clock.now }
  const { id } = await wire.within('write', (context) =>
    createImport.run(context, { mapping: mavenMapping, file_name: 'm.csv', dry_run: false }),
  )
  await layDown(
    sender,
    id,
    (async function* () {
      yield Buffer.from(file.csv)
    })(),
  )
  let asked = 0
  const task = { ...sender, import_id: id, progress: async () => {} }
  const stopped = await takeOver({ ...task, cancelled: async () => ++asked > 2 })
  expect(stopped).toMatchObject({ cancelled: true, rows: 1_300, created: 1_000 })
  const rest = await takeOver({ ...task, cancelled: async () => false })
  expect(rest).toMatchObject({ rows: 1_300, created: 1_300 })
  expect(await takeOver({ ...task, cancelled: async () => false })).toEqual(rest)
})

test('rights are asked for anew before each batch: what was taken away meanwhile is taken over no more', async () => {
  const { server } = wire
  const file = mavenFile(1_200, 41)
  const person = await server.client.people.create({ name: 'Imports', email: 'imports@example.test', role: 'revops' })
  const { secret, id: key_id } = await server.client.keys.create({
    name: 'i',
    person_id: person.id,
    scopes: ['imports:work'],
  })
  const { rows: before } = await server.database.pool.query('select count(*)::int as count from deal')
  const id = await imports.create({ mapping: mavenMapping })
  const sent = await imports.put(id, file.csv, { key: secret })
  expect(sent.status).toBe(202)
  await imports.ended(id)
  const { rows } = await server.database.pool.query('select input from job where id = $1', [sent.body.id])
  expect(rows[0].input.key).toEqual({ id: key_id, scopes: ['imports:work'], expires_at: null })
  const { rows: after } = await server.database.pool.query('select count(*)::int as count from deal')
  expect(after[0].count).toBeGreaterThan(before[0].count)

  // The same work, its scope taken away after the first batch.
  const again = await imports.create({ mapping: mavenMapping.replace('source: ', 'source: again_') })
  const owner = { name: 'Owner', role: 'owner', workspace_id: server.workspace_id } as const
  const all = { ...owner, id: server.owner.id, channel: 'import', access: accessOf('owner') } as const
  const actor = { ...all, rights: boundByNothing }
  const sender = { database: server.database, actor, now: server.server.clock.now }
  const bytes = async function* () {
    yield Buffer.from(file.csv)
  }
  await layDown(sender, again, bytes())
  let batches = 0
  const closed = await server.database.pool.query<{ id: string }>('select id from pipeline')
  const nothing = new Map(closed.rows.map((one) => [one.id, new Map()]))
  const counts = await takeOver({
    ...sender,
    import_id: again,
    progress: async () => {},
    cancelled: async () => false,
    acting: async () => (++batches > 1 ? { ...actor, rights: { ...boundByNothing, pipelines: nothing } } : actor),
  })
  expect(counts).toMatchObject({ rows: 1_200, created: 500, refused: 700 })
})
