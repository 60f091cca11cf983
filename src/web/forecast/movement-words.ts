import { compactMoney, shortDay } from '../format.ts'
import { sizeOf } from '../money.ts'
import { categoryNames } from '../names.ts'
import type { Bridge, BridgeBar, BridgeDeal, Money } from '../wire.ts'
import { i18n } from '../words.ts'

export type Bucket = BridgeBar['bucket']

/** What people read in the place of a bar's key. */
export const bucketNames = (): Record<Bucket, string> => ({
  new: i18n.t('New'),
  transferred_in: i18n.t('Came from elsewhere'),
  reopened: i18n.t('Reopened'),
  pulled_in: i18n.t('Pulled in'),
  amount_up: i18n.t('Worth more'),
  category_up: i18n.t('Called higher'),
  moved_forward: i18n.t('Moved forward'),
  won: i18n.t('Won'),
  moved_back: i18n.t('Moved back'),
  category_down: i18n.t('Called lower'),
  amount_down: i18n.t('Worth less'),
  pushed_out: i18n.t('Pushed out'),
  transferred_out: i18n.t('Went elsewhere'),
  lost: i18n.t('Lost'),
  void: i18n.t('Taken out'),
  model: i18n.t('Model'),
  currency: i18n.t('Exchange rates'),
  unchanged: i18n.t('Unchanged'),
})

/** What a bar means, for whoever sees it for the first time. */
export const bucketHints = (): Record<Bucket, string> => ({
  new: i18n.t('created since'),
  transferred_in: i18n.t('from another pipeline, or to another person'),
  reopened: i18n.t('were closed, and are open again'),
  pulled_in: i18n.t('the close date came into the period'),
  amount_up: i18n.t('the amount is higher'),
  category_up: i18n.t('the call is higher: no money of itself'),
  moved_forward: i18n.t('stand in a later stage'),
  won: i18n.t('won since'),
  moved_back: i18n.t('stand in an earlier stage'),
  category_down: i18n.t('the call is lower: no money of itself'),
  amount_down: i18n.t('the amount is lower'),
  pushed_out: i18n.t('the close date left the period'),
  transferred_out: i18n.t('to another pipeline, or to another person'),
  lost: i18n.t('lost since'),
  void: i18n.t('merged, returned or undone'),
  model: i18n.t('nobody touched them: time passed, and history taught'),
  currency: i18n.t('nobody touched them: their rate moved'),
  unchanged: i18n.t('bring what they brought'),
})

export const figureName = (measure: Bridge['measure']): string =>
  measure === 'open' ? i18n.t('Open value') : i18n.t('Expected value')

/** `+€1.2M`, `−€300K`: a change never goes without its sign. */
export function signedMoney(money: Money): string {
  const text = compactMoney(money).replace('-', '−')
  return sizeOf(money) > 0 ? `+${text}` : text
}

/** The finding of a bridge in one sentence: by how much the figure moved, and what moved it most. */
export function movementFinding(bridge: Bridge): string {
  const { change, measure, buckets } = bridge
  const figure = figureName(measure)
  if (!change) return i18n.t('There is not enough history for the expected value')
  const moved = buckets
    .filter(({ amount }) => sizeOf(amount) !== 0)
    .toSorted((a, b) => Math.abs(sizeOf(b.amount)) - Math.abs(sizeOf(a.amount)))
  const [most] = moved
  if (!most) return i18n.t('{figure} did not move', { figure })
  const said = { figure, amount: compactMoney(absolute(change)), bar: barWords(most) }
  if (sizeOf(change) === 0) return i18n.t('{figure} is where it was; most moved: {bar}', said)
  return sizeOf(change) > 0
    ? i18n.t('{figure} rose by {amount}; most moved: {bar}', said)
    : i18n.t('{figure} fell by {amount}; most moved: {bar}', said)
}

const barWords = ({ bucket, amount }: BridgeBar): string =>
  `${bucketNames()[bucket].toLocaleLowerCase(i18n.locale)} ${signedMoney(amount)}`

/** What happened to a deal, as far as its bar is about it: `10 Dec → 1 Jan`. */
export function whatHappened(
  { bucket, from, to }: BridgeDeal,
  nameOf: (pipeline: string) => string,
  now: string,
): string {
  const [was, is] = [from, to]
  const day = (date: string | null | undefined) => (date ? shortDay(date, now) : i18n.t('no date'))
  const amount = (money: Money | null | undefined) => (money ? compactMoney(money) : i18n.t('no amount'))
  if (bucket === 'new') return is?.stage_name ?? ''
  if (bucket === 'pulled_in' || bucket === 'pushed_out') return `${day(was?.close_date)} → ${day(is?.close_date)}`
  if (bucket === 'amount_up' || bucket === 'amount_down') return `${amount(was?.amount)} → ${amount(is?.amount)}`
  if (bucket === 'category_up' || bucket === 'category_down')
    return `${was ? categoryNames()[was.category] : ''} → ${is ? categoryNames()[is.category] : ''}`
  if (bucket === 'moved_forward' || bucket === 'moved_back') return `${was?.stage_name ?? ''} → ${is?.stage_name ?? ''}`
  if (bucket === 'transferred_in' || bucket === 'transferred_out') {
    if (was && is && was.pipeline !== is.pipeline) return `${nameOf(was.pipeline)} → ${nameOf(is.pipeline)}`
    return `${was?.owner?.name ?? i18n.t('nobody')} → ${is?.owner?.name ?? i18n.t('nobody')}`
  }
  return is?.stage_name ?? was?.stage_name ?? ''
}

const absolute = (money: Money): Money => ({ ...money, amount: money.amount.replace(/^-/, '') })
