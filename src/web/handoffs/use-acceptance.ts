import { useMutation } from '@tanstack/react-query'
import type { InputOf } from '../../client/client.ts'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { refreshHandoffs } from './handoffs-data.ts'

/** Says yes to a follow-on deal; `quiet` where a form shows itself what it was refused for. */
export function useAcceptance({ onDone, quiet = false }: { onDone?: () => void; quiet?: boolean } = {}) {
  return useMutation({
    mutationFn: (given: InputOf<'handoffs.accept'>) => client.handoffs.accept(given),
    onSuccess: ({ to: { deal, pipeline } }) => {
      const title = i18n.t('{key} accepted in {pipeline}', { key: deal?.key ?? '', pipeline: pipeline.name })
      say({ title, ...(deal ? { detail: deal.name } : {}) })
      announce(title)
      onDone?.()
    },
    onError: (error) => {
      if (!quiet) say({ title: i18n.t('This could not be accepted'), detail: sentenceOf(error), tone: 'bad' })
    },
    onSettled: refreshHandoffs,
  })
}
