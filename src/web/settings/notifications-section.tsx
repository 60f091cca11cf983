import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { kindSummaries } from '../notifications/notification-words.ts'
import { type NotificationPreferences, preferencesQuery } from '../notifications/notifications-data.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { Table } from './table.tsx'

type Kind = NotificationPreferences['data'][number]
type Way = 'app' | 'mail' | 'chat'

/** What one is told of, and by which ways; each box is saved as it is ticked. */
export function NotificationsSection() {
  const { data } = useSuspenseQuery(preferencesQuery)
  const save = useMutation({
    mutationKey: saving,
    // One after the other, in the order of the ticks.
    scope: { id: 'notification preferences' },
    mutationFn: (kind: Kind) => client.notification_preferences.set({ data: [without(kind)] }),
    onMutate: (kind) =>
      queries.setQueryData(preferencesQuery.queryKey, (old) => old && { ...old, data: withKind(old.data, kind) }),
    onError: (error) => say({ title: sentenceOf(error), tone: 'bad' }),
    // What the server keeps is shown again once nothing more is on its way to it.
    onSettled: () =>
      queries.isMutating({ mutationKey: saving }) === 1
        ? queries.invalidateQueries({ queryKey: preferencesQuery.queryKey })
        : undefined,
  })
  const ways: [Way, string, boolean][] = [
    ['app', i18n.t('In the app'), true],
    ['mail', i18n.t('By mail'), data.mails],
    ['chat', i18n.t('By chat'), data.chat_address !== null],
  ]
  return (
    <div className="grid max-w-3xl gap-5">
      <Table heads={[i18n.t('I am told when'), ...ways.map(([, label]) => label)]} label={i18n.t('What I am told of')}>
        {data.data.map((kind) => (
          <tr key={kind.kind}>
            <td>{kindSummaries()[kind.kind] ?? kind.summary}</td>
            {ways.map(([way, label, possible]) => (
              <td key={way}>
                <input
                  aria-label={`${kindSummaries()[kind.kind] ?? kind.summary}: ${label}`}
                  checked={kind[way] && possible}
                  className="size-4 accent-(--accent) disabled:opacity-40"
                  disabled={!possible}
                  onChange={(event) => save.mutate({ ...kind, [way]: event.target.checked })}
                  type="checkbox"
                />
              </td>
            ))}
          </tr>
        ))}
      </Table>
      {!data.mails && (
        <p className="text-mute">{i18n.t('This installation sends no mail: its operator named no mail server.')}</p>
      )}
      <ChatAddress shown={data.chat_address} />
    </div>
  )
}

const saving = ['notification preferences']

const withKind = (kinds: Kind[], changed: Kind): Kind[] =>
  kinds.map((one) => (one.kind === changed.kind ? changed : one))

const without = ({ kind, app, mail, chat }: Kind) => ({ kind, app, mail, chat })

/** The address is shown in part and never again as a whole: whoever has it may post there. */
function ChatAddress({ shown }: { shown: string | null }) {
  const [url, type] = useState('')
  const save = useMutation({
    mutationFn: (chat_url: string | null) => client.notification_preferences.set({ chat_url }),
    onSuccess: (next) => {
      queries.setQueryData(preferencesQuery.queryKey, next)
      type('')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(url)
  }
  return (
    <form aria-labelledby="chat-address" className="panel grid gap-3 p-4" onSubmit={submit}>
      <h2 className="font-semibold" id="chat-address">
        {i18n.t('Chat')}
      </h2>
      <p className="text-mute">
        {i18n.t('An incoming webhook of Slack, or of a chat that understands the same, that posts to you.')}
      </p>
      {shown !== null && (
        <p className="flex flex-wrap items-center gap-3">
          <code className="font-mono text-xs">{shown}</code>
          <Button disabled={save.isPending} onClick={() => save.mutate(null)} size="small">
            {i18n.t('Take it away')}
          </Button>
        </p>
      )}
      <TextField
        error={fieldError(save.error, '/chat_url') ?? (save.error ? sentenceOf(save.error) : undefined)}
        label={shown === null ? i18n.t('Address') : i18n.t('Another address')}
        onChange={(event) => type(event.target.value)}
        placeholder="https://hooks.slack.com/services/…"
        type="url"
        value={url}
      />
      <Button className="justify-self-start" disabled={url === '' || save.isPending} look="main" type="submit">
        {i18n.t('Save')}
      </Button>
    </form>
  )
}
