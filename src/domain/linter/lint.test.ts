import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { randomFrom } from '../../stats/random.ts'
import { instantOf } from '../../values/instant.ts'
import { type Definition, fieldsOf, readDefinition } from '../pipelines/index.ts'
import { activityIn } from './activity-names.ts'
import { likeness } from './alike.ts'
import { lint } from './lint.ts'
import type { Subject, Way } from './subject.ts'

const motions = join(import.meta.dirname, '../../../motions')
const now = '2026-11-24T08:00:00.000Z'
const today = Date.parse(now) / 86_400_000

const read = (file: string): Definition => {
  const result = readDefinition({ text: readFileSync(file, 'utf8') }, [])
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value.definition
}
const shipped = readdirSync(motions).map((file) => read(join(motions, file)))
const copyOf = (key: string): Definition => structuredClone(shipped.find((one) => one.key === key) as Definition)

const subjectOf = (definition: Definition, more: Partial<Subject> = {}): Subject => {
  const fitted = fieldsOf(definition, [])
  const library = fitted.ok ? fitted.value.fields : []
  return { definition, library, now, others: [], review_due: null, history: null, ...more }
}
const codesOf = (subject: Subject) => [
  ...new Set(lint(subject).map(({ code, stage }) => `${code} ${stage ?? ''}`.trim())),
]

type Course = {
  n?: number
  /** Chance to go on from each stage; days in each stage. */
  pass?: number[]
  days?: number[]
  /** Stages that are passed over. */
  skip?: number[]
  since_days?: number
}

/** Deals of known truth: what happens in each stage is drawn, nothing else. */
function waysOf(stages: number, { n = 400, pass = [], days = [], skip = [], since_days = 700 }: Course = {}): Way[] {
  const random = randomFrom(3)
  return Array.from({ length: n }, (_, i): Way => {
    let at = today - since_days + random.uniform() * (since_days - 200)
    const way: Way = { deal: `deal_${i}`, outcome: 'won', stays: [] }
    for (let stage = 0; stage < stages; stage++) {
      if (skip.includes(stage)) continue
      const left = at + (days[stage] ?? 20) * random.gamma(2)
      way.stays.push({ stage, entered: at, left })
      at = left
      if (random.chance(pass[stage] ?? 0.75)) continue
      way.outcome = 'lost'
      break
    }
    return way
  })
}

const withWays = (definition: Definition, course: Course = {}): Partial<Subject> => {
  const ways = waysOf(definition.stages.length, course)
  const since = instantOf((today - (course.since_days ?? 700)) * 86_400_000)
  return { history: { ways, asked: [], since } }
}

describe('the shipped pipelines', () => {
  test.each(shipped.map((one) => [one.key, one] as const))(
    '%s has no fault, side by side with all others',
    (_, one) => {
      const others = shipped
        .filter(({ key }) => key !== one.key)
        .map((definition) => ({ key: definition.key, definition }))
      expect(lint(subjectOf(one, { others, review_due: '2026-12-01' }))).toEqual([])
    },
  )

  test.each(shipped.map((one) => [one.key, one] as const))(
    '%s has none either where deals go the way it says',
    (_, one) => {
      const days = one.stages.map(({ expected_days = 10 }) => expected_days)
      const pass = one.stages.map((_, index) => 0.72 + 0.04 * index)
      expect(lint(subjectOf(one, withWays(one, { days, pass })))).toEqual([])
    },
  )
})

describe('a planted fault is found, and nothing else', () => {
  const planted: [string, string, () => Subject][] = [
    [
      'a stage that is named after what we do',
      'activity-stage solution_pictured',
      () => {
        const one = copyOf('new-business')
        stageOf(one, 1).name = 'Product demo'
        return subjectOf(one)
      },
    ],
    [
      'the same in Indonesian',
      'activity-stage choice_made',
      () => {
        const one = copyOf('new-business')
        stageOf(one, 3).name = 'Penawaran dikirim'
        return subjectOf(one)
      },
    ],
    [
      'a black box: most of the time passes where nothing is asked',
      'black-box private_offer_wanted',
      () => {
        const one = copyOf('marketplace')
        Object.assign(stageOf(one, 1), {
          exit: [],
          help: 'They talk to their cloud team.',
          expected_days: 90,
          maximum_days: 200,
        })
        return subjectOf(one, withWays(one, { days: [10, 90, 14, 3] }))
      },
    ],
    [
      'a black box that the text alone gives away',
      'black-box private_offer_wanted',
      () => {
        const one = copyOf('marketplace')
        Object.assign(stageOf(one, 1), {
          exit: [],
          help: 'They talk to their cloud team.',
          expected_days: 90,
          maximum_days: 200,
        })
        return subjectOf(one)
      },
    ],
    [
      'a stage that everybody reaches, won or lost',
      'silent-stage trust_earned',
      () => {
        const one = copyOf('new-business')
        return subjectOf(one, withWays(one, { pass: [0.7, 1, 0.7, 0.7, 0.8], days: [20, 30, 25, 20, 12] }))
      },
    ],
    [
      'neighbours that deals enter on one day',
      'alike-neighbours choice_made',
      () => {
        const one = copyOf('new-business')
        delete stageOf(one, 2).expected_days
        return subjectOf(one, withWays(one, { days: [20, 30, 0.05, 20, 12] }))
      },
    ],
    [
      'neighbours whose names say the same',
      'alike-neighbours choice_made',
      () => {
        const one = copyOf('new-business')
        stageOf(one, 3).name = 'Trusts us: the buyer'
        stageOf(one, 2).name = 'Buyer trusts us'
        return subjectOf(one)
      },
    ],
    [
      'a stage that nobody is ever in',
      'skipped-stage trust_earned',
      () => {
        const one = copyOf('new-business')
        return subjectOf(one, withWays(one, { skip: [2], days: [20, 30, 25, 20, 12] }))
      },
    ],
    [
      'a chance that somebody made up',
      'invented-chance solution_pictured',
      () => {
        const one = copyOf('new-business')
        stageOf(one, 1).chance = 0.9
        return subjectOf(one, withWays(one, { days: [20, 30, 25, 20, 12] }))
      },
    ],
    [
      'a commitment that history does not bear out',
      'invented-category problem_admitted',
      () => {
        const one = copyOf('new-business')
        stageOf(one, 0).category = 'commit'
        return subjectOf(one, withWays(one, { days: [20, 30, 25, 20, 12] }))
      },
    ],
    [
      'an expected time that is ten times what it takes',
      'invented-duration choice_made',
      () => {
        const one = copyOf('new-business')
        return subjectOf(one, withWays(one, { days: [20, 30, 25, 2, 12] }))
      },
    ],
    [
      'a stage that says nothing of when it is left',
      'no-criteria problem_admitted',
      () => {
        const one = copyOf('new-business')
        Object.assign(stageOf(one, 0), { exit: [], help: undefined })
        return subjectOf(one)
      },
    ],
    [
      'no criterion anywhere',
      'no-criteria',
      () => {
        const one = copyOf('self-service')
        for (const stage of one.stages) Object.assign(stage, { entry: [], exit: [] })
        one.outcomes.won.criteria = []
        return subjectOf(one)
      },
    ],
    [
      'a win that nothing is asked for',
      'won-unasked',
      () => {
        const one = copyOf('new-business')
        one.outcomes.won.criteria = []
        return subjectOf(one)
      },
    ],
    [
      'a criterion that never fails',
      'never-failing solution_pictured',
      () => {
        const one = copyOf('new-business')
        replaceRule(one, 1, 'deal.contacts.total >= 0')
        return subjectOf(one)
      },
    ],
    [
      'a criterion that all deals before it meet',
      'never-failing solution_pictured',
      () => {
        const one = copyOf('new-business')
        const deals = Array.from({ length: 60 }, (_, i) => `deal_${i}`)
        const asked = [{ criterion: 'two_people', deals, unmet: 0 }]
        return subjectOf(one, { history: { ways: [], asked, since: null } })
      },
    ],
    [
      'a criterion that no deal can meet',
      'never-holding solution_pictured',
      () => {
        const one = copyOf('new-business')
        replaceRule(one, 1, 'deal.contacts.total >= 3 && deal.contacts.total < 2')
        return subjectOf(one)
      },
    ],
    [
      'a criterion that only asks for a value at all',
      'only-filled-in problem_admitted',
      () => {
        const one = copyOf('new-business')
        replaceRule(one, 0, 'deal.amount >= 0', 1)
        return subjectOf(one)
      },
    ],
    [
      'a pipeline that is another one over again',
      'alike-pipelines',
      () => {
        const one = copyOf('new-business')
        const twin = { ...copyOf('new-business'), key: 'new-logos', name: 'New logos' }
        stageOf(twin, 4).name = 'Contract lies ready to sign'
        return subjectOf(one, { others: [{ key: twin.key, definition: twin }] })
      },
    ],
    [
      'too few deals to learn from',
      'few-deals',
      () => {
        const one = copyOf('new-business')
        return subjectOf(one, withWays(one, { n: 12 }))
      },
    ],
    [
      'a review that nobody held',
      'review-overdue',
      () => subjectOf(copyOf('new-business'), { review_due: '2026-09-30' }),
    ],
  ]

  test.each(planted)('%s', (_, expected, subject) => {
    expect(codesOf(subject())).toEqual([expected])
  })

  test('each finding says what it rests on, what would put it right, and where it stands', () => {
    for (const [, , subject] of planted)
      for (const fault of lint(subject())) {
        expect(fault.message.length).toBeGreaterThan(20)
        expect(fault.remedy).toMatch(/\.$/)
        expect(fault.path.length).toBeGreaterThan(0)
      }
  })
})

describe('little data is no finding', () => {
  test('25 deals that all skip a stage, and 40 that all pass one, prove nothing', () => {
    const one = copyOf('new-business')
    const few = withWays(one, { n: 25, skip: [2], days: [20, 30, 25, 20, 12], since_days: 250 })
    expect(codesOf(subjectOf(one, few))).toEqual(['few-deals'])
    const some = withWays(one, { n: 60, pass: [0.7, 1, 0.7, 0.7, 0.8], days: [20, 30, 25, 20, 12] })
    expect(codesOf(subjectOf(one, some))).toEqual([])
  })

  test('where most are lost in the first stage, it is not the longest for that, and a stay of days is no black box', () => {
    const one = copyOf('self-service')
    const lost = withWays(one, { n: 600, pass: [0.3, 0.6, 0.7, 0.8], days: [9, 9, 9, 9] })
    expect(codesOf(subjectOf(one, lost)).filter((code) => code.startsWith('black-box'))).toEqual([])
    const brief = withWays(one, { n: 600, pass: [0.8, 0.8, 0.8, 0.8], days: [2, 0.4, 0.4, 0.4] })
    expect(codesOf(subjectOf(one, brief)).filter((code) => code.startsWith('black-box'))).toEqual([])
  })

  test('chance alone plants no fault: 40 companies whose deals go the way the definition says', () => {
    const one = copyOf('new-business')
    const found = Array.from({ length: 40 }, (_, seed) => {
      const random = randomFrom(seed + 100)
      const pass = one.stages.map(() => 0.6 + 0.35 * random.uniform())
      const days = one.stages.map(({ expected_days = 20 }) => expected_days * (0.6 + random.uniform()))
      return codesOf(subjectOf(one, withWays(one, { n: 60 + random.below(600), pass, days })))
    })
    expect(found.flat()).toEqual([])
  })
})

describe('names', () => {
  test.each([
    'Demo',
    'Proposal sent',
    'Follow-up',
    'Negotiation',
    'Discovery call',
    'Qualification',
    'Prospecting',
    'Quote',
  ])('%s is an activity', (name) => expect(activityIn(name)).not.toBeNull())
  test.each(['Presentasi', 'Negosiasi', 'Kirim penawaran', 'Tindak lanjut', 'Dihubungi', 'Kunjungan pertama'])(
    '%s adalah kegiatan',
    (name) => expect(activityIn(name)).not.toBeNull(),
  )
  test.each([
    'Buyer asks for a proposal',
    'Proposal accepted',
    'Customer sees the demo and wants a trial',
    'Contract is ready to sign',
    'Pelanggan menyetujui penawaran',
    'Penawaran disetujui',
    'Kebutuhan jelas',
    'Decision made',
    'Budget released',
  ])('%s is a milestone', (name) => expect(activityIn(name)).toBeNull())
})

test('unlike pipelines are unlike: no two of the shipped ones come near', () => {
  const most = shipped.flatMap((a) => shipped.filter((b) => b.key !== a.key).map((b) => likeness(a, b)))
  expect(Math.max(...most)).toBeLessThan(0.5)
})

const stageOf = (definition: Definition, index: number) => {
  const stage = definition.stages[index]
  if (!stage) throw new Error(`no stage ${index}`)
  return stage
}

function replaceRule(definition: Definition, index: number, rule: string, criterion = 0): void {
  const one = stageOf(definition, index).exit[criterion]
  if (one?.kind !== 'rule') throw new Error('no rule')
  one.rule = rule
}
