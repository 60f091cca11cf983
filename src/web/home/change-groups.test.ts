import { i18n } from '@lingui/core'
import { expect, test } from 'vitest'
import type { Change } from '../wire.ts'
import { changeGroups } from './change-groups.ts'

i18n.loadAndActivate({ locale: 'en', messages: {} })

const change = (position: number, deal: string, type: string, actor: string, over: Partial<Change> = {}): Change => ({
  position,
  type,
  occurred_at: '2026-11-24T10:00:00.000Z',
  actor: { id: `per_${actor}`, name: actor },
  deal: { id: `deal_${deal}`, key: 'D-1', name: deal, pipeline: 'enterprise' },
  from: null,
  to: null,
  ...over,
})

test('what others did is told once per deal, the newest first, and what happened again is counted', () => {
  const groups = changeGroups([
    change(9, 'Acme', 'deal.moved', 'Ana', { from: 'Discovery', to: 'Proposal' }),
    change(8, 'Borealis', 'deal.edited', 'Budi'),
    change(7, 'Acme', 'deal.edited', 'Budi'),
    change(6, 'Acme', 'deal.edited', 'Budi'),
  ])
  expect(groups.map(({ newest, words, actors }) => [newest.deal.name, words, actors])).toEqual([
    ['Acme', ['Discovery → Proposal', 'was edited ×2'], ['Ana', 'Budi']],
    ['Borealis', ['was edited'], ['Budi']],
  ])
})
