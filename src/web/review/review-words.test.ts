import { i18n } from '@lingui/core'
import { beforeAll, expect, test } from 'vitest'
import type { Reason, Talked } from './review-data.ts'
import { agendaFinding, reasonName, reasonSentence, reasonTone } from './review-words.ts'

beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: {} }))

const reason = (more: Partial<Reason>): Reason => ({
  kind: 'changed',
  happened: null,
  days: null,
  share: null,
  ...more,
})
const deal = (...kinds: Reason['kind'][]) => ({ reasons: kinds.map((kind) => reason({ kind })) }) as Talked

test('a reason has its own words and tone', () => {
  expect(reasonName(reason({ happened: 'later' }))).toBe('Closes later')
  expect(reasonName(reason({ happened: 'amount_up' }))).toBe('Worth more')
  expect(reasonTone(reason({ happened: 'lost' }))).toBe('lost')
  expect(reasonTone(reason({ kind: 'stuck', days: 40 }))).toBe('risk')
  expect(reasonSentence(reason({ kind: 'risk', share: 0.234 }), '2026-11-23T09:00:00Z')).toMatch(/23/)
})

test('an agenda is counted by what there is to say, each deal once a word', () => {
  expect(agendaFinding([])).toBe('There is nothing to talk about')
  // Without a catalogue the plural stays as it is written; the numbers are filled in by the catalogue.
  expect(agendaFinding([deal('changed', 'stuck', 'risk'), deal('close_date_passed', 'stuck')])).toContain('changed')
})
