import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Contract } from '../../client/schema.ts'
import { client } from '../api.ts'
import { exactMoney } from '../format.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import type { DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'
import { contractStateLooks, contractStateNames, termDay } from './contract-words.ts'

type Props = { deal: DealDetail; canWork: boolean }

/** What a won deal left behind: its term, what it brings, and whether it goes on. Nothing where there is no contract. */
export function ContractPanel({ deal, canWork }: Props) {
  const { data } = useQuery({
    queryKey: ['contracts', 'of', deal.id, deal.version],
    queryFn: async () => (await client.contracts.list({ deal: deal.id, limit: 5 })).data,
    enabled: deal.outcome === 'won',
  })
  const contract = data?.[0]
  return contract ? <Shown canWork={canWork} contract={contract} key={contract.version} /> : null
}

function Shown({ contract, canWork }: { contract: Contract; canWork: boolean }) {
  const [editing, setEditing] = useState(false)
  const { state, starts_on, ends_on, annual, value, lines, renews, renewed_by, account } = contract
  return (
    <section className="panel p-4" data-contract={contract.id}>
      <div className="flex items-center gap-2">
        <h2 className="grow text-[15px] font-semibold">{i18n.t('Contract')}</h2>
        <span className={`rounded px-1.5 text-xs ${contractStateLooks[state]}`}>{contractStateNames()[state]}</span>
      </div>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
        <dt className="text-mute">{i18n.t('term')}</dt>
        <dd className="num">
          {termDay(starts_on)} – {termDay(ends_on)}
        </dd>
        <dt className="text-mute">{i18n.t('a year')}</dt>
        <dd className="num">{exactMoney(annual)}</dd>
        <dt className="text-mute">{i18n.t('whole term')}</dt>
        <dd className="num">{exactMoney(value)}</dd>
        {lines.map(({ product, quantity, unit_price, period, term }) => (
          <div className="contents" key={product.id}>
            <dt className="text-mute">{product.name}</dt>
            <dd className="num">
              {quantity} × {exactMoney(unit_price)} {periodWords(period, term)}
            </dd>
          </div>
        ))}
        {renews && <Beside id={renews} label={i18n.t('goes on from')} />}
        {renewed_by && <Beside id={renewed_by} label={i18n.t('renewed by')} />}
      </dl>
      {editing ? (
        <TermForm contract={contract} onClose={() => setEditing(false)} />
      ) : (
        <p className="mt-2 flex flex-wrap items-center gap-3">
          {canWork && state !== 'withdrawn' && (
            <Button onClick={() => setEditing(true)} size="small">
              {i18n.t('Change the term')}
            </Button>
          )}
          <Link className="text-accent hover:underline" search={account ? { account: account.id } : {}} to="/contracts">
            {account ? i18n.t('All contracts of {name}', { name: account.name }) : i18n.t('All contracts')}
          </Link>
        </p>
      )}
    </section>
  )
}

/** The deal of the contract before or after this one. */
function Beside({ id, label }: { id: string; label: string }) {
  const { data } = useQuery({
    queryKey: ['contracts', 'one', id],
    queryFn: () => client.contracts.get({ contract_id: id }),
    retry: false,
  })
  if (!data) return null
  return (
    <>
      <dt className="text-mute">{label}</dt>
      <dd>
        <Link className="hover:underline" params={{ deal: data.deal.key }} to="/deals/$deal">
          {data.deal.name} <span className="num text-xs text-mute">{data.deal.key}</span>
        </Link>
      </dd>
    </>
  )
}

function TermForm({ contract, onClose }: { contract: Contract; onClose: () => void }) {
  const [starts_on, setStart] = useState(contract.starts_on)
  const [ends_on, setEnd] = useState(contract.ends_on)
  const save = useMutation({
    mutationFn: () =>
      client.contracts.update({ contract_id: contract.id, starts_on, ends_on, if_version: contract.version }),
    onSuccess: onClose,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['contracts'] })
      void queries.invalidateQueries({ queryKey: ['retention'] })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }
  return (
    <form className="mt-2 grid gap-2 rounded-lg bg-sunken p-3" onSubmit={submit}>
      <div className="grid gap-2 sm:grid-cols-2">
        <TextField
          autoFocus
          error={fieldError(save.error, '/starts_on')}
          label={i18n.t('First day')}
          onChange={({ target }) => setStart(target.value)}
          required
          type="date"
          value={starts_on}
        />
        <TextField
          error={fieldError(save.error, '/ends_on')}
          label={i18n.t('Last day')}
          onChange={({ target }) => setEnd(target.value)}
          required
          type="date"
          value={ends_on}
        />
      </div>
      {save.isError && (
        <p className="text-xs text-lost" role="alert">
          {sentenceOf(save.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button disabled={save.isPending} look="main" size="small" type="submit">
          {i18n.t('Save')}
        </Button>
        <Button look="quiet" onClick={onClose} size="small" type="button">
          {i18n.t('Cancel')}
        </Button>
      </div>
    </form>
  )
}

function periodWords(period: Contract['lines'][number]['period'], count: number): string {
  const words = {
    month: i18n.t('a month, for {count, plural, one {# month} other {# months}}', { count }),
    quarter: i18n.t('a quarter, for {count, plural, one {# quarter} other {# quarters}}', { count }),
    year: i18n.t('a year, for {count, plural, one {# year} other {# years}}', { count }),
  }
  return words[period]
}
