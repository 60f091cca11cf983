import type { Random } from '../src/stats/random.ts'

/** A company as somebody might write it down. */
export type Company = { name: string; domain: string | null; country: string }

const list = (text: string) => text.trim().split(/\s+/)

const indonesian =
  list(`Mitra Jaya Karya Abadi Sentosa Makmur Sejahtera Bersama Nusantara Indo Prima Utama Mandiri Cipta
  Sinar Surya Bumi Harapan Anugerah Berkah Rejeki Agung Tunggal Dwi Tri Panca Graha Wijaya Perkasa Kencana Permata Intan
  Mutiara Samudra Bahari Lestari Gemilang Cahaya Bintang Garuda Rajawali Elang Merpati Cendana Jati Melati Kartika Dharma
  Bakti Citra Media Pangan Tani Niaga Artha Buana Persada Raya Megah Sakti Sumber Tirta Wahana Yasa Adi Bina Duta Eka`)
const trades = list(`Logistik Konstruksi Tekstil Energi Farma Teknologi Mineral Kimia Plastik Baja Semen Furnitur Garmen
  Elektronik Otomotif Perkebunan Perikanan Properti Transport Kontraktor`)
const places = list(`Jakarta Bandung Surabaya Medan Semarang Makassar Bogor Bekasi Tangerang Denpasar`)
const stems =
  list(`Brink Acker Hof Stein Berg Wald Bach Linden Birken Rosen Kirch Neu Alt Ober Unter Hammer Eisen Kupfer
  Silber Gold Weiß Schwarz Grün Roth Lang Kurz Groß Klein Schön Wolf Fuchs Adler Falken Sommer Winter Feld Wiesen Mühl
  Brunn König Kaiser Herzog Grafen Ritter Schäf Böhm Krüg Jäg Löw Vogel Hirsch Sonnen`)
const ends = list(`mann meier bauer hoff burg stetter felder bacher thal kamp hausen inger heim dorf brecht wirth ler
  städter becker schmidt`)
const german =
  list(`Werkzeugbau Maschinenbau Anlagentechnik Elektrotechnik Medizintechnik Feinmechanik Spedition Logistik
  Gebäudetechnik Metallbau Holzbau Verpackungen Kunststoffe Druckerei Brauerei Software Systeme Beratung Verlag
  Lebensmittel Getränke Textil Chemie Optik Sensorik Antriebe Fördertechnik Lacke Möbel Büromöbel`)
const english =
  list(`Summit Harbor Granite Meridian Copper Falcon Northgate Evergreen Bluestone Silverline Redwood Ironbridge
  Lakeside Keystone Pinnacle Horizon Beacon Cascade Sterling Vanguard Fairview Oakmont Stonebrook Westfield Eastwick
  Kingsley Ashford Bradbury Carrington Dunmore Ellsworth Fairbanks Grantham Hartwell Kensington Langford Merrick Norwood
  Oxley Pemberton Quinlan Radcliffe Sheffield Thornton Underhill Wakefield Yardley Alder Birch Cedar Delta Ember Fern`)
const lines = list(`Manufacturing International Technologies Systems Solutions Logistics Engineering Consulting Partners
  Holdings Industries Services Foods Energy Pharmaceuticals Diagnostics Robotics Analytics Security Networks Materials
  Instruments Packaging Automation Semiconductors Laboratories Outfitters Aerospace Marine Insurance`)

/** A company of one of three countries; names repeat words as real ones do. */
export function companyFrom(random: Random): Company {
  const place = random.below(3)
  if (place === 0) {
    const words = [random.pick(indonesian), random.pick(indonesian)]
    if (random.below(2) === 0) words.push(random.pick(indonesian))
    if (random.below(3) === 0) words.push(random.pick(random.below(4) === 0 ? places : trades))
    const form = random.pick(['PT', 'PT', 'PT.', 'CV', 'CV.', 'UD'])
    return placed(random, words, `${form} ${words.join(' ')}${random.below(12) === 0 ? ' Tbk' : ''}`, 'ID')
  }
  if (place === 1) {
    const words = [`${random.pick(stems)}${random.pick(ends)}`]
    if (random.below(5) === 0) words.push('&', `${random.pick(stems)}${random.pick(ends)}`)
    words.push(random.pick(german))
    const form = random.pick(['GmbH', 'GmbH', 'GmbH & Co. KG', 'AG', 'KG', 'OHG', 'e.K.'])
    return placed(random, words, `${words.join(' ')} ${form}`, 'DE')
  }
  const words = [random.pick(english), ...(random.below(2) === 0 ? [random.pick(english)] : []), random.pick(lines)]
  return placed(
    random,
    words,
    `${words.join(' ')} ${random.pick(['Inc.', 'LLC', 'Ltd', 'Limited', 'Corp.', 'plc'])}`,
    'GB',
  )
}

const suffixes: Record<string, string[]> = { ID: ['co.id', 'com', 'id'], DE: ['de', 'de', 'com'], GB: ['com', 'co.uk'] }

function placed(random: Random, words: readonly string[], name: string, country: string): Company {
  const plain = words.filter((word) => word !== '&').map(spelt)
  const label = random.pick([plain.join(''), plain.join('-'), plain.slice(0, 2).join('')])
  const domain = random.below(10) < 7 ? `${label}.${random.pick(suffixes[country] ?? ['com'])}` : null
  return { name, domain, country }
}

const spelt = (word: string) =>
  word.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss')

const brief: Record<string, string> = {
  International: 'Intl',
  Manufacturing: 'Mfg',
  Technologies: 'Tech',
  Engineering: 'Eng',
  Pharmaceuticals: 'Pharma',
  Maschinenbau: 'Maschb',
  Elektrotechnik: 'Elektro',
  Konstruksi: 'Konstr',
  Teknologi: 'Tekno',
  Transport: 'Trans',
}

type Spoiling = (company: Company, random: Random) => Company

/** How people write a company down for the second time, each with the name under which it is counted. */
export const spoilings: Record<string, Spoiling> = {
  'a letter left out': (company, random) => renamed(company, (name) => cut(name, random, 1, '')),
  'a letter too many': (company, random) => renamed(company, (name) => cut(name, random, 0, random.pick(letters))),
  'a wrong letter': (company, random) => renamed(company, (name) => cut(name, random, 1, random.pick(letters))),
  'two letters exchanged': (company, random) =>
    renamed(company, (name) => {
      const at = placeIn(name, random)
      return `${name.slice(0, at)}${name[at + 1] ?? ''}${name[at] ?? ''}${name.slice(at + 2)}`
    }),
  'another legal form': (company, random) =>
    renamed(
      company,
      (name) => `${bare(name)}${random.pick([', PT', ' GmbH', ' Pte Ltd', ' S.A.', ' Group Ltd'].slice(0, 4))}`,
    ),
  'no legal form, no capitals': (company) => renamed(company, (name) => bare(name).toLowerCase()),
  'an abbreviation': (company) =>
    renamed(company, (name) => {
      const word = Object.keys(brief).find((long) => name.includes(long))
      return word === undefined ? bare(name) : name.replace(word, `${brief[word]}.`)
    }),
  'words together': (company) => renamed(company, (name) => bare(name).replace(/(\p{L}{3,}) (\p{L}{3,})/u, '$1$2')),
  'other spaces': (company) => renamed(company, (name) => `  ${bare(name).replaceAll(' ', '-')} `),
  'accents written out': (company) =>
    renamed(company, (name) =>
      name.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss'),
    ),
  'a subdomain and half of the name': ({ name, domain, country }) =>
    domain === null
      ? { name: bare(name), domain, country }
      : { name: bare(name).split(' ')[0] ?? '', domain: `shop.${domain}`, country },
  'another top level domain': ({ name, domain, country }, random) => ({
    name: cut(bare(name), random, 1, ''),
    domain: domain && domain.replace(/\..*$/, random.pick(['.net', '.biz', '.co'])),
    country,
  }),
  'no domain and a letter left out': ({ name, country }, random) => ({
    name: cut(name, random, 1, ''),
    domain: null,
    country,
  }),
}

const letters = [...'abdeghiklmnoprstuw']
const bare = (name: string) =>
  name
    .replace(/^(PT|CV|UD)\.? /, '')
    .replace(/ (Tbk|GmbH & Co\. KG|GmbH|AG|KG|OHG|e\.K\.|Inc\.|LLC|Ltd|Limited|Corp\.|plc)$/, '')

/** The domain is written as often as not, since what people remember is the name. */
function renamed({ name, domain, country }: Company, change: (name: string) => string): Company {
  return { name: change(name), domain: name.length % 2 === 0 ? domain : null, country }
}

/** Somewhere inside of the words that count, never in the legal form. */
function placeIn(name: string, random: Random): number {
  const inner = bare(name)
  const from = name.indexOf(inner)
  for (;;) {
    const at = from + random.below(Math.max(1, inner.length - 1))
    if (/\p{L}\p{L}/u.test(name.slice(at, at + 2))) return at
  }
}

function cut(name: string, random: Random, taken: number, put: string): string {
  const at = placeIn(name, random)
  return name.slice(0, at) + put + name.slice(at + taken)
}
