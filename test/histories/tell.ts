import { expect } from 'vitest'
import { randomFrom } from '../../src/stats/random.ts'
import { act, type History, tick } from './acts.ts'
import { expected, told } from './books.ts'
import type { Company } from './company.ts'
import { checkDeals, checkHanded } from './handed.ts'

const steps = 20

/**
 * Tells one history in a company: at every moment the pipelines add up to the total in every currency, as the oracle has
 * it, at moments that are past too; and in the end each deal and each hand-off is as it must be.
 */
export async function tellHistory(company: Company, seed: number, tally: Map<string, number>): Promise<void> {
  const random = randomFrom(seed)
  const accounts: string[] = []
  for (const name of ['Adi', 'Brink'])
    accounts.push((await company.done('POST', '/accounts', { name: `${name} ${seed.toString(36)}` }))['id'])
  const history: History = { company, random, deals: [], accounts, tally }
  const moments: { at: string; standing: Map<string, number> }[] = []
  const done: string[] = []
  const check = async (at?: { at: string; standing: Map<string, number> }) => {
    const body = await company.done('GET', `/reconciliation${at ? `?as_of=${at.at}` : ''}`)
    const standing = at?.standing ?? company.books.standing()
    expect(told(body), `${at?.at ?? 'now'}, after ${done.join(', ')}`).toEqual(expected(standing))
    return { at: body['as_of'] as string, standing }
  }
  for (let i = 0; i < steps; i++) {
    done.push(await act(history))
    moments.push(await check())
    await tick()
  }
  for (let i = 0; i < 3; i++) await check(random.pick(moments))
  await checkDeals(history)
  await checkHanded(history)
}
