import { describe, expect, test } from 'vitest'
import { NewAccount } from './account.ts'
import { readDomain } from './domain-name.ts'
import { accountKeyOf, type KnownAccount, planAccounts, type WantedAccount } from './plan-accounts.ts'

describe('a domain is read as people paste it', () => {
  test.each([
    ['acme.co.id', 'acme.co.id'],
    [' https://www.Acme.CO.ID/about?x=1 ', 'acme.co.id'],
    ['http://shop.acme.com:8080', 'shop.acme.com'],
    ['acme.com.', 'acme.com'],
    ['Müller-Bau.de', 'xn--mller-bau-q9a.de'],
  ])('%s', (text, domain) => expect(readDomain(text)).toEqual({ ok: true, value: domain }))

  test.each(['acme', '', '192.168.0.1', 'acme..com', '-acme.com', 'a b.com', 'dewi@acme.com', `${'a'.repeat(64)}.com`])(
    '"%s" is none',
    (text) =>
      expect(readDomain(text)).toMatchObject({
        ok: false,
        refusal: { message: 'expected a domain such as acme.co.id' },
      }),
  )
})

test.each([
  [{ name: ' ' }, 'name', 'must not be empty'],
  [{ name: 'Acme', country: 'XX' }, 'country', 'not a country; expected an ISO 3166 code such as ID'],
  [{ name: 'Acme', country: 'Germany' }, 'country', 'expected an ISO 3166 code such as ID'],
  [{ name: 'Acme', domain: 'acme' }, 'domain', 'expected a domain such as acme.co.id'],
])('an account %j is refused', (given, member, message) =>
  expect(NewAccount.safeParse(given).error?.issues[0]).toMatchObject({ path: [member], message }),
)

describe('accounts that an import names', () => {
  const known = (id: string, name: string, domain: string | null = null): KnownAccount => ({
    id,
    name,
    domain,
    version: 1,
  })
  const plan = (wanted: Omit<WantedAccount, 'kind'>[], ...there: KnownAccount[]) => {
    let made = 0
    const planned = planAccounts(
      wanted.map((one) => ({ ...one, kind: 'customer' })),
      there,
      () => `new ${++made}`,
    )
    return {
      ids: wanted.map((one) => planned.found.get(accountKeyOf(one))?.id),
      created: planned.created.map(({ id, domain }) => `${id} ${domain}`),
      named: planned.named.map(({ account, domain }) => `${account.id} ${domain}`),
    }
  }

  test('are found by domain, whatever they are called', () =>
    expect(plan([{ name: 'Acme Corp.', domain: 'acme.com' }], known('a', 'Acme', 'acme.com'))).toEqual({
      ids: ['a'],
      created: [],
      named: [],
    }))

  test('are found by exact name, whatever the capitals and spaces', () =>
    expect(plan([{ name: ' ACME  corp ' }, { name: 'Acme Corporation' }], known('a', 'Acme Corp', 'acme.com'))).toEqual(
      {
        ids: ['a', 'new 1'],
        created: ['new 1 null'],
        named: [],
      },
    ))

  test('are two companies when one name stands with two domains', () =>
    expect(plan([{ name: 'Acme', domain: 'acme.de' }], known('a', 'Acme', 'acme.com')).created).toEqual([
      'new 1 acme.de',
    ]))

  test('get the domain that an import knows and we did not', () =>
    expect(plan([{ name: 'Acme', domain: 'acme.com' }, { name: 'acme' }], known('a', 'Acme'))).toEqual({
      ids: ['a', 'a'],
      created: [],
      named: ['a acme.com'],
    }))

  test('are created once, however often and however they are named', () =>
    expect(
      plan([
        { name: 'Acme' },
        { name: 'ACME', domain: 'acme.com' },
        { name: 'Acme Inc', domain: 'acme.com' },
        { name: 'acme' },
      ]),
    ).toEqual({ ids: ['new 1', 'new 1', 'new 1', 'new 1'], created: ['new 1 acme.com'], named: [] }))

  test('take the oldest where several carry one name', () =>
    expect(plan([{ name: 'Acme' }], known('a', 'Acme', 'acme.com'), known('b', 'Acme', 'acme.de')).ids).toEqual(['a']))
})
