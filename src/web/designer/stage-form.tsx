import { categoryNames, phaseNames } from '../names.ts'
import { i18n } from '../words.ts'
import { CriteriaForm } from './criteria-form.tsx'
import { useDesign } from './design-context.ts'
import { nameStage } from './design-edits.ts'
import type { Part } from './outline.ts'
import { ChoicePart, NumberPart, TextPart } from './typed-field.tsx'
import { WaysPicker } from './ways-picker.tsx'

/** One stage: what it is called, how long it usually lasts, and what its gates ask for. */
export function StageForm({ index, onRename }: { index: number; onRename: (part: Part) => void }) {
  const { outline, written, change, pipeline } = useDesign()
  const stage = outline.stages[index]
  if (!stage) return null
  const path = ['stages', index]
  const fresh = !pipeline.stages.some(({ key }) => key === stage.key)
  const { closed: _, ...categories } = categoryNames()
  return (
    <div className="grid gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <TextPart
          className="sm:col-span-2"
          focusMark={`stage:${stage.key}`}
          hint={
            fresh
              ? i18n.t('Key: {key}. It stays for ever once it is published.', { key: stage.key })
              : i18n.t('Key: {key}', { key: stage.key })
          }
          label={i18n.t('Name')}
          onText={(name) => {
            const named = nameStage(written, outline, index, name, fresh)
            change(named.written, `stages.${index}.name`)
            if (named.key !== stage.key) onRename(`stage:${named.key}`)
          }}
          path={[...path, 'name']}
          required
          value={stage.name}
        />
        <ChoicePart label={i18n.t('Phase')} options={phaseNames()} path={[...path, 'phase']} value={stage.phase} />
        <ChoicePart
          label={i18n.t('Suggested category')}
          options={categories}
          path={[...path, 'category']}
          value={stage.category}
        />
        <NumberPart label={i18n.t('Expected days')} path={[...path, 'expected_days']} value={stage.expected_days} />
        <NumberPart label={i18n.t('Maximum days')} path={[...path, 'maximum_days']} value={stage.maximum_days} />
        <TextPart
          className="sm:col-span-2"
          hint={i18n.t('What the buyer has reached, and how one tells')}
          label={i18n.t('Help')}
          path={[...path, 'help']}
          rows={3}
          value={stage.help}
        />
      </div>
      <CriteriaForm criteria={stage.exit} path={[...path, 'exit']} title={i18n.t('To leave it')} />
      <CriteriaForm criteria={stage.entry} path={[...path, 'entry']} title={i18n.t('To enter it')} />
      <WaysPicker
        chosen={stage.to}
        label={i18n.t('From here deals may go to')}
        options={outline.stages.filter((one) => one.key !== stage.key)}
        path={[...path, 'to']}
        usual={i18n.t('Any stage, as the ways between stages say')}
      />
    </div>
  )
}
