import { expect, test } from 'vitest'
import { coloured } from './file-colours.ts'

const shown = (line: string) =>
  coloured(line)
    .map(({ text, tone }) => (tone === 'plain' ? text : tone === 'key' ? `<${text}>` : `/${text}/`))
    .join('')

test.each([
  ['name: Direct', '<name>: Direct'],
  ['  - key: won # by mail', '  - <key>: won /# by mail/'],
  ['  - { key: a, label: Our contract }', '  - { <key>: a, <label>: Our contract }'],
  ['help: Ask when: today, or #1 of two', '<help>: Ask when: today, or /#1 of two/'],
  ['rule: deal.amount >= 1000', '<rule>: deal.amount >= 1000'],
  ['stages:', '<stages>:'],
  ['    a folded line: with a colon', '    a folded line: with a colon'],
  ['# only words', '/# only words/'],
  ['', ''],
])('%s', (line, pieces) => {
  expect(shown(line)).toBe(pieces)
})
