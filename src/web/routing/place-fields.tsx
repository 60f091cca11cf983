import type { RoutingFallback } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { Select } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { OwnerFields } from './owner-fields.tsx'

type Props = {
  place: RoutingFallback
  onPlace: (place: RoutingFallback) => void
  wrong: (member: string) => string | undefined
}

/** Pipeline, first stage and owner that a rule or the fallback gives. */
export function PlaceFields({ place, onPlace, wrong }: Props) {
  const { list, byKey } = usePipelines()
  const { owner } = place
  const kept = owner ? { owner } : {}
  const open = list.filter(({ lifecycle, key }) => lifecycle === 'active' || key === place.pipeline)
  const stages = byKey.get(place.pipeline)?.stages ?? []
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          error={wrong('pipeline')}
          label={i18n.t('Pipeline')}
          onChange={({ target }) => onPlace({ pipeline: target.value, ...kept })}
          options={open.map(({ key, name }) => ({ value: key, label: name }))}
          value={place.pipeline}
        />
        <Select
          empty={i18n.t('its first stage')}
          error={wrong('stage')}
          label={i18n.t('Begins in')}
          onChange={({ target }) =>
            onPlace({ pipeline: place.pipeline, ...(target.value ? { stage: target.value } : {}), ...kept })
          }
          options={stages.map(({ key, name }) => ({ value: key, label: name }))}
          value={place.stage ?? ''}
        />
      </div>
      <OwnerFields
        onOwner={(next) => {
          const { owner: _, ...rest } = place
          onPlace(next ? { ...rest, owner: next } : rest)
        }}
        owner={owner}
        wrong={wrong}
      />
    </>
  )
}
