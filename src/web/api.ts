import { createClient, type InputOf } from '../client/client.ts'
import { wholeExport } from '../client/whole-export.ts'
import { viewHeaders } from './view-as.ts'
import type { NewEvidence } from './wire.ts'
import { workspaceHeaders } from './workspace.ts'

/** For whoever asks what only one page needs; what several ask is named in `api`. */
export const client = createClient({
  base: '',
  get headers() {
    return { ...workspaceHeaders(), ...viewHeaders }
  },
})

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never
export type MoveRequest = Without<InputOf<'moves.create'>, 'deal_id'>
export type NewGrant = InputOf<'rights.set'>['grants'][number]
export type NewActivity = InputOf<'activities.create'>
export type NewDeal = InputOf<'deals.create'>
export type DealPatch = Without<InputOf<'deals.update'>, 'deal_id' | 'deal_version'>
export type DealFilter = InputOf<'deals.list'>
export type BulkChange = InputOf<'deals.bulk'>['operations'][number]
export type NewLine = InputOf<'line_items.set'>['items'][number]
export type ContactRole = InputOf<'deal_contacts.create'>['role']
type UnionPhase = InputOf<'boards.union_phase'>['phase']
type SignInMethods = { single_sign_on: { name: string; path: string } | null }
export type PreparedFactor = { uri: string; secret: string; backup_codes: string[] }
type At = { as_of?: string | undefined; currency?: string | undefined }

/** What the screens ask of the public API. Any answer that is not a success is thrown as `ApiProblem`. */
export const api = {
  me: () => client.me.get(),
  signIn: (email: string, password: string) =>
    answered<{ second_step: 'code' | null }>(post('/sessions', { email, password })),
  signOut: () => client.send('DELETE', '/sessions/current'),
  signInMethods: () => answered<SignInMethods>(client.send('GET', '/sign-in-methods')),
  secondStep: (code: string) => post('/sessions/second-step', { code }),
  sessions: () => client.sessions.list(),
  endSession: (session_id: string) => client.sessions.end({ session_id }),
  endOtherSessions: () => client.sessions.end_others(),
  secondFactor: () => client.second_factor.get(),
  prepareSecondFactor: (password: string) =>
    answered<PreparedFactor>(post('/second-factor', password === '' ? {} : { password })),
  confirmSecondFactor: (code: string) => post('/second-factor/confirmation', { code }),
  removeSecondFactor: (code: string) => post('/second-factor/removal', { code }),
  updateWorkspace: (change: InputOf<'workspace.update'>) => client.workspace.update(change),
  setUp: (entered: { token: string; password: string; email?: string; name?: string }) => post('/set-ups', entered),

  rights: (pipeline: string) => client.rights.get({ pipeline }),
  setRights: (rights: InputOf<'rights.set'>) => client.rights.set(rights),
  why: (person_id: string) => client.people.rights({ person_id }),
  viewAs: (person_id: string) => client.views_as.create({ person_id }),

  pipelines: () => client.pipelines.list(),
  definition: (definition_id: string) => client.definitions.get({ definition_id }),
  totals: (query: At) => client.pipeline_totals.get(query),
  people: () => client.people.list(),
  accounts: (q: string) => client.accounts.list({ ...(q ? { q } : {}), limit: 50 }),
  createAccount: (account: InputOf<'accounts.create'>) => client.accounts.create(account),
  products: () => client.products.list({ active: 'true', limit: 200 }),
  contacts: (account_id?: string) => client.contacts.list({ account_id, limit: 200 }),
  createContact: (contact: InputOf<'contacts.create'>) => client.contacts.create(contact),

  board: (pipeline: string, as_of?: string, limit = 50) => client.boards.get({ pipeline, as_of, limit }),
  boardStage: (pipeline: string, stage: string, cursor: string) =>
    client.boards.stage({ pipeline, stage, cursor, limit: 50 }),
  unionBoard: (as_of?: string) => client.boards.union({ as_of, limit: 50 }),
  unionPhase: (phase: string, cursor: string) =>
    client.boards.union_phase({ phase: phase as UnionPhase, cursor, limit: 50 }),

  deal: (deal_id: string) => client.deals.get({ deal_id }),
  deals: (filter: DealFilter) => client.deals.list(filter),
  createDeal: (deal: NewDeal, idempotency_key: string) => client.deals.create(deal, { idempotency_key }),
  editDeal: (deal_id: string, patch: DealPatch, deal_version: number) =>
    client.deals.update({ deal_id, deal_version, ...patch }),
  move: (deal_id: string, move: MoveRequest, idempotency_key: string) =>
    client.moves.create({ deal_id, ...move }, { idempotency_key }),
  previewMove: (deal_id: string, move: MoveRequest) => client.moves.preview({ deal_id, ...move }),
  reverse: (deal_id: string, move_id: string) => client.moves.reverse({ deal_id, move_id }),
  history: (deal_id: string) => client.deals.history({ deal_id }),
  chance: (deal_id: string) => client.deals.chance({ deal_id }),
  giveEvidence: (deal_id: string, given: NewEvidence) => client.evidence.create({ deal_id, ...given }),
  addContact: (deal_id: string, contact_id: string, role: ContactRole) =>
    client.deal_contacts.create({ deal_id, contact_id, role }),
  removeContact: (deal_id: string, contact_id: string) => client.deal_contacts.delete({ deal_id, contact_id }),
  addMember: (deal_id: string, person_id: string, role: string) =>
    client.deal_team.create({ deal_id, person_id, role }),
  removeMember: (deal_id: string, person_id: string) => client.deal_team.delete({ deal_id, person_id }),
  setLines: (deal_id: string, items: NewLine[], deal_version: number) =>
    client.line_items.set({ deal_id, items, deal_version }),

  activities: (filter: InputOf<'activities.list'>) => client.activities.list(filter),
  createActivity: (activity: NewActivity) => client.activities.create(activity),
  finish: (activity_id: string, done: boolean) => client.activities.update({ activity_id, done }),

  forecast: (query: At & { period: string; pipeline?: string }) => client.forecasts.get(query),
  forecastPath: (query: At & { period: string; pipeline?: string }) => client.forecast_paths.get(query),
  hitRates: (query: InputOf<'hit_rates.get'>) => client.hit_rates.get(query),
  lookAtPeople: (query: InputOf<'hit_rates.look'>) => client.hit_rates.look(query),
  bridge: (query: InputOf<'bridges.get'>) => client.bridges.get(query),
  bridgeDeals: (query: InputOf<'bridge_deals.list'>) => client.bridge_deals.list(query),
  teams: () => client.teams.list(),
  reconciliation: (as_of?: string) => client.reconciliations.get({ as_of }),
  audit: (filter: InputOf<'audit_events.list'>) => client.audit_events.list(filter),
  verifyAudit: (from: InputOf<'audit_chain.verify'>) => client.audit_chain.verify(from),
  exportPersonalData: (whom: { email: string }) => wholeExport(client, whom),
  erasePersonalData: (whom: InputOf<'personal_data.erase'>) => client.personal_data.erase(whom),
  job: (job_id: string) => client.jobs.get({ job_id }),
  look: () => client.looks.get(),
  setLook: (position: number) => client.looks.set({ position }),
}

const post = (path: string, body: unknown) =>
  client.send('POST', path, { body: JSON.stringify(body), content_type: 'application/json' })

const answered = async <T>(answer: Promise<Response>): Promise<T> => (await answer).json() as Promise<T>
