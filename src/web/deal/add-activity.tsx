import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { api, type NewActivity } from '../api.ts'
import { useMe } from '../data.ts'
import { PersonSelect } from '../move/field-input.tsx'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import type { ActivityKind, DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'
import { refreshDeal } from './deal-data.ts'

/** Writes a note, plans a task, or logs a call or a meeting. */
export function AddActivity({ deal }: { deal: DealDetail }) {
  const [kind, setKind] = useState<ActivityKind | null>(null)
  const kinds: [ActivityKind, string][] = [
    ['note', i18n.t('Note')],
    ['task', i18n.t('Task')],
    ['call', i18n.t('Call')],
    ['meeting', i18n.t('Meeting')],
  ]
  return (
    <>
      <div aria-label={i18n.t('Add')} className="flex flex-wrap gap-1.5" role="group">
        {kinds.map(([key, label]) => (
          <Button
            aria-expanded={kind === key}
            data-note={key === 'note' || undefined}
            key={key}
            onClick={() => setKind(kind === key ? null : key)}
            size="small"
          >
            <Icon className="size-3.5" name={key} />
            {label}
          </Button>
        ))}
      </div>
      {kind && <Form deal={deal} key={kind} kind={kind} onClose={() => setKind(null)} />}
    </>
  )
}

function Form({ deal, kind, onClose }: { deal: DealDetail; kind: ActivityKind; onClose: () => void }) {
  const { workspace, person } = useMe()
  const form = useRef<HTMLFormElement>(null)
  const [owner, setOwner] = useState(person.id)
  const add = useMutation({
    mutationFn: (activity: NewActivity) => api.createActivity(activity),
    onSuccess: () => {
      refreshDeal()
      onClose()
    },
  })
  const happened = kind === 'call' || kind === 'meeting'
  function submit(event: FormEvent): void {
    event.preventDefault()
    const entered = new FormData(form.current ?? undefined)
    const text = (name: string) => String(entered.get(name) ?? '').trim()
    const on = text('day')
    add.mutate({
      kind,
      subject: text('subject'),
      deal_id: deal.id,
      ...(text('body') ? { body: text('body') } : {}),
      ...(kind === 'task' ? { owner } : {}),
      // What lies ahead is planned for its day; what is over was held.
      ...(on && (kind === 'task' || on > workspace.today) ? { due_on: on } : {}),
      ...(on && happened && on <= workspace.today ? { held_at: heldAt(on, workspace.today) } : {}),
    })
  }
  return (
    <form
      className="mt-2 grid gap-2 rounded-lg bg-sunken p-3"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      onSubmit={submit}
      ref={form}
    >
      <TextField
        autoFocus
        label={kind === 'note' ? i18n.t('Note in a line') : i18n.t('What')}
        maxLength={300}
        name="subject"
        required
      />
      {kind !== 'task' && <TextArea label={i18n.t('More')} name="body" rows={2} />}
      {kind !== 'note' && (
        <div className="grid gap-2 sm:grid-cols-2">
          <TextField
            defaultValue={workspace.today}
            hint={happened ? i18n.t('A day to come plans it.') : undefined}
            label={kind === 'task' ? i18n.t('Due') : i18n.t('On')}
            name="day"
            required
            type="date"
          />
          {kind === 'task' && (
            <PersonSelect label={i18n.t('Who')} onChange={(event) => setOwner(event.target.value)} value={owner} />
          )}
        </div>
      )}
      {add.isError && (
        <p className="text-xs text-lost" role="alert">
          {sentenceOf(add.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button disabled={add.isPending} look="main" size="small" type="submit">
          {i18n.t('Add')}
        </Button>
        <Button look="quiet" onClick={onClose} size="small" type="button">
          {i18n.t('Cancel')}
        </Button>
      </div>
    </form>
  )
}

/** Today it was just now; on an earlier day the hour is not known, and noon is as good as any. */
const heldAt = (day: string, today: string) => (day === today ? new Date().toISOString() : `${day}T12:00:00.000Z`)
