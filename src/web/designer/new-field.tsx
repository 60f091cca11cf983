import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Select, TextArea, TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { keyFrom } from './design-edits.ts'
import { fieldTypeNames, subjectNames } from './design-words.ts'

type Known = { key: string; subject: string; label: string }
type Props = {
  library: Known[]
  taken: string[]
  onAdd: (field: Record<string, unknown>) => void
  onClose: () => void
}

/** A field from the library, or a new one for it. */
export function NewField({ library, taken, onAdd, onClose }: Props) {
  const [from, setFrom] = useState('')
  const [label, setLabel] = useState('')
  const [subject, setSubject] = useState('deal')
  const [type, setType] = useState('text')
  const [options, setOptions] = useState('')
  const known = library.find((field) => `${field.subject} ${field.key}` === from)
  function add(): void {
    if (known) return onAdd({ key: known.key, ...(known.subject === 'deal' ? {} : { subject: known.subject }) })
    const lines = options
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
    const keys: string[] = []
    for (const line of lines) keys.push(keyFrom(line, keys, 'option'))
    onAdd({
      key: keyFrom(label, taken, 'field'),
      label: label.trim(),
      ...(subject === 'deal' ? {} : { subject }),
      type,
      ...(type === 'choice' ? { options: lines.map((line, index) => ({ key: keys[index], label: line })) } : {}),
    })
  }
  return (
    <form
      aria-label={i18n.t('Add a field')}
      className="grid gap-3 rounded-md border border-accent/40 p-3 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <Select
        autoFocus
        className="sm:col-span-2"
        empty={i18n.t('a new one')}
        label={i18n.t('From the library')}
        onChange={({ target }) => setFrom(target.value)}
        options={library.map((field) => ({
          value: `${field.subject} ${field.key}`,
          label: `${field.label} (${subjectNames()[field.subject] ?? field.subject})`,
        }))}
        value={from}
      />
      {!known && (
        <>
          <TextField
            className="sm:col-span-2"
            label={i18n.t('Name')}
            onChange={({ target }) => setLabel(target.value)}
            required
            value={label}
          />
          <Select
            label={i18n.t('Of the')}
            onChange={({ target }) => setSubject(target.value)}
            options={Object.entries(subjectNames()).map(([value, name]) => ({ value, label: name }))}
            value={subject}
          />
          <Select
            label={i18n.t('Type')}
            onChange={({ target }) => setType(target.value)}
            options={Object.entries(fieldTypeNames()).map(([value, name]) => ({ value, label: name }))}
            value={type}
          />
          {type === 'choice' && (
            <TextArea
              className="sm:col-span-2"
              label={i18n.t('Options, one a line')}
              onChange={({ target }) => setOptions(target.value)}
              required
              value={options}
            />
          )}
        </>
      )}
      <div className="flex justify-end gap-2 sm:col-span-2">
        <Button look="quiet" onClick={onClose}>
          {i18n.t('Cancel')}
        </Button>
        <Button look="main" type="submit">
          {i18n.t('Add the field')}
        </Button>
      </div>
    </form>
  )
}
