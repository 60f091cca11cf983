import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tryPlants } from '../../scripts/plants.ts'
import { plants } from './plants.ts'

const root = join(import.meta.dirname, '../..')

describe('planted bugs', () => {
  it('are 25 or more, each of another name', () => {
    expect(new Set(plants.map(({ name }) => name)).size).toBe(plants.length)
    expect(plants.length).toBeGreaterThanOrEqual(25)
  })

  it.each(plants.map((plant) => [plant.name, plant] as const))('%s: its place is there, once', (_, plant) => {
    const source = readFileSync(join(root, plant.file), 'utf8')
    expect(source.split(plant.find)).toHaveLength(2)
    expect(plant.replace).not.toBe(plant.find)
  })

  const tried = [
    'cells of a file start a formula after a space',
    'a socket of a webhook is not looked at',
    'a webhook follows where it is redirected to',
  ]
  it('three of them are caught, and what changes nothing is not', { timeout: 240_000 }, () => {
    const chosen = plants.filter(({ name }) => tried.includes(name))
    expect(chosen).toHaveLength(tried.length)
    const [first] = chosen
    if (!first) throw new Error('no plant')
    const harmless = { ...first, name: 'nothing', replace: first.find }
    const drifted = { ...first, name: 'drifted', find: 'stands nowhere in this file' }
    const verdicts = tryPlants([...chosen, harmless, drifted])
    expect(verdicts.map(({ caught, by }) => (caught ? 'caught' : by))).toEqual([
      ...tried.map(() => 'caught'),
      expect.stringContaining('passed'),
      expect.stringContaining('0 times'),
    ])
  })
})
