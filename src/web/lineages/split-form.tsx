import type { Pipeline } from '../wire.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import type { LineagePlan, Part } from './lineage-data.ts'
import { StageMap } from './stage-map.tsx'

export type FormProps = {
  parts: Part[]
  pipelines: readonly Pipeline[]
  /** What was planned last for these very parts. */
  plan: LineagePlan | undefined
  onChange: (parts: Part[]) => void
}

const none: Part = { from: '', to: '', rule: '', stages: {} }

/** Which deals of one pipeline go where: by rules from the first to the last, of which the last may take the rest. */
export function SplitForm({ parts, pipelines, plan, onChange }: FormProps) {
  const from = parts[0]?.from ?? ''
  const source = pipelines.find(({ key }) => key === from)
  const targets = pipelines.filter(({ key, lifecycle }) => key !== from && lifecycle === 'active')
  const set = (at: number, change: Partial<Part>) =>
    onChange(parts.map((part, i) => (i === at ? { ...part, ...change } : part)))
  return (
    <>
      <Select
        className="max-w-80"
        empty={i18n.t('Choose one')}
        label={i18n.t('Which pipeline')}
        onChange={({ target }) =>
          onChange(
            target.value === ''
              ? []
              : [
                  { ...none, from: target.value },
                  { ...none, from: target.value },
                ],
          )
        }
        options={pipelines.map(({ key, name }) => ({ value: key, label: name }))}
        value={from}
      />
      {source && (
        <ol className="grid gap-3">
          {parts.map((part, at) => (
            <li className="grid gap-2 rounded-md border border-line p-3" key={at}>
              <div className="grid items-start gap-2 md:grid-cols-[14rem_minmax(0,1fr)_auto]">
                <Select
                  empty={i18n.t('Choose one')}
                  label={i18n.t('{n}. goes to', { n: at + 1 })}
                  onChange={({ target }) => set(at, { to: target.value, stages: {} })}
                  options={targets.map(({ key, name }) => ({ value: key, label: name }))}
                  required
                  value={part.to}
                />
                <TextField
                  className="[&_input]:font-mono"
                  hint={
                    at < parts.length - 1
                      ? i18n.t('Over the deal, such as {example}', { example: 'deal.amount >= 100000' })
                      : i18n.t('Left empty, it takes all that are left')
                  }
                  label={i18n.t('Deals of which this holds')}
                  onChange={({ target }) => set(at, { rule: target.value })}
                  required={at < parts.length - 1}
                  spellCheck={false}
                  value={part.rule}
                />
                <Button
                  aria-label={i18n.t('Remove part {n}', { n: at + 1 })}
                  className="md:mt-5"
                  disabled={parts.length === 1}
                  onClick={() => onChange(parts.filter((_, i) => i !== at))}
                  size="small"
                >
                  {i18n.t('Remove')}
                </Button>
              </div>
              <StageMap
                from={source}
                onChange={(stages) => set(at, { stages })}
                planned={plan?.parts[at]}
                stages={part.stages}
                to={pipelines.find(({ key }) => key === part.to)}
              />
            </li>
          ))}
          <li>
            <Button disabled={parts.length >= 10} onClick={() => onChange([...parts, { ...none, from }])} size="small">
              {i18n.t('Add a part')}
            </Button>
          </li>
        </ol>
      )}
    </>
  )
}
