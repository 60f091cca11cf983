import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadDemoCompany } from './demo/company.ts'
import { keepDemoSignIns } from './demo/sign-ins.ts'
import { createSetUpLink, type Founded, foundWorkspace, readOwner, renewOwnerKey } from './domain/people/index.ts'
import { loadShippedRates, readRates } from './domain/rates/index.ts'
import type { Config } from './platform/config.ts'
import { readInstallation, writeInstallation } from './platform/database/installation.ts'
import { writePrivately } from './platform/private-file.ts'
import type { Running } from './server.ts'

type Say = (line: string) => void

/**
 * The first start founds the workspace, with the demo company or empty; every start sees to it that the owner's key is
 * there. A first start that was killed is taken up where it stopped. Answers what is to be told once the server is ready.
 */
export async function prepareInstallation(running: Running, config: Config, say: Say): Promise<string[]> {
  const { database } = running
  const founded = (await readInstallation(database.owner, 'founded')) !== undefined
  const workspace = (await owned(running, config)) ?? (await found(running, config))
  if (!founded) {
    await giveRates(running, workspace)
    if (config.demo) await loadDemoCompany(running, workspace, say)
    await writeInstallation(database.owner, 'founded', config.demo ? 'demo' : 'empty')
  }
  const demo = (await readInstallation(database.owner, 'founded')) === 'demo'
  if (demo) return keepDemoSignIns(running, config, workspace)
  return invite(running, workspace)
}

/** Rates to begin with, so that amounts in several currencies add up from the first day. */
async function giveRates({ database, clock }: Running, { workspace_id }: Home): Promise<void> {
  const known = await readRates(database.owner, workspace_id)
  if (known.size === 0) await loadShippedRates(database.owner, workspace_id, clock.now())
}

const keyFile = ({ data }: Config) => join(data, 'owner.key')

/** The workspace that is there already; a data directory without the owner's key gets a new one. */
async function owned({ database, clock }: Running, config: Config): Promise<Home | undefined> {
  const owner = await readOwner(database)
  if (owner === undefined) return undefined
  if (!existsSync(keyFile(config))) writePrivately(keyFile(config), await renewOwnerKey(database, owner, clock.now()))
  return owner
}

/** One installation, one workspace to begin with. */
type Home = Omit<Founded, 'owner_key'>

async function found({ database, clock }: Running, config: Config): Promise<Home> {
  const { owner_key, ...home } = await foundWorkspace(database, config.demo ? demo : empty, clock.now())
  writePrivately(keyFile(config), owner_key)
  return home
}

const since = '2000-01-01T00:00:00.000Z'
const empty = {
  slug: 'main',
  name: 'Main',
  currency: 'EUR',
  time_zone: 'UTC',
  owner: { name: 'Owner', email: 'owner@localhost.invalid' },
  valid_from: since,
}
const demo = {
  slug: 'arungan',
  name: 'Arungan',
  currency: 'EUR',
  time_zone: 'Asia/Jakarta',
  owner: { name: 'Ratna Hartono', email: 'ratna@arungan.example' },
  valid_from: since,
}

/** Until the owner has chosen a password, every start prints a link for it. */
async function invite({ database, clock, url }: Running, { workspace_id, owner_id }: Home): Promise<string[]> {
  const owner = await readOwner(database)
  if (owner?.signs_in !== false) return []
  const { token } = await createSetUpLink(database.owner, { workspace_id, person_id: owner_id }, clock.now())
  return [
    `Make the workspace yours: your name, your address, a password (this link works once, for a week):\n  ${url}/set-up#token=${token}\n`,
  ]
}
