import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type Client, createClient } from '../src/client/client.ts'
import { closeBrowser, visit } from '../test/browser/visit.ts'

const root = join(import.meta.dirname, '..')
const pictures = join(root, 'docs/screenshots')
const port = Number(process.env['PORT'] ?? 4149)
const url = `http://127.0.0.1:${port}`
const pipeline = 'enterprise'

/** Takes the pictures of docs/screenshots from a demo company that is made for it and thrown away again. */
async function takePictures(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'tributary-pictures-'))
  const environment = { ...process.env, PORT: String(port), TRIBUTARY_DATA: data, TRIBUTARY_DEMO: '1' }
  const server = spawn(process.execPath, [join(root, 'scripts/start.ts')], { env: environment, stdio: 'inherit' })
  try {
    await answering()
    const subject = await dress(data)
    mkdirSync(pictures, { recursive: true })
    const [rep, owner] = [signInOf(data, 'rep'), signInOf(data, 'owner')]
    for (const theme of ['light', 'dark'] as const) {
      await takeWide(rep, theme, subject)
      await takeGoverned(owner, theme, subject)
    }
    await takeNarrow(rep)
  } finally {
    await closeBrowser()
    server.kill()
    await new Promise((resolve) => server.on('exit', resolve))
    rmSync(data, { recursive: true, force: true })
  }
}

async function answering(): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('the demo server did not become ready')
}

/** Somebody of the demo company. */
function signInOf(data: string, role: string): { email: string; password: string } {
  const text = readFileSync(join(data, 'demo-sign-ins.txt'), 'utf8')
  const [, email = ''] = new RegExp(`^ *${role} +(\\S+)`, 'm').exec(text) ?? []
  const [, password = ''] = /password (\S+)/.exec(text) ?? []
  return { email, password }
}

/** A few things that happen on a working day: changes by others for Home, and a deal with people, notes and lines. */
async function dress(data: string): Promise<Subject> {
  const key = readFileSync(join(data, 'owner.key'), 'utf8').trim()
  const client = createClient({ base: url, headers: { authorization: `Bearer ${key}` } })
  const open = (await client.deals.list({ pipeline, sort: 'close_date', limit: 100 })).data
  const shown = open.find((deal) => deal.stage.key === 'shortlisted' && deal.amount?.currency === 'EUR') ?? open[0]
  const gated = open.find((deal) => deal.stage.key === 'evaluating' && deal.id !== shown?.id) ?? open[0]
  if (!shown || !gated) throw new Error('the demo company has no open deals in this pipeline')
  const others = await client.deals.list({ pipeline: 'transactional', sort: 'close_date', limit: 40 })
  for (const deal of others.data.filter(({ stage }) => stage.key === 'need_stated').slice(0, 5))
    await client.moves.create({ deal_id: deal.id, to_stage: 'fit_seen', reason: 'seen in the trial' }).catch(() => {})
  await client.deals.update({ deal_id: shown.id, next_step: 'Security review with their IT on Thursday' })
  const contacts = (await client.contacts.list({ limit: 20 })).data.slice(0, 2)
  const roles = ['economic_buyer', 'champion'] as const
  for (const [at, { id }] of contacts.entries())
    await client.deal_contacts.create({ deal_id: shown.id, contact_id: id, role: roles[at] ?? 'other' })
  await client.activities.create({
    kind: 'note',
    subject: 'They compare us with one other supplier; price is not the point, the roll-out plan is',
    deal_id: shown.id,
  })
  await connect(client)
  const change = await propose(client)
  await grant(client)
  return { shown: shown.key, gated: gated.id, change, review: await discuss(client) }
}

/** A weekly review that is under way: a few deals were talked about, with a decision and a task. */
async function discuss(client: Client): Promise<string> {
  const { id, deals } = await client.deal_reviews.create({ pipeline })
  const decisions = ['Ask the buyer for a date before Friday', 'Keep it in the quarter, but out of commit', null]
  for (const [nth, decision] of decisions.entries()) {
    const deal_id = deals[nth]?.deal.id
    if (deal_id === undefined) continue
    const words = decision === null ? {} : { decision }
    await client.deal_reviews.mark({ deal_review_id: id, deal_id, reviewed: true, ...words })
  }
  const first = deals.find(({ to, mark }) => to?.outcome === null && mark.reviewed_at === null)
  if (first)
    await client.deal_review_tasks.create({
      deal_review_id: id,
      deal_id: first.deal.id,
      subject: 'Ring the head of purchasing',
      due_on: new Date(Date.now() + 4 * 86_400_000).toISOString().slice(0, 10),
    })
  return id
}

/** Deals that change pipeline, and follow-on deals of partners' customers: most are taken, one is returned, one waits. */
async function connect(client: Client): Promise<void> {
  const few = async (from: string, count: number) =>
    (await client.deals.list({ pipeline: from, outcome: 'open', limit: count })).data
  for (const [from, to, reason, count] of [
    ['transactional', 'enterprise', 'grew', 4],
    ['self-service', 'transactional', 'wants_help', 7],
  ] as const)
    for (const { id } of await few(from, count))
      await client.transfers.create({ deal_id: id, to_pipeline: to, reason }).catch(() => {})
  for (const [nth, { id }] of (await few('partner', 8)).entries()) {
    const { id: handoff_id } = await client.handoffs.create({ deal_id: id, rule: 'direct_wish' })
    if (nth === 0) await client.handoffs.return({ handoff_id, reason: 'They are in a project with us already' })
    else if (nth > 1) await client.handoffs.accept({ handoff_id })
  }
}

/** RevOps asks for one change of the pipeline of the pictures, and a colleague has begun to write another. */
async function propose(client: Client): Promise<string> {
  const revops = (await client.people.list()).data.find(({ role }) => role === 'revops')
  if (!revops) throw new Error('the demo company has nobody in revenue operations')
  const { secret } = await client.keys.create({ name: 'pictures', person_id: revops.id })
  const asking = createClient({ base: url, headers: { authorization: `Bearer ${secret}` } })
  const { definition } = await client.pipelines.get({ pipeline })
  const { source } = await client.definitions.get({ definition_id: definition.id })
  const gated = source.replace(
    '      - key: success_confirmed\n',
    `      - key: worth_the_committee
        label: Worth the effort of a committee
        level: hard
        kind: rule
        rule: deal.amount >= 250000
        field: amount
        hint: Smaller purchases go into the transactional pipeline
      - key: success_confirmed
`,
  )
  const asked = await asking.change_requests.create({
    pipeline,
    definition: gated.replace('name: Buyer evaluates', 'name: Buyer tries it out'),
    title: 'Only deals that are worth a committee, and a name that the buyer would use',
    reason: 'Small deals wait for months behind large ones; inside sales would have closed them in three weeks.',
  })
  const ask = { change_request_id: asked.id }
  await client.change_comments.create({ ...ask, body: 'What becomes of the small ones that are beyond this stage?' })
  await asking.change_comments.create({ ...ask, body: 'They stay, and owe the answer. The plan names them.' })
  const [from, to] = [gated.indexOf('  - key: shortlisted'), gated.indexOf('  - key: terms_agreed')]
  if (from === -1 || to < from) throw new Error('the stages of the pictures are not in the file any more')
  const shorter = gated.slice(0, from) + gated.slice(to)
  await client.drafts.save({ pipeline, source: shorter, stage_map: { shortlisted: 'evaluating' } })
  return asked.id
}

/** Who may do what in the pipeline of the pictures; everybody who owns deals there still works on them. */
async function grant(client: Client): Promise<void> {
  const reps = (await client.people.list()).data.filter(({ role }) => role === 'rep')
  const team = await client.teams.create({ name: 'Key accounts', members: reps.slice(0, 4).map(({ id }) => id) })
  await client.rights.set({
    pipeline,
    grants: [
      { to: { role: 'manager' }, rights: ['see', 'work', 'approve', 'see_forecast', 'export'] },
      { to: { role: 'rep' }, rights: ['see', 'work', 'see_forecast'] },
      { to: { team_id: team.id }, rights: ['see', 'work', 'transfer_in', 'transfer_out'], deals: 'team' },
      { to: { role: 'revops' }, rights: ['see', 'work', 'configure', 'export'] },
      { to: { role: 'executive' }, rights: ['see', 'see_forecast'] },
    ],
  })
}

type Person = { email: string; password: string }
/** Which deals and which change stand in the pictures. */
type Subject = { shown: string; gated: string; change: string; review: string }

async function takeWide(person: Person, theme: 'light' | 'dark', subject: Subject) {
  const { page, goto, context } = await visit(url, person, { theme, width: 1440, height: 900 })
  const keep = (name: string) => page.screenshot({ path: join(pictures, `${name}-${theme}.png`) })
  /** A page that scrolls is shown as far as a tall screen would. */
  const keepTall = async (name: string) => {
    const height = Number(await page.evaluate('document.querySelector("main").scrollHeight + 100'))
    await page.setViewportSize({ width: 1440, height: Math.min(1120, Math.max(900, height)) })
    await settled(page)
    await keep(name)
    await page.setViewportSize({ width: 1440, height: 900 })
  }
  const show = async (path: string) => {
    await goto(path)
    await settled(page)
  }
  await show('/')
  await keepTall('home')
  await show(`/board/${pipeline}`)
  await keep('board')
  await show('/board/all')
  await keep('board-all')
  await show('/forecast')
  await keepTall('forecast')
  await show(`/deals/${subject.shown}`)
  await keepTall('deal')
  await show(`/board/${pipeline}`)
  await page.locator(`[data-card="${subject.gated}"]`).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('dialog').waitFor()
  await settled(page)
  await keep('gate')
  await context.close()
}

/** Longer than a page. */
const tall = new Set(['routing', 'accuracy'])

/** What an owner looks at: who may do what, what is about to change, and whether everything adds up. */
async function takeGoverned(person: Person, theme: 'light' | 'dark', { change, review }: Subject): Promise<void> {
  const { page, goto, context } = await visit(url, person, { theme, width: 1440, height: 900 })
  for (const [name, path] of [
    ['rights', '/settings/rights'],
    ['grid', '/forecast/grid'],
    ['movement', '/forecast/movement'],
    ['accuracy', '/forecast/accuracy'],
    ['review', `/review?review=${review}`],
    ['reconciliation', '/reconciliation'],
    ['pipelines', '/pipelines'],
    ['pipeline-map', '/pipelines/map'],
    ['routing', '/routing'],
    ['impact', `/pipelines/${pipeline}/design?part=stage:evaluating&pane=impact`],
    ['change', `/governance/changes/${change}`],
    ['designer', `/pipelines/${pipeline}/design?part=stage:evaluating&pane=file`],
  ] as const) {
    await goto(path)
    if (name === 'impact' || name === 'change') await page.locator('[data-plan-summary]').waitFor()
    if (name === 'designer') await misspell(page)
    if (name === 'accuracy') await page.getByText('Which method earned its place').waitFor({ timeout: 120_000 })
    if (name === 'routing') await tryOne(page)
    await page.setViewportSize({ width: 1440, height: tall.has(name) ? 1120 : 900 })
    await settled(page)
    await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) })
  }
  await page.keyboard.press('Control+z')
  await page.getByText('Holds', { exact: true }).waitFor()
  await page.keyboard.press('Control+s')
  await page.getByText(/saved/).waitFor()
  await context.close()
}

/** A deal on the test bench, and what each rule says to it. */
async function tryOne(page: Page): Promise<void> {
  await page.getByLabel('Amount').fill('180000')
  await page.keyboard.press('Enter')
  await page.locator('[data-said=decides]').waitFor()
}

/** A slip in a rule, as it is found while one writes. */
async function misspell(page: Page): Promise<void> {
  const file = page.getByLabel('Definition file (YAML)')
  await page.getByText('Holds', { exact: true }).waitFor()
  await file.fill((await file.inputValue()).replace('deal.amount >= 250000', 'deal.amont >= 250000'))
  await page.getByRole('list', { name: 'What is wrong' }).getByRole('button').click()
  await page.getByRole('button', { name: 'Worth the effort of a committee' }).click()
  await page.getByLabel('Rule', { exact: true }).scrollIntoViewIfNeeded()
  await file.focus()
}

async function takeNarrow(person: Person): Promise<void> {
  const { page, goto, context } = await visit(url, person, { width: 390, height: 844 })
  await goto(`/board/${pipeline}`)
  await settled(page)
  await page.screenshot({ path: join(pictures, 'board-phone.png') })
  await context.close()
}

/** Everything has arrived, and what moves has come to rest. */
async function settled(page: Page): Promise<void> {
  await page.locator('main').waitFor()
  await page.waitForTimeout(300)
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'hidden', timeout: 60_000 })
  await page.waitForTimeout(700)
}

await takePictures()
