import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import { insertItem, mapStage } from './design-edits.ts'
import { sourceQuery } from './design-data.ts'
import { readFile } from './file-places.ts'

/** How many open deals stand in each stage now. */
export function useOpenDeals(pipeline: string): Map<string, number> {
  const { data } = useQuery({ queryKey: ['board-counts', pipeline], queryFn: () => api.board(pipeline, undefined, 1) })
  return new Map(data?.stages.map(({ key, count }) => [key, count]))
}

/** How many they are is said as soon as it is known. */
export const goesTo = (count: number | undefined): string =>
  count === undefined
    ? i18n.t('its open deals go to')
    : i18n.t('{count, plural, one {its # open deal goes} other {its # open deals go}} to', { count })

/** Stages of the published version that are gone from the file, and where their deals go. */
export function RemovedStages() {
  const { outline, pipeline, written, change, editable, findings } = useDesign()
  const published = useQuery(sourceQuery(pipeline.definition.id)).data?.source
  const open = useOpenDeals(pipeline.key)
  const gone = pipeline.stages.filter(({ key }) => !outline.stages.some((stage) => stage.key === key))
  if (gone.length === 0) return null

  function putBack(key: string): void {
    const whole = readFile(published ?? '').toJS() as { stages?: { key: string }[] }
    const stage = whole.stages?.find((one) => one.key === key)
    if (!stage) return
    const before = pipeline.stages
      .slice(
        0,
        pipeline.stages.findIndex((one) => one.key === key),
      )
      .map((one) => one.key)
    const at = outline.stages.findLastIndex((one) => before.includes(one.key)) + 1
    change(insertItem(mapStage(written, key, ''), ['stages'], at, stage))
  }
  return (
    <ul aria-label={i18n.t('Removed stages')} className="mt-2 grid grid-cols-1 gap-2">
      {gone.map(({ key, name }) => (
        <li className="grid grid-cols-1 gap-1 rounded-md border border-dashed border-lost/50 p-2" key={key}>
          <div className="flex items-center gap-2">
            <span className="min-w-0 grow truncate text-mute line-through decoration-lost">{name}</span>
            {editable && (
              <Button aria-label={i18n.t('Put back: {name}', { name })} onClick={() => putBack(key)} size="small">
                {i18n.t('Put back')}
              </Button>
            )}
          </div>
          <Select
            aria-label={i18n.t('Deals in {name} go to', { name })}
            disabled={!editable}
            empty={i18n.t('nowhere yet')}
            error={findings.find(({ path }) => path === `stage_map.${key}`)?.message}
            label={goesTo(open.get(key))}
            onChange={({ target }) => change(mapStage(written, key, target.value))}
            options={outline.stages.map((stage) => ({ value: stage.key, label: stage.name }))}
            value={written.stage_map[key] ?? outline.stage_map[key] ?? ''}
          />
        </li>
      ))}
    </ul>
  )
}
