import { useMutation } from '@tanstack/react-query'
import type { InputOf } from '../../client/client.ts'
import type { Overlap } from '../../client/schema.ts'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { say } from '../ui/toast.ts'
import { remember } from '../undo.ts'
import { i18n } from '../words.ts'

/** Says what two deals are; the corner and `Z` offer to take it back. */
export function useResolution(onDone?: () => void) {
  return useMutation({
    mutationFn: (given: InputOf<'overlaps.resolve'>) => client.overlaps.resolve(given),
    onSuccess: (pair) => {
      const told = sentence(pair)
      const undo = () => void undoResolution(pair)
      say({ title: told, undo })
      remember(told, undo)
      announce(told)
      onDone?.()
      void queries.invalidateQueries()
    },
    onError: (error) => say({ title: i18n.t('This could not be saved'), detail: sentenceOf(error), tone: 'bad' }),
  })
}

/** Opens a suspicion again, with both deals as they were. */
export async function undoResolution({ id, deal, other }: Overlap): Promise<void> {
  try {
    await client.overlaps.reverse({ overlap_id: id })
    say({ title: i18n.t('{deal} and {other} may be the same again', { deal: deal.key, other: other.key }) })
  } catch (error) {
    say({ title: i18n.t('This could not be undone'), detail: sentenceOf(error), tone: 'bad' })
  }
  await queries.invalidateQueries()
}

function sentence({ deal, other, state, resolution }: Overlap): string {
  const kept = [deal, other].find(({ id }) => id === resolution?.kept)
  const gone = [deal, other].find((one) => one !== kept)
  const keys = { kept: kept?.key ?? '', gone: gone?.key ?? '' }
  if (state === 'same_deal') return i18n.t('{gone} went into {kept}', keys)
  if (state === 'co_sell') return i18n.t('A co-sell: {kept} is counted, {gone} is not', keys)
  return i18n.t('{deal} and {other} are different deals', { deal: deal.key, other: other.key })
}
