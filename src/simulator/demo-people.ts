import type { City } from './demo-motions.ts'

export type DemoPerson = {
  email: string
  name: string
  role: 'revops' | 'manager' | 'rep' | 'viewer'
  city: City
  /** The pipelines they sell in; all the others look after every one. */
  pipelines: readonly string[]
}

/** The company is called Arungan; its domain is one that can never belong to anybody. */
const domain = 'arungan.example'

const person = (name: string, role: DemoPerson['role'], city: City, ...pipelines: string[]): DemoPerson => ({
  email: `${name.split(' ')[0]?.toLowerCase()}@${domain}`,
  name,
  role,
  city,
  pipelines,
})

export const demoPeople: readonly DemoPerson[] = [
  person('Citra Lestari', 'revops', 'Jakarta'),
  person('Dewi Anggraini', 'manager', 'Jakarta'),
  person('Katrin Vogel', 'manager', 'Berlin'),
  person('Bayu Saputra', 'rep', 'Jakarta', 'enterprise', 'hardware'),
  person('Putri Maharani', 'rep', 'Jakarta', 'enterprise', 'partner'),
  person('Rizky Pratama', 'rep', 'Jakarta', 'transactional', 'self-service'),
  person('Ayu Kusuma', 'rep', 'Jakarta', 'transactional', 'renewal'),
  person('Agus Wibowo', 'rep', 'Jakarta', 'partner', 'hardware', 'renewal'),
  person('Jonas Richter', 'rep', 'Berlin', 'enterprise', 'hardware'),
  person('Lena Brandt', 'rep', 'Berlin', 'enterprise', 'partner'),
  person('Tobias Krause', 'rep', 'Berlin', 'transactional', 'self-service'),
  person('Miriam Schulz', 'rep', 'Berlin', 'transactional', 'renewal'),
  person('Felix Neumann', 'rep', 'Berlin', 'partner', 'hardware', 'renewal'),
  person('Ingrid Sommer', 'viewer', 'Berlin'),
]
