import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef } from 'react'
import { client } from '../api.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { enterWorkspace } from '../workspace.ts'

/** Founds another workspace, whose owner one is, and goes there. */
export function FoundForm() {
  const form = useRef<HTMLFormElement>(null)
  const found = useMutation({
    mutationFn: (entered: { name: string; slug: string }) => client.workspaces.create(entered),
    onSuccess: ({ slug }) => enterWorkspace(slug),
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    const entered = new FormData(form.current ?? undefined)
    found.mutate({ name: String(entered.get('name')).trim(), slug: String(entered.get('slug')).trim() })
  }
  const fault = (member: string) => fieldError(found.error, `/${member}`)
  return (
    <form className="panel mt-5 grid max-w-xl gap-4 p-4 sm:grid-cols-2" onSubmit={submit} ref={form}>
      <div className="sm:col-span-2">
        <h2 className="font-semibold">{i18n.t('Another workspace')}</h2>
        <p className="text-mute">{i18n.t('Nothing of this one is in it: its own people, pipelines and deals.')}</p>
      </div>
      <TextField error={fault('name')} label={i18n.t('Name')} maxLength={120} name="name" required />
      <TextField
        error={fault('slug')}
        hint={i18n.t('Small letters, digits and hyphens; it stays')}
        label={i18n.t('Slug')}
        name="slug"
        required
      />
      {found.isError && (
        <p className="text-lost sm:col-span-2" role="alert">
          {sentenceOf(found.error)}
        </p>
      )}
      <Button className="justify-self-start" disabled={found.isPending} type="submit">
        {i18n.t('Found it and go there')}
      </Button>
    </form>
  )
}
