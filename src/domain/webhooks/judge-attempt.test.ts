import { expect, test } from 'vitest'
import { hears } from './event-types.ts'
import { judgeAttempt, schedule } from './judge-attempt.ts'
import { holding, signed } from './message.ts'

const now = '2026-11-25T04:00:00.000Z'
const fresh = { step: 0, failing_since: null, now, jitter: 0 }
const ago = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString()

test.each([200, 201, 204, 299])('%i is a success, and ends what was failing', (status) =>
  expect(judgeAttempt({ status }, { ...fresh, failing_since: ago(9) })).toMatchObject({
    state: 'delivered',
    next_attempt_at: null,
    failing_since: null,
    disable: null,
  }),
)

test.each([{ status: 100 }, { status: 302 }, { status: 404 }, { status: 500 }, { error: 'ECONNREFUSED' }])(
  '%o comes again in 5 s',
  (outcome) =>
    expect(judgeAttempt(outcome, fresh)).toMatchObject({
      state: 'pending',
      step: 1,
      next_attempt_at: '2026-11-25T04:00:05.000Z',
      failing_since: now,
    }),
)

test.each(schedule.map((wait, step) => [wait, step] as const))(
  'waits %i s after attempt %i, and at most a tenth more',
  (wait, step) => {
    const waited = [0, 1].map((jitter) => {
      const { next_attempt_at } = judgeAttempt({ status: 500 }, { ...fresh, step, jitter })
      return (Date.parse(next_attempt_at ?? '') - Date.parse(now)) / 1_000
    })
    expect(waited).toEqual([wait, (wait * 11) / 10])
  },
)

test('after the last wait it has failed', () =>
  expect(judgeAttempt({ status: 500 }, { ...fresh, step: schedule.length, failing_since: ago(3) })).toMatchObject({
    state: 'failed',
    next_attempt_at: null,
    disable: null,
  }))

test.each([
  [410, null, 'gone'],
  [500, ago(5), 'failing'],
  [500, ago(4.9), null],
] as const)('%i, failing since %s, disables: %s', (status, failing_since, disable) =>
  expect(judgeAttempt({ status }, { ...fresh, failing_since }).disable).toBe(disable),
)

test('a secret signs until a day after the next one was made', () => {
  const secrets = [
    { secret: 'c', created_at: ago(0.5) },
    { secret: 'b', created_at: ago(1.2) },
    { secret: 'a', created_at: ago(9) },
  ]
  expect(holding(secrets, now)).toEqual(['c', 'b'])
  expect(holding([{ secret: 'a', created_at: ago(99) }], now)).toEqual(['a'])
})

test('a signature is that of the example of the specification', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const at = new Date(1_614_265_330_000)
  expect(signed('msg_p5jXN8AQM9LWM0D4loKWxJek', '{"test": 2432232314}', [secret], at)).toEqual({
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('whose owner may not read deals hears of none, whatever the endpoint asked for', () => {
  const listener = { id: 'hook_1', event_types: ['*'], access: new Set(['workspace:read'] as const) }
  expect(hears(listener, { type: 'deal.won', subject: 'deal_1' })).toBe(false)
  expect(hears(listener, { type: 'person.created', subject: 'per_1' })).toBe(true)
  expect(hears(listener, { type: 'key.created', subject: 'key_1' })).toBe(false)
})
