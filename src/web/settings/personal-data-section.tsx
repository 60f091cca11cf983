import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { wholeNumber } from '../format.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'

/** Everything that is held about a person, as a file; and taking them out everywhere. */
export function PersonalDataSection() {
  const [email, setEmail] = useState('')
  const [asking, ask] = useState(false)
  const find = useMutation({ mutationFn: () => api.exportPersonalData({ email: email.trim() }) })
  const { data } = find
  const tables = Object.entries(data?.found ?? {})
  return (
    <div className="grid max-w-2xl gap-4">
      <form
        className="grid gap-3 rounded-lg border border-line bg-panel p-4"
        onSubmit={(event) => {
          event.preventDefault()
          find.mutate()
        }}
      >
        <TextField
          error={fieldError(find.error, '/email')}
          hint={i18n.t(
            'Colleagues, contacts and every text that names them are looked through. The audit log says that you looked.',
          )}
          label={i18n.t('E-mail address of the person')}
          onChange={(event) => setEmail(event.target.value)}
          required
          type="email"
          value={email}
        />
        <Button
          className="justify-self-start"
          disabled={find.isPending || email.trim() === ''}
          look="main"
          type="submit"
        >
          {i18n.t('Find')}
        </Button>
        {find.isError && (
          <p className="text-lost" role="alert">
            {sentenceOf(find.error)}
          </p>
        )}
      </form>
      {data && (
        <section aria-label={i18n.t('What is held')} className="grid gap-3 rounded-lg border border-line bg-panel p-4">
          {tables.length === 0 && <p>{i18n.t('Nothing is held about this person.')}</p>}
          {tables.length > 0 && (
            <ul className="grid gap-1">
              {tables.map(([table, rows]) => (
                <li className="flex justify-between gap-4 border-b border-line py-1" key={table}>
                  <span>{table}</span>
                  <span className="tabular-nums">{wholeNumber(rows.length)}</span>
                </li>
              ))}
            </ul>
          )}
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => keep(data, email)}>{i18n.t('Export JSON')}</Button>
            <Button look="danger" onClick={() => ask(true)}>
              {i18n.t('Erase this person …')}
            </Button>
          </div>
        </section>
      )}
      <EraseDialog email={email.trim()} onClose={() => ask(false)} open={asking} />
    </div>
  )
}

function keep(document_: unknown, email: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(document_, null, 2)], { type: 'application/json' }))
  link.download = `personal-data-${email}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}

function EraseDialog({ email, open, onClose }: { email: string; open: boolean; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const erase = useMutation({ mutationFn: () => api.erasePersonalData({ email, reason: reason.trim() }) })
  const job = useQuery({
    queryKey: ['job', erase.data?.id],
    queryFn: () => api.job(erase.data?.id ?? ''),
    enabled: erase.data !== undefined,
    refetchInterval: ({ state }) => (state.data?.finished_at ? false : 500),
  })
  const close = () => {
    erase.reset()
    setReason('')
    onClose()
  }
  const ended = job.data?.finished_at !== null && job.data !== undefined
  return (
    <Dialog
      description={i18n.t(
        'Records, texts, events, sessions and keys. Sums and the audit chain stay. This cannot be undone.',
      )}
      onClose={close}
      open={open}
      title={i18n.t('Erase {email}', { email })}
    >
      {erase.data === undefined ? (
        <TextField
          error={fieldError(erase.error, '/reason')}
          label={i18n.t('Reason, kept in the audit')}
          onChange={(event) => setReason(event.target.value)}
          value={reason}
        />
      ) : (
        <p role="status">{ended ? i18n.t('Erased: {status}', { status: job.data.status }) : i18n.t('Erasing …')}</p>
      )}
      {erase.isError && (
        <p className="mt-2 text-lost" role="alert">
          {sentenceOf(erase.error)}
        </p>
      )}
      <DialogActions>
        <Button look="quiet" onClick={close}>
          {erase.data === undefined ? i18n.t('Cancel') : i18n.t('Close')}
        </Button>
        {erase.data === undefined && (
          <Button disabled={reason.trim() === '' || erase.isPending} look="danger" onClick={() => erase.mutate()}>
            {i18n.t('Erase for good')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}
