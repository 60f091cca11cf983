import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import { insertItem, setPart } from './design-edits.ts'
import { libraryQuery } from './design-data.ts'
import { fieldTypeNames, subjectNames } from './design-words.ts'
import type { FieldOutline } from './outline.ts'
import { NewField } from './new-field.tsx'
import { ChoicePart } from './typed-field.tsx'

/** The fields of the workspace's library that this pipeline uses, and from which stage on a deal must have them. */
export function FieldsForm() {
  const { outline, written, change, editable } = useDesign()
  const library = useQuery(libraryQuery).data ?? []
  const [adding, setAdding] = useState(false)
  const add = (field: Record<string, unknown>) => {
    change(insertItem(written, ['fields'], outline.fields.length, field))
    setAdding(false)
  }
  return (
    <div className="grid gap-3">
      <div className="flex items-center gap-2">
        <p className="grow text-mute">
          {i18n.t('Fields belong to the workspace; a pipeline says which of them it uses.')}
        </p>
        {editable && !adding && (
          <Button onClick={() => setAdding(true)} size="small">
            <Icon className="size-3.5" name="plus" />
            {i18n.t('Add a field')}
          </Button>
        )}
      </div>
      {adding && (
        <NewField
          library={library.filter(
            ({ key, subject }) => !outline.fields.some((field) => field.key === key && field.subject === subject),
          )}
          onAdd={add}
          onClose={() => setAdding(false)}
          taken={[...outline.fields, ...library].map(({ key }) => key)}
        />
      )}
      {outline.fields.length === 0 && !adding && <p className="text-mute">{i18n.t('It uses none yet.')}</p>}
      <ul className="grid gap-2">
        {outline.fields.map((field, index) => (
          <Field
            field={field}
            index={index}
            key={`${field.subject}.${field.key}`}
            known={library.find(({ key, subject }) => key === field.key && subject === field.subject)}
          />
        ))}
      </ul>
    </div>
  )
}

type FieldProps = { field: FieldOutline; index: number; known: { label: string; type: string } | undefined }

function Field({ field, index, known }: FieldProps) {
  const { outline, written, change, editable } = useDesign()
  const label = field.label || known?.label || field.key
  const type = field.type || known?.type || ''
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-2 rounded-md border border-line p-3">
      <div>
        <p className="font-medium">{label}</p>
        <p className="text-xs text-mute">
          {[subjectNames()[field.subject] ?? field.subject, fieldTypeNames()[type] ?? type, field.key]
            .filter(Boolean)
            .join(' · ')}
          {field.options.length > 0 && ` · ${field.options.map((option) => option.label).join(', ')}`}
        </p>
        {field.help !== '' && <p className="text-xs text-mute">{field.help}</p>}
      </div>
      {field.subject !== 'contact' && (
        <ChoicePart
          className="col-span-2 row-start-2 sm:max-w-80"
          empty={i18n.t('never')}
          label={i18n.t('Required from')}
          options={Object.fromEntries(outline.stages.map((stage) => [stage.key, stage.name]))}
          path={['fields', index, 'required_from']}
          value={field.required_from}
        />
      )}
      {editable && (
        <Button
          aria-label={i18n.t('Remove {label}', { label })}
          className="col-start-2 row-start-1"
          look="quiet"
          onClick={() => change(setPart(written, ['fields', index], undefined))}
        >
          <Icon name="close" />
        </Button>
      )}
    </li>
  )
}
