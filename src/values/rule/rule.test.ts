import { describe, expect, it } from 'vitest'
import { evaluateRule } from './evaluate-rule.ts'
import { explainRule } from './explain-rule.ts'
import { loadRule, type RuleFault } from './load-rule.ts'
import { type Facts, ruleLanguage, type Vocabulary } from './vocabulary.ts'

const vocabulary: Vocabulary = {
  deal: {
    amount: { type: 'number', label: 'Amount' },
    name: { type: 'text', label: 'Name' },
    close_date: { type: 'date', label: 'Close date' },
    budget_confirmed: { type: 'boolean', label: 'Budget confirmed' },
    order_type: { type: 'text', label: 'Order type', options: { repeat: 'Repeat order', first: 'First order' } },
    products: { type: 'texts', label: 'Products' },
    people: {
      type: 'list',
      label: 'Contacts',
      of: {
        role: { type: 'text', label: 'Role', options: { champion: 'Champion', legal: 'Legal' } },
        title: { type: 'text', label: 'Title' },
        fields: { seats: { type: 'number', label: 'Seats' } },
      },
    },
    account: { seats: { type: 'number', label: 'Seats' }, domain: { type: 'text', label: 'Domain' } },
  },
  now: { type: 'date', label: 'Now' },
}
const language = ruleLanguage(vocabulary)

const facts: Facts = {
  deal: {
    amount: 12000,
    name: 'Acme',
    close_date: new Date('2026-12-20'),
    budget_confirmed: false,
    order_type: 'repeat',
    products: ['PLAT-1', 'SUP'],
    people: [
      { role: 'champion', title: '', fields: { seats: 12 } },
      { role: 'legal', title: 'Counsel', fields: {} },
    ],
    account: { seats: null, domain: 'acme.example' },
  },
  now: new Date('2026-11-24'),
}

function judged(source: string, given: Facts = facts) {
  const loaded = loadRule(language, source)
  if (!loaded.ok) throw new Error(`${source}: ${loaded.refusal.message}`)
  return evaluateRule(loaded.value, given)
}

function faultIn(source: string) {
  const loaded = loadRule(language, source)
  if (loaded.ok) throw new Error(`${source} was accepted`)
  const { offset, remedy } = loaded.refusal.details as RuleFault
  return { code: loaded.refusal.code, message: loaded.refusal.message, offset, remedy }
}

describe('A rule that holds', () => {
  it.each([
    ['deal.amount > 10000'],
    ['deal.amount / 2 >= 6000'],
    ['deal.amount == 12000'],
    ['deal.amount in [12000.0, 13000.0]'],
    ['deal.order_type in ["repeat", "first"]'],
    ['deal.products.exists(p, p.startsWith("PLAT"))'],
    ['"SUP" in deal.products && size(deal.products) == 2'],
    ['days_between(now, deal.close_date) < 30'],
    ['deal.people.exists(p, p.role == "champion" && p.fields.seats > 10)'],
    ['deal.people.exists(p, p.role == "legal" && p.title != "")'],
    ['deal.people.filter(p, p.role == "legal").all(p, !has(p.fields.seats))'],
    ['size(deal.people) == 2'],
    ['deal.close_date >= day("2026-12-01")'],
    ['!has(deal.account.seats)'],
    ['!deal.budget_confirmed'],
    ['deal.account.seats > 10 || deal.amount > 1'],
    ['((deal.amount + 1.0) * 2.0) > (deal.amount - (1.0 + 2.0)) && deal.name != ")(" '],
    ['deal.name == "Acme" // the (first'],
    ['(deal.amount > 1 ? deal.name : "x") == "Acme"'],
  ])('%s', (source) => {
    expect(judged(source)).toEqual({ holds: true, because: [], empty: [] })
  })
})

describe('A rule that does not hold says why, test by test', () => {
  it.each([
    ['deal.amount >= 50000', ['Amount must be at least 50,000, and is 12,000']],
    ['deal.people.exists(p, p.title == "CFO")', ['Contacts: at least one must be so: p.title == "CFO"; there are 2']],
    ['!deal.people.exists(p, p.role == "legal")', ['Contacts: none may be so: p.role == "legal"']],
    ['50000 <= deal.amount', ['Amount must be at least 50,000, and is 12,000']],
    ['!(deal.amount < 50000)', ['Amount must be at least 50,000, and is 12,000']],
    ['deal.order_type == "first"', ['Order type must be First order, and is Repeat order']],
    ['deal.close_date > day("2027-01-31")', ['Close date must be more than 2027-01-31, and is 2026-12-20']],
    ['deal.budget_confirmed', ['Budget confirmed must be yes']],
    ['deal.account.seats > 10', ['Seats is empty']],
    ['!(deal.account.seats > 10)', ['Seats is empty']],
    ['has(deal.account.seats)', ['Seats is empty']],
    ['deal.name.contains("x")', ['this must be true: deal.name.contains("x")']],
    ['deal.products[7] == "x"', ['this cannot be answered for the deal: deal.products[7] == "x"']],
    [
      'deal.amount > 50000 && deal.account.seats > 10 && deal.name == "Acme"',
      ['Amount must be more than 50,000, and is 12,000', 'Seats is empty'],
    ],
    [
      'deal.amount > 50000 || deal.account.seats > 10',
      ['Amount must be more than 50,000, and is 12,000, or Seats is empty'],
    ],
    ['!(deal.amount > 1 || deal.budget_confirmed)', ['Amount must be at most 1, and is 12,000']],
  ])('%s', (source, because) => {
    expect(judged(source)).toMatchObject({ holds: false, because })
  })

  it('names the empty values by their path, so that a screen can ask for them', () => {
    expect(judged('deal.account.seats > 10 && deal.amount > 1').empty).toEqual(['deal.account.seats'])
  })

  it('does not mistake what every object inherits for a value of the deal', () => {
    expect(judged('has(deal.account.domain)', { deal: { account: Object.create({ domain: 'x' }) } }).holds).toBe(false)
  })
})

describe('A faulty rule is found when it is loaded', () => {
  it.each([
    ['deal.amuont > 1', 'rule-name-unknown', 'deal has no amuont.', 0, 'Did you mean amount?'],
    [
      'deal.amount > 1 && deal.account.size > 1',
      'rule-name-unknown',
      'deal.account has no size.',
      19,
      'There are seats, domain.',
    ],
    ['deal.people.exists(p, p.rol == "x")', 'rule-name-unknown', 'p has no rol.', 22, 'Did you mean role?'],
    ['deal.people.all(p, p.fields.size > 1)', 'rule-name-unknown', 'p.fields has no size.', 19, 'There are seats.'],
    [
      'deal.people[0].role == "x"',
      'rule-types',
      expect.stringContaining('no places'),
      0,
      'Ask with exists() or all().',
    ],
    [
      'opportunity.amount > 1',
      'rule-name-unknown',
      'Rules know nothing called opportunity.',
      0,
      'There are deal, now.',
    ],
    [
      'deal.amount',
      'rule-not-a-condition',
      'The rule gives a number, not yes or no.',
      0,
      expect.stringContaining('Compare'),
    ],
    [
      'deal.amount > "a"',
      'rule-types',
      'these do not go together: number > text.',
      0,
      expect.stringContaining('Compare text'),
    ],
    ['deal.name == null', 'rule-types', expect.stringContaining('null'), 0, expect.stringContaining('has(')],
    ['deal.amount >', 'rule-unreadable', expect.stringContaining('cannot be read'), 13, expect.any(String)],
    ['deal.account == 1', 'rule-name-unknown', 'deal.account is not a value.', 0, expect.any(String)],
    [
      'deal.name.matches("(a+)+$")',
      'rule-function-unknown',
      expect.stringContaining('matches()'),
      expect.any(Number),
      expect.any(String),
    ],
    [
      'cel.bind(x, deal.name, x == "")',
      'rule-function-unknown',
      expect.any(String),
      expect.any(Number),
      expect.any(String),
    ],
    ['[1].map(x, x) == [1]', 'rule-function-unknown', expect.any(String), expect.any(Number), expect.any(String)],
  ])('%s', (source, code, message, offset, remedy) => {
    expect(faultIn(source)).toEqual({ code, message, offset, remedy })
  })
})

describe('A rule that would explode is refused, quickly and in little memory', () => {
  const ones = `[${Array.from({ length: 90 }, () => '1').join(',')}]`
  it.each([
    ['long', `deal.amount > ${'0'.repeat(1_000_000)}`],
    ['deeply nested', `${'('.repeat(900)}deal.amount${')'.repeat(900)} > 1`],
    ['of many negations', `${'!'.repeat(1_900)}deal.budget_confirmed`],
    ['of many parts', Array.from({ length: 110 }, () => 'deal.amount>1').join('&&')],
    ['with a long list', `deal.amount in [${'1.0,'.repeat(400)}1.0]`],
    ['with three nested loops', `${ones}.all(a, ${ones}.all(b, ${ones}.all(c, a + b + c > 0)))`],
    ['with a pattern that backtracks', `"${'a'.repeat(60)}!".matches("^(a+)+$")`],
  ])('one %s', (_, source) => {
    const memory = process.memoryUsage().heapUsed
    const start = performance.now()
    expect(loadRule(language, source).ok).toBe(false)
    expect(performance.now() - start).toBeLessThan(500)
    expect(process.memoryUsage().heapUsed - memory).toBeLessThan(64e6)
  })

  it('and the costliest that is read takes no noticeable time', () => {
    const loops = `${ones}.all(a, ${ones}.all(b, a + b > 0))`
    const start = performance.now()
    expect(judged(`${loops} && ${loops}`).holds).toBe(true)
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('A rule is explained part by part', () => {
  const explained = (source: string) => {
    const loaded = loadRule(language, source)
    if (!loaded.ok) throw new Error(loaded.refusal.message)
    return explainRule(loaded.value, facts)
  }

  it('with what each part read, and why those that do not hold do not', () => {
    expect(explained('deal.amount > 1 && (deal.account.seats > 10 || !(deal.order_type == "repeat"))')).toEqual([
      {
        depth: 0,
        op: 'all',
        source: 'deal.amount > 1 && (deal.account.seats > 10 || !(deal.order_type == "repeat"))',
        holds: false,
        because: ['Seats is empty, or Order type must not be Repeat order, and is Repeat order'],
        values: [],
      },
      {
        depth: 1,
        op: 'test',
        source: 'deal.amount > 1',
        holds: true,
        because: [],
        values: [{ path: 'deal.amount', label: 'Amount', value: '12,000' }],
      },
      {
        depth: 1,
        op: 'any',
        source: 'deal.account.seats > 10 || !(deal.order_type == "repeat")',
        holds: false,
        because: ['Seats is empty, or Order type must not be Repeat order, and is Repeat order'],
        values: [],
      },
      {
        depth: 2,
        op: 'test',
        source: 'deal.account.seats > 10',
        holds: false,
        because: ['Seats is empty'],
        values: [{ path: 'deal.account.seats', label: 'Seats', value: null }],
      },
      {
        depth: 2,
        op: 'not',
        source: '!(deal.order_type == "repeat")',
        holds: false,
        because: ['Order type must not be Repeat order, and is Repeat order'],
        values: [],
      },
      {
        depth: 3,
        op: 'test',
        source: 'deal.order_type == "repeat"',
        holds: true,
        because: [],
        values: [{ path: 'deal.order_type', label: 'Order type', value: 'Repeat order' }],
      },
    ])
  })

  it('and a list by how many things it has', () => {
    expect(explained('deal.people.exists(p, p.title == "CFO")')).toMatchObject([
      { op: 'test', holds: false, values: [{ path: 'deal.people', label: 'Contacts', value: '2' }] },
    ])
  })
})
