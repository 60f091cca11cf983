import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWeb } from '../../scripts/build-web.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { textOf } from '../stories/import-wire.ts'
import { closeBrowser, quiet, type Visit, visit } from './visit.ts'

const pictures = process.env['PICTURES']

let server: TestServer
let owner: { email: string; password: string }
let rep: { id: string }
beforeAll(async () => {
  buildWeb(quiet)
  server = await startTestServer()
  const headers = { authorization: `Bearer ${server.owner.key}`, 'content-type': 'application/yaml' }
  for (const file of ['motions/enterprise.yaml', 'motions/transactional.yaml']) {
    const made = await fetch(`${server.url}/api/v1/pipelines`, { method: 'POST', headers, body: textOf(file) })
    if (made.status !== 201) throw new Error(await made.text())
  }
  owner = await server.letSignIn(server.owner.id)
  rep = await server.addPerson({ name: 'Rosa Rep' })
  await server.addPerson({ name: 'Milan Manager', role: 'manager' })
  await server.client.deals.create({ name: 'Harbour crane', pipeline: 'enterprise', owner: rep.id })
  await server.client.teams.create({ name: 'Harbour team', members: [rep.id] })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

const picture = async ({ page }: Visit, name: string) => {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` })
}

it('rights are granted, deals handed over, explained, and looked at through the eyes of a person', async () => {
  const visited = await visit(server.url, owner)
  const { page, goto, faults } = visited
  await goto('/settings/rights')
  const enterprise = page.locator('section', { has: page.getByRole('heading', { name: 'Enterprise' }) }).last()
  await enterprise.getByRole('button', { name: 'Add a grant' }).click()
  await page.getByLabel('To').selectOption({ label: 'Managers' })
  await page.getByLabel('Approve').check()
  await picture(visited, 'grant')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Who takes over?' }).waitFor()
  await page.getByLabel('1 open deal of Rosa Rep').selectOption({ label: 'Milan Manager' })
  await picture(visited, 'reassign')
  await page.getByRole('button', { name: 'Hand over and save' }).click()
  await page.getByRole('cell', { name: 'all deals' }).first().waitFor()
  const { open, grants } = await server.client.rights.get({ pipeline: 'enterprise' })
  expect(open).toBe(false)
  expect(grants[0]).toMatchObject({ to: { role: 'manager' }, rights: ['see', 'work', 'approve'] })
  expect((await server.client.deals.list({ pipeline: 'enterprise' })).data[0]?.owner?.name).toBe('Milan Manager')

  await page.getByLabel('Person').selectOption({ label: 'Rosa Rep' })
  await page.getByText('No grant in Enterprise').first().waitFor()
  await picture(visited, 'rights')
  await page.getByRole('button', { name: 'View as this person' }).click()
  await page.getByText('You see what Rosa Rep sees.').waitFor()
  await picture(visited, 'viewing')
  expect(await page.getByText('Harbour crane').count()).toBe(0)
  await page.getByRole('button', { name: 'Stop viewing as Rosa Rep' }).click()
  await page.getByText('You see what Rosa Rep sees.').waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

it('a grant goes to a team as well', async () => {
  const { page, goto, faults } = await visit(server.url, owner)
  await goto('/settings/rights')
  const enterprise = page.locator('section', { has: page.getByRole('heading', { name: 'Enterprise' }) }).last()
  await enterprise.getByRole('button', { name: 'Add a grant' }).click()
  await page.getByLabel('To').selectOption({ label: 'Harbour team' })
  await page.getByLabel('On whose deals').selectOption({ label: "team's deals" })
  await page.getByRole('button', { name: 'Save' }).click()
  await enterprise.getByRole('button', { name: 'Harbour team' }).waitFor()
  const { grants } = await server.client.rights.get({ pipeline: 'enterprise' })
  expect(grants.find(({ to }) => to.team?.name === 'Harbour team')).toMatchObject({
    deals: 'team',
    rights: ['see', 'work'],
  })
  expect(faults).toEqual([])
})

it('whoever is deactivated hands their open deals over first, in the same place', async () => {
  const lena = await server.addPerson({ name: 'Lena Leaves' })
  for (const name of ['Silo', 'Sluice'])
    await server.client.deals.create({ name, pipeline: 'transactional', owner: lena.id })
  const visited = await visit(server.url, owner)
  const { page, goto, faults } = visited
  await goto('/settings/people')
  await page.getByRole('button', { name: 'Deactivate Lena Leaves' }).click()
  const dialog = page.getByRole('dialog', { name: 'Who takes over?' })
  const save = dialog.getByRole('button', { name: 'Hand over and save' })
  await dialog.getByLabel('2 open deals of Lena Leaves').waitFor()
  expect(await save.isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect((await server.client.people.list()).data.find(({ id }) => id === lena.id)?.active).toBe(true)

  await page.getByLabel('Role of Lena Leaves').selectOption('viewer')
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Deactivate Lena Leaves' }).click()
  await dialog.getByLabel('2 open deals of Lena Leaves').selectOption({ label: 'Milan Manager' })
  await picture(visited, 'deactivate')
  await save.click()
  await page.getByRole('button', { name: 'Reactivate Lena Leaves' }).waitFor()
  const { data } = await server.client.deals.list({ pipeline: 'transactional' })
  expect(data.map(({ owner }) => owner?.name)).toEqual(['Milan Manager', 'Milan Manager'])
  expect(faults).toEqual([])
})

it('fits on a phone, where the matrix scrolls by itself', async () => {
  const dark = await visit(server.url, owner, { theme: 'dark' })
  await dark.goto('/settings/rights')
  await dark.page.getByRole('cell', { name: 'all deals' }).first().waitFor()
  await picture(dark, 'dark')
  const phone = await visit(server.url, owner, { width: 390, height: 844 })
  await phone.goto('/settings/rights')
  await phone.page.getByRole('cell', { name: 'all deals' }).first().waitFor()
  await picture(phone, 'phone')
  const room = await phone.page.locator('#page').evaluate((page) => page.scrollWidth - page.clientWidth)
  expect(room).toBe(0)
})
