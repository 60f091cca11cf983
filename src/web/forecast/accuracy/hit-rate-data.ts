import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { useContext } from '../../data.ts'
import type { HitRate, HitRates } from '../../wire.ts'
import { i18n } from '../../words.ts'

export type Kind = HitRates['kind']
export type Category = HitRate['category']

/** The record of what was called, by pipeline or by team, as known at the moment in the address. */
export function useHitRates(kind: Kind, by: 'pipeline' | 'team') {
  const { as_of } = useContext()
  const asked = { kind, by, as_of }
  return useQuery({
    queryKey: ['hit-rates', asked],
    queryFn: () => api.hitRates(asked),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })
}

/** The same of people; asked for by a press, since that one looked is recorded. */
export const usePeopleLook = () => useMutation({ mutationFn: (kind: Kind) => api.lookAtPeople({ kind }) })

export const kindNames = (): Record<Kind, string> => ({
  week: i18n.t('Weeks'),
  month: i18n.t('Months'),
  quarter: i18n.t('Quarters'),
  year: i18n.t('Years'),
})

export const categoryNames = (): Record<Category, string> => ({
  commit: i18n.t('Commit'),
  best_case: i18n.t('Best case'),
  pipeline: i18n.t('Pipeline'),
})

export const verdictNames = (): Record<HitRate['verdict'], string> => ({
  over_committed: i18n.t('called too firmly'),
  held_back: i18n.t('held back'),
  as_meant: i18n.t('as meant'),
  cannot_tell: i18n.t('no telling yet'),
  nothing_called: i18n.t('nothing was called'),
})
