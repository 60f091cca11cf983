import { useMutation } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { AccountField, settledAccount, type TypedAccount } from '../accounts/account-field.tsx'
import { api, type NewDeal } from '../api.ts'
import { useMe, usePipelines } from '../data.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { closeWindow } from '../shell/windows.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

/** A new deal in half a minute: name and pipeline are enough, the rest can follow. */
export function NewDealDialog() {
  const { pipeline: here } = useParams({ strict: false })
  const { list, byKey } = usePipelines()
  const { workspace } = useMe()
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const first = useRef<HTMLInputElement>(null)
  const [key] = useState(() => crypto.randomUUID())
  const [account, setAccount] = useState<TypedAccount | null>(null)
  const [amount, setAmount] = useState('')
  const [currency, setCurrency] = useState(workspace.currency)
  const create = useMutation({
    mutationFn: async (deal: NewDeal) =>
      api.createDeal(account ? { ...deal, account_id: (await settledAccount(account)).id } : deal, key),
    onSuccess: (deal) => {
      closeWindow()
      void queries.invalidateQueries({ queryKey: ['board'] })
      say({ title: i18n.t('{key} created', { key: deal.key }), detail: deal.name })
      void navigate({ to: '/deals/$deal', params: { deal: deal.key } })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    const entered = new FormData(form.current ?? undefined)
    const text = (name: string) => String(entered.get(name) ?? '').trim()
    create.mutate({
      name: text('name'),
      pipeline: text('pipeline'),
      ...(amount ? { amount: { amount, currency } } : {}),
      ...(text('close_date') ? { close_date: text('close_date') } : {}),
    })
  }
  const currencies = [...new Set([workspace.currency, 'EUR', 'USD', 'IDR'])].map((value) => ({ value, label: value }))
  return (
    <Dialog focus={first} onClose={closeWindow} open title={i18n.t('New deal')}>
      <form className="grid gap-3" onSubmit={submit} ref={form}>
        <TextField
          error={fieldError(create.error, '/name')}
          label={i18n.t('Name')}
          maxLength={200}
          name="name"
          ref={first}
          required
        />
        <Select
          defaultValue={here && byKey.has(here) ? here : list[0]?.key}
          error={fieldError(create.error, '/pipeline')}
          label={i18n.t('Pipeline')}
          name="pipeline"
          options={list.map((pipeline) => ({ value: pipeline.key, label: pipeline.name }))}
        />
        <AccountField label={i18n.t('Account')} onChange={setAccount} value={account} />
        <div className="grid grid-cols-[1fr_6rem_1fr] gap-3">
          <NumberField
            currency={currency}
            error={fieldError(create.error, '/amount/amount')}
            label={i18n.t('Amount')}
            onNumber={setAmount}
            unitShown
            value={amount}
          />
          <Select
            label={i18n.t('Currency')}
            onChange={(event) => setCurrency(event.target.value)}
            options={currencies}
            value={currency}
          />
          <TextField
            error={fieldError(create.error, '/close_date')}
            label={i18n.t('Close date')}
            name="close_date"
            type="date"
          />
        </div>
        {create.isError && (
          <p className="rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
            {sentenceOf(create.error)}
          </p>
        )}
        <DialogActions>
          <Button look="quiet" onClick={closeWindow} type="button">
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={create.isPending} look="main" type="submit">
            {i18n.t('Create')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
