import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { client } from '../api.ts'
import { documentOf, fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import { checkQuery, impactQuery, type Migrate } from './design-data.ts'

type Props = {
  onClose: () => void
  /** Keeps everything that is written; the request is of what is kept. */
  save: () => Promise<unknown>
}

/** Asks for the draft to become the next version: why, for which deals, and when. */
export function RequestDialog({ onClose, save }: Props) {
  const { pipeline, written } = useDesign()
  const navigate = useNavigate()
  const [title, setTitle] = useState('')
  const [reason, setReason] = useState('')
  const [migrate, setMigrate] = useState<Migrate>('all')
  const [at, setAt] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const check = useQuery(checkQuery(pipeline.key, written, migrate))
  const plan = useQuery({ ...impactQuery(written, migrate), enabled: check.data?.ok === true })
  const ask = useMutation({
    async mutationFn() {
      await save()
      return client.change_requests.create({
        pipeline: pipeline.key,
        definition: written.source,
        stage_map: written.stage_map,
        migrate,
        effective_at: at === '' ? null : new Date(at).toISOString(),
        ...(title.trim() === '' ? {} : { title: title.trim() }),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
        ...(plan.data ? { plan: plan.data.token } : {}),
      })
    },
    async onSuccess(change) {
      onClose()
      say({ title: i18n.t('{key} is asked for', { key: change.key }) })
      await queries.invalidateQueries({ queryKey: ['changes'] })
      await navigate({ to: '/governance/changes/$change', params: { change: change.id } })
    },
    // What it would do is not any more what was shown: shown anew.
    onError: () => void plan.refetch(),
  })
  const others = documentOf(ask.error)?.['change_request']
  return (
    <Dialog
      description={plan.data?.summary ?? i18n.t('Working out what it would do')}
      focus={first}
      onClose={onClose}
      open
      title={i18n.t('Ask for this change of {name}', { name: pipeline.name })}
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate()
        }}
      >
        <TextField
          error={fieldError(ask.error, '/title')}
          hint={i18n.t('Empty for a title from what changes')}
          label={i18n.t('Title')}
          maxLength={160}
          onChange={({ target }) => setTitle(target.value)}
          ref={first}
          value={title}
        />
        <TextArea
          error={fieldError(ask.error, '/reason')}
          label={i18n.t('Why')}
          onChange={({ target }) => setReason(target.value)}
          value={reason}
        />
        <MigrateChoice migrate={migrate} onPick={setMigrate} />
        <TextField
          error={fieldError(ask.error, '/effective_at')}
          hint={i18n.t('Empty for as soon as it is approved')}
          label={i18n.t('From when on')}
          onChange={({ target }) => setAt(target.value)}
          type="datetime-local"
          value={at}
        />
        {check.data && !check.data.ok && (
          <p className="text-lost" role="alert">
            {check.data.findings[0]?.message} {check.data.findings[0]?.remedy}
          </p>
        )}
        {ask.isError && typeof others !== 'string' && (
          <p className="text-lost" role="alert">
            {sentenceOf(ask.error)}
          </p>
        )}
        {typeof others === 'string' && (
          <p className="text-lost" role="alert">
            {sentenceOf(ask.error)}{' '}
            <button
              className="underline"
              onClick={() => void navigate({ to: '/governance/changes/$change', params: { change: others } })}
              type="button"
            >
              {i18n.t('Open it')}
            </button>
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button disabled={ask.isPending || check.data?.ok !== true} look="main" type="submit">
            {i18n.t('Ask for it')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** Whether open deals come along. */
export function MigrateChoice({ migrate, onPick }: { migrate: Migrate; onPick: (migrate: Migrate) => void }) {
  const options: { value: Migrate; label: string; text: string }[] = [
    {
      value: 'all',
      label: i18n.t('Open deals come along'),
      text: i18n.t('They stand in the new version, in the stages that the map says.'),
    },
    {
      value: 'grandfather',
      label: i18n.t('Open deals stay'),
      text: i18n.t('They end in the version they are in; new deals begin in the new one.'),
    },
  ]
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('Deals that are open')}</legend>
      {options.map(({ value, label, text }) => (
        <label className="flex items-start gap-2" key={value}>
          <input
            checked={migrate === value}
            className="mt-0.5 size-4 accent-accent"
            name="migrate"
            onChange={() => onPick(value)}
            type="radio"
          />
          <span>
            {label} <span className="block text-xs text-mute">{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
