import { describe, expect, it } from 'vitest'
import { compareAccounts, suspected } from './compare-accounts.ts'
import { companyWords } from './company-name.ts'
import { matchKeysOf } from './match-keys.ts'

describe('the words that tell a company from others', () => {
  it.each([
    ['PT. Bank Central Asia (Persero) Tbk', 'bank central asia'],
    ['P.T. Mitra Jaya', 'mitra jaya'],
    ['Müller & Söhne GmbH & Co. KG', 'muller sohne'],
    ['Łódź Żabka Sp. z o.o.', 'lodz zabka'],
    ['S.p.A. Ferrero', 'ferrero'],
    ["McDonald's Corp.", 'mcdonalds'],
    ['The Acme Company', 'acme'],
    ['Co', 'co'],
    ['PT', 'pt'],
    ['株式会社トヨタ', '株式会社トヨタ'],
  ])('of %s are %s', (name, words) => {
    expect(companyWords(name).join(' ')).toBe(words)
  })
})

describe('two accounts', () => {
  const rarity = {
    accounts: 50_000,
    with: new Map(Object.entries({ mitra: 3_000, citra: 800, jaya: 2_500, karya: 1_500, raya: 900 })),
  }
  type Given = [name: string, domain?: string, country?: string]
  const read = ([name, domain, country]: Given) => ({
    name,
    domain: domain ?? null,
    country: country ?? null,
  })
  const likeness = (a: Given, b: Given) => compareAccounts(read(a), read(b), rarity)

  it.each<[string, Given, Given]>([
    ['one domain, under other hosts', ['Acme', 'shop.acme.co.id'], ['PT Something Else', 'acme.co.id']],
    ['the same words with another legal form', ['PT Nusantara Logistik'], ['CV. Nusantara Logistik']],
    ['a letter left out', ['Nusantara Logistics'], ['Nusantra Logistics Pte Ltd']],
    ['two letters exchanged', ['Hoffmann Werkzeuge'], ['Hoffmann Werkzeueg']],
    ['an abbreviation', ['Bosch International GmbH'], ['Bosch Intl.']],
    ['words written together', ['Bankcentral Asia'], ['Bank Central Asia']],
    ['the same name under another suffix', ['Kaiser Media', 'kaiser.de'], ['Kaiser', 'kaiser.com']],
  ])('are suspected to be one: %s', (_, a, b) => {
    expect(likeness(a, b).score).toBeGreaterThanOrEqual(suspected)
    expect(likeness(b, a).score).toBeCloseTo(likeness(a, b).score, 10)
  })

  it.each<[string, Given, Given]>([
    ['common words that differ in one', ['PT Karya Jaya'], ['CV Karya Raya']],
    ['two common words a letter apart', ['PT Mitra Jaya'], ['PT Citra Jaya']],
    ['common words in another order', ['PT Karya Mitra'], ['CV Mitra Karya']],
    ['a common word that begins a rare one', ['Mitra Sentausa'], ['Mitrabuana Sentausa']],
    ['a name that begins with the other', ['PT Mitra Jaya Abadi'], ['Mitra Jaya']],
    ['other numbers', ['Toko 24'], ['Toko 42']],
    ['a mail box of anybody', ['Berlin Design', 'gmail.com'], ['Potsdam Print', 'gmail.com']],
    ['pages of one host', ['Berlin Design', 'berlin.github.io'], ['Potsdam Print', 'potsdam.github.io']],
    [
      'names alike in other places with other domains',
      ['Stadtwerke Halle', 'swh.de', 'DE'],
      ['Stadtwerke Halla', 'halla.at', 'AT'],
    ],
  ])('are two: %s', (_, a, b) => {
    expect(likeness(a, b).score).toBeLessThan(suspected)
  })

  it('say what spoke for it and against it', () => {
    expect(likeness(['Acme', 'acme.de', 'DE'], ['Acme', 'acme.com', 'US']).reasons).toEqual([
      'same_name',
      'same_label',
      'other_country',
    ])
    expect(likeness(['Bank Central Asia'], ['BCA']).reasons).toEqual(['initials'])
  })
})

describe('the keys by which an account is found again', () => {
  const keysOf = (name: string, domain: string | null = null) =>
    new Set(matchKeysOf({ name, domain }).map(({ kind, key }) => `${kind} ${key}`))
  const shared = (a: string, b: string) => keysOf(a).intersection(keysOf(b)).size

  it.each([
    ['a wrong letter in a short name', 'Acme', 'Acne'],
    ['a letter too many at the end', 'Kaiser', 'Kaisser'],
    ['a wrong letter at the beginning', 'Hoffmann Werkzeuge', 'Hofmann Werkzeuge'],
    ['a wrong letter at the end of one word', 'Traveloka', 'Travelokka'],
    ['words in another order', 'Logistik Nusantara', 'Nusantara Logistik'],
  ])('are shared in spite of %s', (_, a, b) => {
    expect(shared(a, b)).toBeGreaterThan(0)
  })

  it('are few', () => {
    expect(keysOf('PT Bank Central Asia Tbk', 'www.bca.co.id').size).toBeLessThanOrEqual(11)
  })
})
