import { Select } from '../ui/field.tsx'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import type { LineagePlan } from './lineage-data.ts'

type Props = {
  from: Pipeline
  to: Pipeline | undefined
  stages: Record<string, string>
  /** What the last plan made of it, where nobody said. */
  planned?: LineagePlan['parts'][number] | undefined
  /** Whether it is unfolded from the start. */
  open?: boolean
  onChange: (stages: Record<string, string>) => void
}

/** In which stage of the new pipeline each stage is read; what nobody says, the same key or the phase decides. */
export function StageMap({ from, to, stages, planned, open = false, onChange }: Props) {
  if (!to) return null
  const set = (stage: string, target: string) => {
    const { [stage]: _, ...others } = stages
    onChange(target === '' ? others : { ...others, [stage]: target })
  }
  const decided = (stage: string) => {
    const found = planned?.to.key === to.key ? planned.stages.find((one) => one.stage === stage) : undefined
    const name = to.stages.find(({ key }) => key === found?.to)?.name
    return name === undefined ? i18n.t('By key or phase') : i18n.t('{stage}, by key or phase', { stage: name })
  }
  return (
    <details open={open}>
      <summary className="cursor-pointer text-accent">
        {i18n.t('Stages: {said} of {all} said', {
          said: Object.keys(stages).length,
          all: from.stages.length,
        })}
      </summary>
      <div className="mt-2 grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {from.stages.map(({ key, name }) => (
          <Select
            empty={decided(key)}
            key={key}
            label={name}
            onChange={({ target }) => set(key, target.value)}
            options={to.stages.map((stage) => ({ value: stage.key, label: stage.name }))}
            value={stages[key] ?? ''}
          />
        ))}
      </div>
    </details>
  )
}
