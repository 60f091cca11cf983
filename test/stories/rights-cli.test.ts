import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandLine } from '../command-line.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let team_id: string
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  for (const name of ['Rosa', 'Hadi', 'Mira']) await wire.server.addPerson({ name })
  const people = (await wire.call('GET', '/people')).body.data
  const mira = people.find(({ name }: Json) => name === 'Mira')
  team_id = (await wire.call('POST', '/teams', { name: 'South', members: [mira.id] })).body.id
})
afterAll(() => wire.server.close())

const run = (...words: string[]) => commandLine(wire.server)(words)
const open = (name: string, owner: string) => run('deals', 'create', name, '--pipeline', 'trade', '--owner', owner)
const ownerOf = async (name: string) =>
  (await wire.call('GET', `/deals?q=${name}`)).body.data.map(({ owner }: Json) => owner.name)
const personId = async (name: string) =>
  (await wire.call('GET', '/people')).body.data.find((one: Json) => one.name === name).id

describe('rights', () => {
  test('a pipeline without grants says that it is open', async () => {
    expect(await run('rights', 'show', 'trade')).toMatchObject({
      exit_code: 0,
      stdout: 'Open to everybody by their role; there is no grant.\n',
    })
    expect(await run('rights', 'show', 'nowhere')).toMatchObject({ exit_code: 3 })
  })

  test('grants are set for a role, a person by their address and a team, and shown again', async () => {
    const grants = ['role:manager=see', 'rosa@example.test=see,work@own', `${team_id}=see,work@team`]
    const set = await run('rights', 'set', 'trade', ...grants.flatMap((grant) => ['--grant', grant]))
    expect(set).toMatchObject({ exit_code: 0, stdout: 'trade: 3 grants\n' })
    const shown = await run('rights', 'show', 'trade')
    expect(shown.stdout).toMatch(/^manager +all +see$/m)
    expect(shown.stdout).toMatch(/^Rosa +own +see, work$/m)
    expect(shown.stdout).toMatch(/^South +team +see, work$/m)
    const { grants: told, open } = JSON.parse((await run('rights', 'show', 'trade', '--json')).stdout)
    expect([told.length, open]).toEqual([3, false])
  })

  test('why says for every right by what it is held, or that nothing gives it', async () => {
    const { exit_code, stdout } = await run('rights', 'why', 'rosa@example.test', '--pipeline', 'trade')
    expect(exit_code).toBe(0)
    expect(stdout).toMatch(/^trade +work +yes +.*Rosa/m)
    expect(stdout).toMatch(/^trade +export +no /m)
    const hadi = await run('rights', 'why', 'hadi@example.test')
    expect(hadi.stdout).toMatch(/^trade +see +no /m)
    expect(await run('rights', 'why', 'nobody@example.test')).toMatchObject({ exit_code: 2 })
  })

  test('whoever would lose deals of theirs needs a successor, named by --reassign', async () => {
    const rosa = await personId('Rosa')
    expect((await open('Kiosk', rosa)).exit_code).toBe(0)
    const words = ['rights', 'set', 'trade', '--grant', `${team_id}=see,work`]
    const refused = await run(...words)
    expect(refused).toMatchObject({ exit_code: 6, stdout: '' })
    expect(refused.stderr).toContain('Rosa (1)')
    const given = await run(...words, '--reassign', 'rosa@example.test=mira@example.test')
    expect(given).toMatchObject({ exit_code: 0, stderr: expect.stringContaining('1 deals have a new owner.') })
    expect(await ownerOf('Kiosk')).toEqual(['Mira'])
  })

  test('what is no grant, and a right or role that does not exist, are told', async () => {
    const nonsense = await run('rights', 'set', 'trade', '--grant', 'everything')
    expect(nonsense).toMatchObject({ exit_code: 2, stderr: expect.stringContaining('role:rep=see,work@own') })
    expect(await run('rights', 'set', 'trade', '--grant', 'role:rep=fly')).toMatchObject({ exit_code: 2 })
    expect(await run('rights', 'set', 'trade', '--grant', 'role:boss=see')).toMatchObject({ exit_code: 2 })
    expect((await wire.call('GET', '/pipelines/trade/rights')).body.grants).toHaveLength(1)
  })

  test('without any grant it is open again', async () => {
    expect(await run('rights', 'set', 'trade')).toMatchObject({ exit_code: 0, stdout: 'trade: open\n' })
  })
})

describe('people who leave', () => {
  test('nobody is deactivated who owns open deals, until somebody takes them over', async () => {
    const hadi = await personId('Hadi')
    await open('Stall', hadi)
    await open('Stand', hadi)
    const refused = await run('people', 'deactivate', 'hadi@example.test')
    expect(refused).toMatchObject({
      exit_code: 6,
      stderr: 'Hadi owns 2 open deals. Say who takes over: --reassign-to EMAIL\n',
    })
    const stranger = await run('people', 'deactivate', 'hadi@example.test', '--reassign-to', 'x@example.test')
    expect(stranger).toMatchObject({ exit_code: 2, stderr: expect.stringContaining('x@example.test') })
    const left = await run('people', 'deactivate', 'hadi@example.test', '--reassign-to', 'mira@example.test')
    expect(left).toMatchObject({
      exit_code: 0,
      stdout: 'Hadi has left.\n',
      stderr: 'Mira has taken over 2 open deals of Hadi.\n',
    })
    expect(await ownerOf('Sta')).toEqual(['Mira', 'Mira'])
  })

  test('nor is anybody made a viewer, who works on no deal', async () => {
    const refused = await run('people', 'role', 'mira@example.test', 'viewer')
    expect(refused).toMatchObject({ exit_code: 6, stderr: expect.stringContaining('--reassign-to EMAIL') })
    const words = ['people', 'role', 'mira@example.test', 'viewer', '--reassign-to', 'rosa@example.test']
    const manager = ['people', 'role', 'mira@example.test', 'manager', '--reassign-to', 'rosa@example.test']
    expect(await run(...manager)).toMatchObject({ exit_code: 0, stdout: 'Mira is manager now.\n', stderr: '' })
    expect(await run(...words)).toMatchObject({ exit_code: 0, stdout: 'Mira is viewer now.\n' })
    expect(await ownerOf('Sta')).toEqual(['Rosa', 'Rosa'])
  })

  test('what a viewer still owns is handed over too when they leave', async () => {
    const deal = await wire.call('POST', '/deals', { name: 'Pier', pipeline: 'trade', owner: await personId('Mira') })
    expect(deal.status).toBe(201)
    const refused = await run('people', 'deactivate', 'mira@example.test')
    expect(refused.stderr).toContain('Mira owns 1 open deal.')
    const words = ['people', 'deactivate', 'mira@example.test', '--reassign-to', 'rosa@example.test']
    expect(await run(...words)).toMatchObject({ exit_code: 0 })
    expect(await ownerOf('Pier')).toEqual(['Rosa'])
  })
})
