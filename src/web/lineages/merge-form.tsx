import { Select } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import type { Part } from './lineage-data.ts'
import type { FormProps } from './split-form.tsx'
import { StageMap } from './stage-map.tsx'
import { useState } from 'react'

/** Which pipelines become one: the one that stays, and those that go into it. */
export function MergeForm({ parts, pipelines, plan, onChange }: FormProps) {
  const [to, setTo] = useState('')
  const target = pipelines.find(({ key }) => key === to)
  const toggle = (from: string) => {
    const others = parts.filter((part) => part.from !== from)
    onChange(others.length < parts.length ? others : [...parts, { from, to, rule: '', stages: {} } satisfies Part])
  }
  return (
    <>
      <Select
        className="max-w-80"
        empty={i18n.t('Choose one')}
        label={i18n.t('Which one they become')}
        onChange={({ target: { value } }) => {
          setTo(value)
          onChange([])
        }}
        options={pipelines
          .filter(({ lifecycle }) => lifecycle === 'active')
          .map(({ key, name }) => ({ value: key, label: name }))}
        value={to}
      />
      {target && (
        <fieldset className="grid gap-2">
          <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('Which ones go into it')}</legend>
          {pipelines
            .filter(({ key }) => key !== to)
            .map((pipeline) => {
              const at = parts.findIndex(({ from }) => from === pipeline.key)
              const part = parts[at]
              return (
                <div className="grid gap-2" key={pipeline.key}>
                  <label className="flex min-h-6 items-center gap-2">
                    <input
                      checked={part !== undefined}
                      className="size-4 accent-accent"
                      onChange={() => toggle(pipeline.key)}
                      type="checkbox"
                    />
                    {pipeline.name}
                  </label>
                  {part && (
                    <StageMap
                      from={pipeline}
                      onChange={(stages) => onChange(parts.map((one) => (one === part ? { ...one, stages } : one)))}
                      planned={plan?.parts[at]}
                      stages={part.stages}
                      to={target}
                    />
                  )}
                </div>
              )
            })}
        </fieldset>
      )}
    </>
  )
}
