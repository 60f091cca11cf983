import { queryOptions } from '@tanstack/react-query'
import { useCallback } from 'react'
import { announce } from '../../announce.ts'
import { client } from '../../api.ts'
import { type Signal, useSignals } from '../../live.ts'
import { sentenceOf } from '../../problem.ts'
import { queries } from '../../query.ts'
import { say } from '../../ui/toast.ts'
import { forgetUndo, remember } from '../../undo.ts'
import { i18n } from '../../words.ts'
import { type Choosable, chosenWords, type MethodInUse } from './method-words.ts'

export const methodsQuery = queryOptions({
  queryKey: ['forecast', 'methods'],
  queryFn: async () => (await client.forecast_methods.list({})).data,
})

/** What a person said last of a pipeline; the record, where nobody said anything. */
export const saidOf = ({ chosen_by, method }: MethodInUse): Choosable => (chosen_by === 'person' ? method : 'automatic')

/** Reads again what others chose and what a backtest found. */
export function useFreshMethods(): void {
  useSignals(
    useCallback((signals: Signal[]) => {
      if (signals.some(({ type }) => type.startsWith('forecast_method.')))
        void queries.invalidateQueries({ queryKey: methodsQuery.queryKey })
    }, []),
  )
}

/** Says so to the server; forecasts, boards and deals show other chances from then on. */
export async function choose(pipeline: string, method: Choosable, reason: string): Promise<void> {
  await client.forecast_methods.set({ pipeline, method, reason })
  await queries.invalidateQueries()
}

/** Says what is chosen now, and offers to set back what was before. */
export function tellChosen(before: MethodInUse, method: Choosable): void {
  const words = chosenWords(before.pipeline.name, method)
  const undo = () => void setBack(before)
  say({ title: words, undo, about: aboutOf(before) })
  remember(words, undo)
  announce(words)
}

async function setBack(before: MethodInUse): Promise<void> {
  forgetUndo()
  const { pipeline } = before
  const method = saidOf(before)
  try {
    await choose(pipeline.key, method, reasonBack(before))
    const words = chosenWords(pipeline.name, method)
    say({ title: words, about: aboutOf(before) })
    announce(words)
  } catch (error) {
    say({ title: i18n.t('It was not set back'), detail: sentenceOf(error), tone: 'bad', about: aboutOf(before) })
  }
}

const aboutOf = ({ pipeline }: MethodInUse) => `forecast-method-${pipeline.id}`

/** Named after whoever chose it, as it is somebody else perhaps who sets it back; as long as a reason may be. */
function reasonBack({ chosen_by, reason, set_by }: MethodInUse): string {
  if (chosen_by !== 'person') return i18n.t('Undone, back to what the record says')
  const named = { name: set_by?.name ?? i18n.t('somebody'), reason: reason ?? '–' }
  const words = i18n.t('Undone, back to what {name} chose: {reason}', named)
  return words.slice(0, 500)
}
