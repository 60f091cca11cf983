import type { Day } from '../../values/instant.ts'
import type { Criterion } from '../pipelines/index.ts'

export type Offered = { criterion: string; url?: string | undefined; held_on?: string | undefined }

/** Why something is no evidence for the criterion that it names, with what would be; undefined where it is. */
export function evidenceFault({ criterion: key, url, held_on }: Offered, criteria: readonly Criterion[], today: Day) {
  const criterion = criteria.find((one) => one.key === key)
  if (!criterion) return `This pipeline has no criterion ${key}${remedy(criteria)}`
  if (criterion.kind === 'confirmation')
    return `${criterion.label} is confirmed by the buyer, over a link of their own; ask them for it.`
  if (criterion.kind === 'approval') return `${criterion.label} is approved by people; ask them for it.`
  if (!takesEvidence(criterion)) return `${criterion.label} is not satisfied by evidence but by the deal itself.`
  if (criterion.kind === 'link' && (url === undefined || !isWebAddress(url)))
    return `${criterion.label} wants a link that starts with https:// or http://.`
  if (criterion.kind === 'meeting' && held_on === undefined)
    return `${criterion.label} wants the day on which the meeting was held.`
  if (held_on !== undefined && held_on > today)
    return 'A meeting that is evidence has been held; plan it as an activity.'
  return undefined
}

export const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text)

const takesEvidence = ({ kind }: Criterion) => kind === 'link' || kind === 'meeting'

function remedy(criteria: readonly Criterion[]): string {
  const keys = criteria.filter(takesEvidence).map(({ key }) => key)
  return keys.length === 0 ? '; it asks for no evidence.' : `; evidence is asked for by ${keys.join(', ')}.`
}
