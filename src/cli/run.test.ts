import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../../test/command-line.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { commands } from './commands.ts'

let server: TestServer
let rep: string
beforeAll(async () => {
  server = await startTestServer()
  rep = (await server.addPerson({ role: 'rep' })).key
})
afterAll(() => server.close())

const run = (command: string, environment: Record<string, string> = {}) =>
  runWords(command.split(' ').filter(Boolean), environment)

/** Words that hold spaces of their own. */
const runWords = (words: string[], environment: Record<string, string> = {}) => commandLine(server)(words, environment)

test('data goes to stdout, talk to stderr, and --json is one document', async () => {
  const added = await run('people add ayu@example.test --name Ayu --role rep')
  expect(added).toMatchObject({
    exit_code: 0,
    stderr: 'Ayu is a member now, as rep. To let them sign in: tributary people invite ayu@example.test\n',
  })
  expect(added.stdout).toMatch(/^per_\w+\n$/)
  const listed = await run('people list --json')
  expect(JSON.parse(listed.stdout).data.map(({ name }: { name: string }) => name)).toContain('Ayu')
})

test.each([
  ['nothing at all', '', 2],
  ['an unknown command', 'peeple list', 2],
  ['an unknown flag', 'people list --loud', 2],
  ['a word too many', 'people list all', 2],
  ['a missing flag', 'people add x@example.test --role rep', 2],
  ['a value that the server does not accept', 'people add nowhere --name X --role rep', 2],
  ['a job that is not there', 'jobs show job_00000000000000000000000000', 3],
  ['somebody who is a member already', 'people add owner@localhost.invalid --name X --role rep', 5],
  ['the version', '--version', 0],
  ['help', '--help', 0],
  ['help for one command', 'people add --help', 0],
])('exit code: %s', async (_, command, exit_code) => {
  expect((await run(command)).exit_code).toBe(exit_code)
})

test('without a right, with a bad key and without a key: exit 4', async () => {
  expect(await run('keys list', { TRIBUTARY_API_KEY: rep })).toMatchObject({ exit_code: 4 })
  const bad = await run('keys list', { TRIBUTARY_API_KEY: 'trib_nobodynobodynobodynobody' })
  expect(bad).toMatchObject({ exit_code: 4, stderr: expect.stringContaining('owner.key') })
  const none = { TRIBUTARY_API_KEY: '', TRIBUTARY_DATA: '/nowhere' }
  expect(await run('keys list', none)).toMatchObject({ exit_code: 4 })
})

/** An address at which nobody listens any more. */
async function freeAddress(): Promise<string> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  listener.close()
  await once(listener, 'close')
  return `http://127.0.0.1:${port}`
}

test('an address that is none: exit 2', async () => {
  expect(await run('people list', { TRIBUTARY_URL: 'here:3000' })).toMatchObject({ exit_code: 2 })
})

test("the owner's key is read from the data directory", async () => {
  const data = mkdtempSync(join(tmpdir(), 'tributary-cli-'))
  writeFileSync(join(data, 'owner.key'), `${server.owner.key}\n`)
  expect(await run('people list', { TRIBUTARY_API_KEY: '', TRIBUTARY_DATA: data })).toMatchObject({ exit_code: 0 })
})

test('where no server answers, says how to start one', async () => {
  const away = await run('people list', { TRIBUTARY_URL: await freeAddress() })
  expect(away).toMatchObject({ exit_code: 1, stderr: expect.stringContaining('npm start') })
})

test('a key is made, shown once, and ended', async () => {
  const made = await run('keys create --name till --person owner@localhost.invalid --json')
  const { id, secret } = JSON.parse(made.stdout)
  expect(await run('people list', { TRIBUTARY_API_KEY: secret })).toMatchObject({ exit_code: 0 })
  expect(await run(`keys revoke ${id}`)).toMatchObject({ exit_code: 0 })
  expect(await run('people list', { TRIBUTARY_API_KEY: secret })).toMatchObject({ exit_code: 4 })
})

test('the doctor finds a healthy set-up healthy, and says what is missing in another', async () => {
  expect(await run('doctor')).toMatchObject({ exit_code: 0 })
  const ill = await run('doctor --json', { TRIBUTARY_URL: await freeAddress() })
  expect(ill.exit_code).toBe(1)
  expect(JSON.parse(ill.stdout).healthy).toBe(false)
})

test.each(['bash', 'zsh', 'fish'])('completion for %s names every command', async (shell) => {
  const { stdout } = await run(`completion ${shell}`)
  for (const [noun, all] of Map.groupBy(commands, ({ name }) => name.split(' ')[0] ?? '')) {
    const verbs = all.flatMap(({ name }) => name.split(' ').slice(1))
    expect(stdout, noun).toContain(noun)
    if (verbs.length > 0) expect(stdout, noun).toContain(verbs.join(' '))
  }
})

test('bash completes what its completion says', async () => {
  const { stdout } = await run('completion bash')
  const asked = `${stdout}\nCOMP_WORDS=(tributary deals b); COMP_CWORD=2; _tributary; echo "\${COMPREPLY[@]}"`
  expect(execFileSync('bash', ['-c', asked], { encoding: 'utf8' }).trim()).toBe('bulk')
})

test('deals are opened, edited and changed in bulk; a list comes as lines and for spreadsheets, harmless there', async () => {
  const source = readFileSync(join(import.meta.dirname, '../../motions/enterprise.yaml'), 'utf8')
  await server.client.pipelines.create({ source })
  const made = await runWords([
    'deals',
    'create',
    '=HYPERLINK("x")',
    '--pipeline',
    'enterprise',
    '--amount',
    '1200.50 EUR',
  ])
  expect(made).toMatchObject({ exit_code: 0, stdout: expect.stringMatching(/^D-\d+\n$/) })
  const key = made.stdout.trim()
  expect(await runWords(['deals', 'edit', key, '--next-step', 'Call, then "visit"'])).toMatchObject({ exit_code: 0 })
  expect(await runWords(['deals', 'edit', key])).toMatchObject({ exit_code: 2 })
  expect(await runWords(['deals', 'edit', key, '--amount', 'much'])).toMatchObject({ exit_code: 2 })
  const csv = (await run('deals list --pipeline enterprise --csv')).stdout
  expect(csv.split('\r\n')[0]).toBe('key,name,pipeline,stage,amount,amount_currency,close_date,category,owner,days')
  expect(csv).toContain(`${key},"'=HYPERLINK(""x"")",enterprise,priority_named,1200.50,EUR,`)
  const lines = (await run('deals list --pipeline enterprise --jsonl --all')).stdout.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).key)).toEqual([key])

  const file = join(mkdtempSync(join(tmpdir(), 'tributary-cli-')), 'bulk.jsonl')
  const steps = [
    { op: 'update', deal_id: key, name: 'Plain' },
    { op: 'move', deal_id: key, outcome: 'lost', reason: 'none' },
  ]
  writeFileSync(file, steps.map((step) => JSON.stringify(step)).join('\n'))
  expect(await run(`deals bulk ${file}`)).toMatchObject({ exit_code: 6 })
  const each = await run(`deals bulk ${file} --each --json`)
  expect([each.exit_code, JSON.parse(each.stdout).done]).toEqual([6, 1])
  writeFileSync(file, '{')
  expect(await run(`deals bulk ${file}`)).toMatchObject({ exit_code: 2 })
})

test('accounts, contacts, activities, boards and fields are listed and made', async () => {
  const account = (await run('accounts create Northwind --domain northwind.example')).stdout.trim()
  expect(account).toMatch(/^acc_/)
  expect((await run('accounts list --csv')).stdout).toContain(`${account},Northwind,northwind.example,customer`)
  const contact = (await run(`contacts create Budi --account ${account}`)).stdout.trim()
  expect((await run(`contacts list --account ${account}`)).stdout).toContain(contact)
  const task = (await run('activities create Call --kind task --due 2026-12-01')).stdout.trim()
  expect((await run('activities list --all')).stdout).toContain(task)
  expect(await run(`activities done ${task}`)).toMatchObject({ exit_code: 0 })
  expect((await run('activities list')).stdout).not.toContain(task)
  expect((await run('activities list --done-too')).stdout).toContain(task)
  expect((await run('boards show enterprise')).stdout).toContain('priority_named')
  expect((await run('fields list --subject deal')).stdout).toContain('deal')
})

test('what no command does is asked of the API itself', async () => {
  expect(JSON.parse((await run('api GET /me')).stdout).person.role).toBe('owner')
  const made = await runWords(['api', 'POST', '/accounts', '--data', '{"name": "By API"}', '--quiet'])
  expect(JSON.parse(made.stdout).name).toBe('By API')
  const stale = [
    'api',
    'PATCH',
    `/accounts/${JSON.parse(made.stdout).id}`,
    '--data',
    '{"name": "x"}',
    '--if-match',
    '7',
  ]
  expect(await runWords(stale)).toMatchObject({ exit_code: 5 })
  expect(await run('api GET /deals/D-99999')).toMatchObject({ exit_code: 3 })
  expect(await run('api FETCH /me')).toMatchObject({ exit_code: 2 })
  expect(await run('api GET me')).toMatchObject({ exit_code: 2 })
})

test('a rate is given and listed; one that is none is refused with exit 2', async () => {
  expect(await run('rates add IDR 18000 --from 2026-01-01')).toMatchObject({ exit_code: 0 })
  expect((await run('rates list --currency IDR')).stdout).toMatch(/2026-01-01 +IDR +18000/)
  expect(await run('rates add IDR nothing --from 2026-01-01')).toMatchObject({ exit_code: 2 })
})

test('a deal is shown with what it still needs, moved with it, and a refusal by its gate is exit 6', async () => {
  const source = readFileSync(join(import.meta.dirname, '../../motions/transactional.yaml'), 'utf8')
  await server.client.pipelines.create({ source })
  const deal = await server.client.deals.create({ name: 'Kiosk', pipeline: 'transactional' })
  const shown = await run(`deals show ${deal.key}`)
  expect(shown.stdout).toMatch(/Next: .*, which still needs/)
  const next = (await server.client.pipelines.get({ pipeline: 'transactional' })).stages[1]?.key ?? ''
  const refused = await run(`deals move ${deal.key} ${next}`)
  expect(refused).toMatchObject({ exit_code: 6, stderr: expect.stringContaining('hard:') })
  expect((await run('deals list --pipeline transactional')).stdout).toContain('Kiosk')
  expect(await run(`deals move ${deal.key} lost --reason nothing`)).toMatchObject({ exit_code: 6 })
  expect(await run('deals show D-999')).toMatchObject({ exit_code: 3 })
  expect(await run(`deals move ${deal.key} ${next} --field amount`)).toMatchObject({ exit_code: 2 })
})

test('a family of commands lists its members', async () => {
  const { exit_code, stdout } = await run('people --help')
  expect(exit_code).toBe(0)
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split('  ')[0]),
  ).toEqual(['people list', 'people add', 'people role', 'people deactivate', 'people reactivate', 'people invite'])
})

test('somebody is invited by address; whoever is new needs a name and a role', async () => {
  const { stdout, stderr } = await run('people invite ayu@example.test')
  expect(stdout).toMatch(/\/accept#token=[\w-]+&email=ayu%40example\.test\n$/)
  expect(stderr).toMatch(/^Send it to Ayu; it works once, until \d{4}-\d\d-\d\d\.\n$/)
  const unnamed = await run('people invite nobody@example.test')
  expect([unnamed.exit_code, unnamed.stderr]).toEqual([2, expect.stringContaining('called')])
  const { stdout: list } = await run('invitations list --json')
  const [{ id, status }] = JSON.parse(list).data
  expect(status).toBe('pending')
  expect((await run(`invitations revoke ${id}`)).stdout).toContain('taken back')
})

test('people change and leave, teams and hierarchy are told by address, keys get scopes', async () => {
  await run('people add eko@example.test --name Eko --role rep')
  await run('people add dewi@example.test --name Dewi --role manager')
  expect((await run('people role eko@example.test viewer')).stdout).toBe('Eko is viewer now.\n')
  expect((await run('people deactivate eko@example.test')).stdout).toBe('Eko has left.\n')
  expect((await run('people reactivate eko@example.test')).exit_code).toBe(0)
  expect((await run('people role nobody@example.test rep')).exit_code).toBe(2)
  expect((await run('teams create North dewi@example.test')).stdout).toMatch(/^team_/)
  const set = await run('teams members north dewi@example.test eko@example.test')
  expect(set.stdout).toBe('North: Dewi, Eko\n')
  expect((await run('hierarchy set eko@example.test dewi@example.test')).stdout).toBe('Eko reports to Dewi.\n')
  expect((await run('hierarchy set dewi@example.test eko@example.test')).exit_code).toBe(6)
  expect((await run('hierarchy show')).stdout).toMatch(/Dewi .*\n {2}Eko /)
  const made = await run('keys create --name narrow --scope deals:read,me:read --scope pipelines:read --json')
  expect(JSON.parse(made.stdout).scopes).toEqual(['deals:read', 'me:read', 'pipelines:read'])
  const narrow = { TRIBUTARY_API_KEY: JSON.parse(made.stdout).secret }
  expect((await run('people list', narrow)).exit_code).toBe(4)
  expect((await run('workspaces list')).stdout).toContain('main')
  expect((await run('workspaces create south-sea --name South')).exit_code).toBe(6)
  expect((await run('workspace set --figures-about-people on')).stdout).toContain('named persons are on')
})

test('gates on the command line: explained, asked for, passed by an override; and a deal that waits', async () => {
  const source = readFileSync(join(import.meta.dirname, '../../motions/enterprise.yaml'), 'utf8')
  await server.client.pipelines.create({ source: source.replace('key: enterprise', 'key: gated') })
  const { key: deal } = await server.client.deals.create({ name: 'Gated', pipeline: 'gated' })
  const told = await run(`deals explain ${deal} size_estimated`)
  expect(told.stdout).toContain('does not hold. Amount is empty')
  expect(told.stdout).toMatch(/NO .*deal\.amount/)
  expect((await runWords(['deals', 'explain', deal, '--rule', 'deal.nmae == "x"'])).exit_code).toBe(2)
  expect((await run(`deals move ${deal} evaluating`)).exit_code).toBe(6)
  expect((await run(`deals move ${deal} evaluating --override account_known`)).exit_code).toBe(2)
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
  const pass = [
    '--override',
    'account_known',
    '--override',
    'size_estimated',
    '--because',
    'A visit first',
    '--until',
    until,
  ]
  expect(await runWords(['deals', 'move', deal, 'evaluating', ...pass])).toMatchObject({ exit_code: 0 })
  const rows = JSON.parse((await run(`overrides list --deal ${deal} --json`)).stdout).data
  expect(rows.map(({ criterion }: { criterion: string }) => criterion).sort()).toEqual([
    'account_known',
    'size_estimated',
  ])
  expect((await run('overrides tally')).stdout).toContain('size_estimated')

  const link = await runWords(['confirmations', 'ask', deal, 'terms_confirmed', '--name', 'Ayu', '--days', '3'])
  expect(link.stdout).toMatch(/^\/confirm\/[\w-]{43}\n$/)
  const listed = await run(`confirmations list ${deal} --json`)
  const [confirmation] = JSON.parse(listed.stdout).data
  expect((await run(`confirmations revoke ${deal} ${confirmation.id}`)).stdout).toContain('Ayu: revoked')
  const asked = await run(`gate-approvals ask ${deal} terms_approved --note urgent`)
  const [approval] = asked.stdout.split(' ')
  expect((await run('gate-approvals list --queue mine')).stdout).toContain('urgent')
  expect((await run(`gate-approvals vote ${approval} approve`)).stdout).toContain('approved')

  expect((await run(`deals wait ${deal} ${until}`)).stdout).toContain(`waits until ${until}`)
  expect((await run('deals list --ageing waiting')).stdout).toContain(deal)
  expect((await run(`deals show ${deal}`)).stdout).toContain(`waiting until ${until}`)
  expect((await run(`deals wait ${deal} none`)).stdout).toContain('waits no more')
})
