import { expect, it } from 'vitest'
import { type Bond, isCounted } from './counted.ts'

const shared = (kept_id: string, gone_id: string): Bond => ({ as: 'co_sell', kept_id, gone_id })
const merged = (kept_id: string, gone_id: string): Bond => ({ as: 'same_deal', kept_id, gone_id })

it.each<[string, Bond[], string[], boolean]>([
  ['a deal that nobody shares counts', [], ['us'], true],
  ['the counted deal of a co-sell counts', [shared('us', 'them')], ['us', 'them'], true],
  ['the other one does not', [shared('them', 'us')], ['us', 'them'], false],
  ['until the counted one is lost', [shared('them', 'us')], ['us'], true],
  ['not while a second one stands for it', [shared('them', 'us'), shared('third', 'us')], ['us', 'third'], false],
  [
    'nor where the lost one was itself counted through another',
    [shared('them', 'us'), shared('third', 'them')],
    ['third', 'us'],
    false,
  ],
  [
    'nor where the counted one lives on in another',
    [shared('them', 'us'), merged('third', 'them')],
    ['third', 'us'],
    false,
  ],
  ['but where it went into this very deal', [shared('them', 'us'), merged('us', 'them')], ['us'], true],
  ['and a circle ends', [shared('them', 'us'), shared('third', 'them'), shared('them', 'third')], ['us'], true],
])('%s', (_, bonds, standing, counts) => {
  expect(isCounted('us', bonds, new Set(standing))).toBe(counts)
})
