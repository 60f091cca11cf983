import { randomFrom } from '../src/stats/random.ts'

export type MavenFile = {
  csv: string
  rows: number
  /** What an import must find: deals won, and their sum as decimal text. */
  won: { count: number; amount: string }
}

const products = [
  ['GTX Basic', 550],
  ['GTX Plus Basic', 1096],
  ['GTX Plus Pro', 5482],
  ['GTXPro', 4821],
  ['MG Special', 55],
  ['MG Advanced', 3393],
  ['GTK 500', 26768],
] as const

/**
 * A file of the shape of Maven's CRM Sales Opportunities, of any length and all made up: the same columns, the same four
 * stages in about the same shares, dates only where the real one has them.
 */
export function mavenFile(rows: number, seed = 7): MavenFile {
  const random = randomFrom(seed)
  const won = { count: 0, sum: 0 }
  const lines = Array.from({ length: rows }, (_, i) => {
    const [product, price] = random.pick(products)
    const draw = random.uniform()
    const stage = draw < 0.48 ? 'Won' : draw < 0.76 ? 'Lost' : draw < 0.94 ? 'Engaging' : 'Prospecting'
    const account =
      stage === 'Won' || stage === 'Lost' || random.chance(0.3)
        ? `Company ${1 + Math.floor(random.uniform() * 85)}`
        : ''
    const engaged = Date.UTC(2016, 9, 20) + Math.floor(random.uniform() * 400) * 86_400_000
    const closed = engaged + Math.floor(random.uniform() * 120) * 86_400_000
    const value = stage === 'Won' ? Math.round(price * (0.8 + 0.4 * random.uniform())) : 0
    if (stage === 'Won') {
      won.count += 1
      won.sum += value
    }
    const over = stage === 'Won' || stage === 'Lost'
    const id = (0x1000000 + i * 2654435761).toString(36).toUpperCase().slice(0, 9)
    const agent = `Agent ${String.fromCharCode(65 + (i % 26))}`
    const dates = [stage === 'Prospecting' ? '' : american(engaged), over ? american(closed) : '']
    return [`${id}${seed}X${i}`, agent, product, account, stage, ...dates, over ? value : ''].join(',')
  })
  const csv = [header, ...lines, ''].join('\n')
  return { csv, rows, won: { count: won.count, amount: `${won.sum}.00` } }
}

const header = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value'

const american = (time: number): string => {
  const date = new Date(time)
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`
}
