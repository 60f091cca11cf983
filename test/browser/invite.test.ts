import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Company, startCompany } from './company.ts'
import { closeBrowser, type VisitOptions } from './visit.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let company: Company
beforeAll(async () => {
  company = await startCompany()
}, 180_000)
afterAll(async () => {
  await closeBrowser()
  await company?.server.close()
})

const password = 'correct horse battery'

async function openAsOwner(options?: VisitOptions) {
  const { server } = company
  const { id, key, client } = server.owner
  return company.open({ id, key, client, ...(await server.letSignIn(id)) }, options)
}

test('an owner invites somebody, who follows the link, chooses a password and is in', async () => {
  const owner = await openAsOwner()
  await owner.goto('/settings/people')
  await owner.page.getByLabel('Email').fill('citra@example.test')
  await owner.page.getByLabel('Name').fill('Citra Dewi')
  await owner.page.getByLabel('Role', { exact: true }).selectOption('manager')
  await owner.page.getByRole('button', { name: 'Invite', exact: true }).first().click()
  const link = await owner.page.getByLabel(/Send this link to citra/).inputValue()
  expect(link).toContain('/accept#token=')

  const guest = await company.open({ ...company.ana, email: '', password: '' }, { signedIn: false })
  await guest.page.goto(link)
  await guest.page.getByRole('heading', { name: 'Welcome to Main' }).waitFor()
  await guest.page.getByLabel('Password').fill(password)
  await guest.page.getByRole('button', { name: 'Accept and go in' }).click()
  await guest.page.waitForURL(/\/$/)
  await guest.page.getByRole('button', { name: /Citra Dewi/ }).waitFor()
  expect(guest.faults).toEqual([])

  await owner.goto('/settings/people')
  await owner.page.getByRole('row', { name: /Citra Dewi.*Signs in/ }).waitFor()
  const again = await company.open({ ...company.ana, email: '', password: '' }, { signedIn: false })
  await again.page.goto(link)
  await again.page.getByRole('alert').getByText('has expired or was used').waitFor()
  expect(owner.faults).toEqual([])
})

test('whoever belongs to two workspaces goes from one to the other, and sees nothing of the first there', async () => {
  const { server } = company
  const other = await server.foundWorkspace('south-sea')
  const { email, password: own } = company.ana
  const sent = await other.client.invitations.create({ email, name: 'Ana', role: 'owner' })
  const token = new URLSearchParams(sent.path?.split('#')[1]).get('token')
  const body = JSON.stringify({ token, password: own })
  await server.client.send('POST', '/invitations/acceptances', { body, content_type: 'application/json' })
  const visit = await company.open(company.ana)
  await visit.goto('/')
  const signals = visit.page.waitForRequest((request) => request.url().includes('workspace=south-sea'))
  await visit.page.getByRole('button', { name: /you, Ana Bauer/ }).click()
  await visit.page.getByRole('menuitem', { name: 'Go to south-sea' }).click()
  await signals
  await visit.goto('/settings/people')
  await visit.page.getByText('Owner of south-sea').waitFor()
  expect(await visit.page.getByText('Budi Santoso').count()).toBe(0)
  await visit.page.reload()
  await visit.page.getByText('Owner of south-sea').waitFor()
  const tab = await visit.context.newPage()
  await tab.goto(`${server.url}/settings/people`)
  await tab.getByText('Budi Santoso').waitFor()
  expect(visit.faults).toEqual([])
})

test('a team is formed, somebody gets a manager, a key is made for a part and shown once', async () => {
  const visit = await openAsOwner()
  await visit.goto('/settings/teams')
  await visit.page.getByRole('button', { name: 'New team' }).click()
  await visit.page.getByLabel('Name').fill('North')
  await visit.page.getByRole('checkbox', { name: 'Ana Bauer' }).check()
  await visit.page.getByRole('button', { name: 'Save' }).click()
  await visit.page.getByRole('heading', { name: 'North' }).waitFor()
  await visit.page.getByLabel('Manager of Budi Santoso').selectOption({ label: 'Ana Bauer' })
  await expect
    .poll(async () => (await company.server.client.managers.get({ person_id: company.budi.id })).manager?.name)
    .toBe('Ana Bauer')
  expect((await company.server.client.teams.list()).data[0]?.members.map(({ name }) => name)).toEqual(['Ana Bauer'])

  await visit.goto('/settings/keys')
  await visit.page.getByLabel('Name').fill('Reporting')
  await visit.page.getByLabel('deals:read').check()
  await visit.page.getByRole('button', { name: 'Make a key' }).click()
  const secret = await visit.page.getByLabel(/shown this once/).inputValue()
  const answer = await fetch(`${company.server.url}/api/v1/people`, { headers: { authorization: `Bearer ${secret}` } })
  expect(answer.status).toBe(403)
  expect(visit.faults).toEqual([])
})

const places = ['people', 'teams', 'keys', 'workspace'].flatMap((section) =>
  (['light', 'dark'] as const).map((theme) => [section, theme] as const),
)

test.each(places)('settings, %s, keep nobody out and fit a phone, %s', async (section, theme) => {
  const { client } = company.server
  const email = `${section}.${theme}@example.test`
  await client.invitations.create({ email, name: `Guest of ${section}`, role: 'rep' })
  const { page, goto, faults, context } = await openAsOwner({ theme, width: 390, height: 844 })
  await goto(`/settings/${section}`)
  await page.getByRole('main').locator('form, table, ul').first().waitFor()
  await page.evaluate(axe)
  const found = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
      .filter(({ impact }) => impact !== 'minor')
      .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 4).map(({ html }) => html.slice(0, 160)).join(' | ')))`,
  )) as string[]
  expect(found).toEqual([])
  expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(390)
  expect(faults).toEqual([])
  await context.close()
})
