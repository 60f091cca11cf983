import { isHonest } from '../../charts/reliability-layout.ts'
import { percent, wholeNumber } from '../../format.ts'
import { i18n } from '../../words.ts'
import type { Method, Record, Score } from './accuracy-data.ts'

/** What a method is called, and in a few words what it does. */
export const methodNames = (): { [method in Method]: string } => ({
  stage_weighted: i18n.t('Stage weighting'),
  horizon_share: i18n.t('Share won in time'),
  win_rate: i18n.t('Win rate'),
  pooled: i18n.t('One pipeline'),
  per_pipeline: i18n.t('Each alone'),
  partial: i18n.t('Partly pooled'),
  model: i18n.t('The model'),
  categories: i18n.t('Categories'),
  run_rate: i18n.t('Run rate'),
})

export const methodHints = (): { [method in Method]: string } => ({
  stage_weighted: i18n.t('stage probability × amount, whenever'),
  horizon_share: i18n.t('share won within the days, by stage'),
  win_rate: i18n.t('share ever won, by pipeline'),
  pooled: i18n.t('all deals as if in one pipeline'),
  per_pipeline: i18n.t('each pipeline by its own history alone'),
  partial: i18n.t('each pipeline leans on the others where it knows little'),
  model: i18n.t('partly pooled, with sizes and shared luck'),
  categories: i18n.t('commit, best case, pipeline as people called them'),
  run_rate: i18n.t('as many wins as in the last year'),
})

/** By how much one is nearer to what came, as a positive share. */
const nearer = (change: number | null): string => percent(Math.abs(change ?? 0))

export const windowsOf = (windows: number) => i18n.t('{n, plural, one {# window} other {# windows}}', { n: windows })

/** Who earned the place in a pipeline, as a sentence. */
export function placeFinding(record: Record, name: string): string {
  const { verdict, method, best, windows, against_model, best_against_model, against_stage_weighted, closed_deals } =
    record
  const names = methodNames()
  if (verdict === 'too_few_deals')
    return i18n.t('{name} has {n} closed deals and needs 30 for a record of its own', {
      name,
      n: wholeNumber(closed_deals),
    })
  if (verdict === 'too_few_windows')
    return i18n.t('{name} has too few windows for a verdict ({windows}); the model stays', {
      name,
      windows: windowsOf(windows),
    })
  if (verdict === 'other_better')
    return i18n.t('{method} did better in {name}, by {share}, {windows}', {
      method: names[method],
      name,
      share: nearer(against_model),
      windows: windowsOf(windows),
    })
  if (verdict === 'model_not_beaten' && best !== null)
    return i18n.t('The model keeps its place in {name}: {method} was {share} nearer, which may be luck', {
      name,
      method: names[best],
      share: nearer(best_against_model),
    })
  return i18n.t('The model earned its place in {name}: {share} nearer than stage weighting, {windows}', {
    name,
    share: nearer(against_stage_weighted),
    windows: windowsOf(windows),
  })
}

/** The same in a few words, beside the name; null where there is no verdict. */
export function shortFinding(record: Record): string | null {
  const { verdict, method, windows, against_model, against_stage_weighted, horizon_days: days } = record
  if (verdict === 'too_few_deals' || verdict === 'too_few_windows') return null
  if (verdict === 'other_better')
    return i18n.t('{method} did better here {days} days ahead, by {share}, {windows}', {
      method: methodNames()[method],
      days,
      share: nearer(against_model),
      windows: windowsOf(windows),
    })
  const words = { days, share: nearer(against_stage_weighted), windows: windowsOf(windows) }
  return (against_stage_weighted ?? 0) < 0
    ? i18n.t('The model earned its place here: {days} days ahead {share} nearer than stage weighting, {windows}', words)
    : i18n.t(
        'The model was {days} days ahead {share} farther than stage weighting, which may be luck, {windows}',
        words,
      )
}

/** What the chances were worth. */
export function reliabilityFinding({ reliability, deals }: Score, method: string): string {
  const apart = reliability.filter((bin) => bin.n >= 10 && !isHonest(bin))
  if (deals === 0) return i18n.t('{method} gave no deal a chance', { method })
  if (apart.length === 0) return i18n.t('{method} can be taken at its word: as many were won as it said', { method })
  const over = apart.reduce((sum, { said, came, n }) => sum + (said - came) * n, 0) > 0
  return over
    ? i18n.t('{method} promised more than was won', { method })
    : i18n.t('{method} promised less than was won', { method })
}

/** How often what happened lay in the interval. */
export function trackFinding(inside: number, n: number, { method, name }: { method: string; name: string }): string {
  return i18n.t('{method} would have held what happened in {name} {inside} times of {n}', {
    method,
    name,
    inside: wholeNumber(inside),
    n: wholeNumber(n),
  })
}

export const changeWords = (change: number | null): string =>
  change === null
    ? '–'
    : change === 0
      ? i18n.t('the same')
      : change < 0
        ? i18n.t('{share} nearer', { share: percent(-change) })
        : i18n.t('{share} farther', { share: percent(change) })

export const signedPercent = (share: number | null): string =>
  share === null ? '–' : Math.abs(share) < 0.005 ? percent(0) : `${share > 0 ? '+' : '−'}${percent(Math.abs(share))}`
