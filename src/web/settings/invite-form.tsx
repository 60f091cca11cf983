import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef } from 'react'
import { client } from '../api.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { type Role, roleOptions } from './role-words.ts'

/** Asks somebody in, by their address. */
export function InviteForm({ onSent }: { onSent: (sent: { email: string; path: string | null }) => void }) {
  const form = useRef<HTMLFormElement>(null)
  const invite = useMutation({
    mutationFn: (entered: { email: string; name: string; role: Role }) => client.invitations.create(entered),
    async onSuccess(sent) {
      form.current?.reset()
      onSent(sent)
      await queries.invalidateQueries({ queryKey: ['people-list'] })
      await queries.invalidateQueries({ queryKey: ['invitations'] })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    const entered = new FormData(form.current ?? undefined)
    const text = (name: string) => String(entered.get(name)).trim()
    invite.mutate({ email: text('email'), name: text('name'), role: text('role') as Role })
  }
  const fault = (member: string) => fieldError(invite.error, `/${member}`)
  return (
    <form className="panel grid gap-3 p-4 sm:grid-cols-[1fr_1fr_10rem_auto] sm:items-end" onSubmit={submit} ref={form}>
      <TextField error={fault('email')} label={i18n.t('Email')} name="email" required type="email" />
      <TextField error={fault('name')} label={i18n.t('Name')} maxLength={120} name="name" required />
      <Select defaultValue="rep" error={fault('role')} label={i18n.t('Role')} name="role" options={roleOptions()} />
      <Button disabled={invite.isPending} look="main" type="submit">
        {i18n.t('Invite')}
      </Button>
      {invite.isError && (
        <p className="text-lost sm:col-span-4" role="alert">
          {sentenceOf(invite.error)}
        </p>
      )}
    </form>
  )
}
