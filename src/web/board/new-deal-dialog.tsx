import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { AccountField, settledAccount, type TypedAccount } from '../accounts/account-field.tsx'
import { api, client, type NewDeal } from '../api.ts'
import { useMe, usePipelines } from '../data.ts'
import { documentOf, fieldError, sentenceOf } from '../problem.ts'
import { useSettled } from '../designer/settled.ts'
import { CreationGuard } from '../overlaps/creation-guard.tsx'
import { queries } from '../query.ts'
import { routingQuery } from '../routing/routing-data.ts'
import { closeWindow } from '../shell/windows.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { WhereItGoes } from './where-it-goes.tsx'

/** A new deal in half a minute: its name is enough where rules decide the pipeline, the rest can follow. */
export function NewDealDialog() {
  const { pipeline: here } = useParams({ strict: false })
  const taking = usePipelines().list.filter(({ lifecycle }) => lifecycle === 'active')
  const { workspace } = useMe()
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const first = useRef<HTMLInputElement>(null)
  const [key] = useState(() => crypto.randomUUID())
  const [account, setAccount] = useState<TypedAccount | null>(null)
  /** An account that the guard put in the place of what was typed: the field begins anew with it. */
  const [put, setPut] = useState('')
  const rules = useQuery({ ...routingQuery, retry: false })
  // Whoever may not read the rules may leave a deal to them all the same.
  const mayLeave = (rules.data?.version ?? 0) > 0 || documentOf(rules.error)?.code === 'routing-part-sight'
  const [chosen, choose] = useState(taking.find(({ key: one }) => one === here)?.key ?? null)
  const pipeline = chosen ?? (mayLeave ? '' : (taking[0]?.key ?? ''))
  const [closeDate, setCloseDate] = useState('')
  const guarded = useSettled(account, 300)
  const [amount, setAmount] = useState('')
  const [currency, setCurrency] = useState(workspace.currency)
  const create = useMutation({
    mutationFn: async (deal: NewDeal) =>
      api.createDeal(account ? { ...deal, account_id: (await settledAccount(account)).id } : deal, key),
    onSuccess: (deal) => {
      closeWindow()
      void queries.invalidateQueries({ queryKey: ['board'] })
      const title = i18n.t('{key} created', { key: deal.key })
      say({ title, detail: pipeline === '' ? `${deal.name}: ${deal.pipeline.name}` : deal.name })
      void navigate({ to: '/deals/$deal', params: { deal: deal.key } })
    },
  })
  const handIn = useMutation({
    async mutationFn({ pipeline: _, ...deal }: NewDeal) {
      const known = account ? { account_id: (await settledAccount(account)).id } : {}
      return client.incoming_deals.create({ ...deal, ...known })
    },
    onSuccess() {
      closeWindow()
      say({ title: i18n.t('It waits among the incoming deals') })
      void queries.invalidateQueries({ queryKey: ['routing'] })
      void navigate({ to: '/routing/$tab', params: { tab: 'incoming' } })
    },
  })
  function entered(): NewDeal {
    const given = new FormData(form.current ?? undefined)
    const text = (name: string) => String(given.get(name) ?? '').trim()
    return {
      name: text('name'),
      ...(pipeline ? { pipeline } : {}),
      ...(amount ? { amount: { amount, currency } } : {}),
      ...(text('close_date') ? { close_date: text('close_date') } : {}),
    }
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    create.mutate(entered())
  }
  const written = {
    ...(amount ? { amount: { amount, currency } } : {}),
    ...(account?.id ? { account_id: account.id } : {}),
    ...(closeDate ? { close_date: closeDate } : {}),
  }
  const isUnrouted = documentOf(create.error)?.code === 'unrouted'
  const unrouted = i18n.t('No rule takes this deal. Choose a pipeline, or leave it for somebody to place.')
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
          error={fieldError(create.error, '/pipeline')}
          label={i18n.t('Pipeline')}
          {...(mayLeave ? { empty: i18n.t('the routing rules decide') } : {})}
          onChange={({ target }) => choose(target.value)}
          options={taking.map(({ key: value, name: label }) => ({ value, label }))}
          value={pipeline}
        />
        {mayLeave && pipeline === '' && <WhereItGoes deal={written} />}
        <AccountField key={put} label={i18n.t('Account')} onChange={setAccount} value={account} />
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
            onChange={({ target }) => setCloseDate(target.value)}
            type="date"
          />
        </div>
        {guarded && guarded.name.length > 2 && (
          <CreationGuard
            account={guarded}
            close_date={closeDate}
            onAccount={(known) => {
              setAccount(known)
              setPut(known.id)
            }}
            pipeline={pipeline}
          />
        )}
        {create.isError && (
          <div className="rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
            <p>{handIn.isError ? sentenceOf(handIn.error) : isUnrouted ? unrouted : sentenceOf(create.error)}</p>
            {isUnrouted && (
              <Button
                className="mt-2"
                disabled={handIn.isPending}
                onClick={() => handIn.mutate(entered())}
                size="small"
              >
                {i18n.t('Put it among the incoming deals')}
              </Button>
            )}
          </div>
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
