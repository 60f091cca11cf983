import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { createClient } from '../src/client/client.ts'
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
      await takeGoverned(owner, theme)
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
async function dress(data: string): Promise<{ shown: string; gated: string }> {
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
  await grant(client)
  return { shown: shown.key, gated: gated.id }
}

/** Who may do what in the pipeline of the pictures; everybody who owns deals there still works on them. */
async function grant(client: ReturnType<typeof createClient>): Promise<void> {
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

async function takeWide(person: Person, theme: 'light' | 'dark', subject: { shown: string; gated: string }) {
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

/** What an owner looks at: who may do what, and whether everything adds up. */
async function takeGoverned(person: Person, theme: 'light' | 'dark'): Promise<void> {
  const { page, goto, context } = await visit(url, person, { theme, width: 1440, height: 900 })
  for (const [name, path] of [
    ['rights', '/settings/rights'],
    ['reconciliation', '/reconciliation'],
  ] as const) {
    await goto(path)
    await settled(page)
    await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) })
  }
  await context.close()
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
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'hidden' })
  await page.waitForTimeout(700)
}

await takePictures()
