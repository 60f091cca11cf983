import type { Random } from '../stats/random.ts'
import type { City } from './demo-motions.ts'

export type DemoAccount = {
  name: string
  domain: string
  kind: 'customer' | 'partner'
  city: City
  country: 'ID' | 'DE'
}

const indonesian = {
  first: [
    'Segara',
    'Lembayung',
    'Tirtasari',
    'Kencana',
    'Pelita',
    'Wanagiri',
    'Bumiraya',
    'Rimbun',
    'Saujana',
    'Cendana',
    'Mutiara',
    'Purnama',
    'Samudra',
    'Galang',
  ],
  second: ['Timur', 'Abadi', 'Lestari', 'Mandiri', 'Sentosa', 'Makmur', 'Perdana', 'Jaya'],
  trade: ['Logistik', 'Pangan', 'Farma', 'Tekstil', 'Otomotif', 'Retailindo', 'Pelabuhan', 'Kemasan', 'Agro', 'Bahari'],
  partner: ['Integrasi', 'Solusi Data', 'Teknologi', 'Konsultama'],
}
const german = {
  first: [
    'Bergtal',
    'Havelwerk',
    'Nordufer',
    'Eichgrund',
    'Spreetor',
    'Lindenhof',
    'Ostwall',
    'Silberbach',
    'Kranich',
    'Morgenrot',
    'Felsenau',
    'Wiesengrund',
    'Hansekai',
    'Steinfurt',
    'Birkenfeld',
    'Falkensee',
  ],
  trade: [
    'Logistik',
    'Werkzeugbau',
    'Pharma',
    'Lebensmittel',
    'Maschinenbau',
    'Handel',
    'Verpackung',
    'Automotive',
    'Spedition',
    'Medizintechnik',
  ],
  form: ['GmbH', 'AG', 'GmbH & Co. KG', 'SE'],
  partner: ['Systemhaus', 'Beratung', 'IT-Partner', 'Integration'],
}

/** Accounts with names of nobody, half in each country; domains end in `.example` so that no mail ever leaves. */
export function demoAccounts(random: Random, customers: number, partners: number): DemoAccount[] {
  const taken = new Set<string>()
  const draw = (kind: DemoAccount['kind'], city: City): DemoAccount => {
    for (;;) {
      const account = city === 'Jakarta' ? inJakarta(random, kind) : inBerlin(random, kind)
      if (taken.has(account.domain)) continue
      taken.add(account.domain)
      return account
    }
  }
  const city = (i: number): City => (i % 2 === 0 ? 'Jakarta' : 'Berlin')
  return [
    ...Array.from({ length: customers }, (_, i) => draw('customer', city(i))),
    ...Array.from({ length: partners }, (_, i) => draw('partner', city(i))),
  ]
}

function inJakarta(random: Random, kind: DemoAccount['kind']): DemoAccount {
  const trade = random.pick(kind === 'partner' ? indonesian.partner : indonesian.trade)
  const words = `${random.pick(indonesian.first)} ${random.pick(indonesian.second)} ${trade}`
  return { name: `PT ${words}`, domain: domainOf(words), kind, city: 'Jakarta', country: 'ID' }
}

function inBerlin(random: Random, kind: DemoAccount['kind']): DemoAccount {
  const words = `${random.pick(german.first)} ${random.pick(kind === 'partner' ? german.partner : german.trade)}`
  return { name: `${words} ${random.pick(german.form)}`, domain: domainOf(words), kind, city: 'Berlin', country: 'DE' }
}

const domainOf = (words: string): string => `${words.toLowerCase().replaceAll(' ', '-')}.example`

/** The name people use: without PT in front and the legal form behind. */
export const shortName = (name: string): string => name.replace(/^PT /, '').replace(/ (GmbH & Co\. KG|GmbH|AG|SE)$/, '')
