import type { Plant } from './plants.ts'

const histories = ['test/stories/histories.test.ts']
const test = 'company 1 of'

/** What counts money twice, loses it, or opens a deal again: found by random histories, whichever way it comes about. */
export const ofMoney: Plant[] = [
  {
    name: 'the deal that is counted is lost, and its twin is not counted for it',
    file: 'src/domain/overlaps/jobs.ts',
    find: "'deal.won', 'deal.lost', 'deal.voided'",
    replace: "'deal.won', 'deal.voided'",
    suites: histories,
    test,
  },
  {
    name: 'a hand-off that is returned leaves its deal open',
    file: 'src/domain/handoffs/operations.ts',
    find: '      if (gone)\n',
    replace: "      if (gone && as === 'rejected')\n",
    suites: histories,
    test,
  },
  {
    name: 'a deal that is won again opens its follow-on deal again',
    file: 'src/domain/handoff-triggers/jobs.ts',
    find: 'occasion: deal.id, because, source }))',
    replace: 'occasion: due.event_id, because, source }))',
    suites: histories,
    test,
  },
]
