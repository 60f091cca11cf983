import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { Account } from '../../client/schema.ts'
import { AccountField, type TypedAccount } from '../accounts/account-field.tsx'
import { client } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Choice } from '../ui/choice.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { i18n } from '../words.ts'
import {
  accountQuery,
  belongingsQuery,
  countOf,
  factNames,
  factOf,
  merged,
  type Takeable,
  takeable,
} from './merges-data.ts'

type Props = {
  account_id: string
  /** The other one, where it is known which. */
  other_id?: string
  onClose: () => void
}

/** Two accounts that are one company: which of them lives on, what it takes over, and what comes along. */
export function MergeDialog({ account_id, other_id, onClose }: Props) {
  const [typed, type] = useState<TypedAccount | null>(null)
  const first = useRef<HTMLInputElement>(null)
  const account = useQuery(accountQuery(account_id)).data
  const otherId = other_id ?? typed?.id ?? null
  const other = useQuery({ ...accountQuery(otherId ?? ''), enabled: otherId !== null && otherId !== account_id }).data
  return (
    <Dialog
      description={i18n.t(
        'One lives on; deals, contacts and activities of the other come to it, each with its history. It can be undone for 30 days.',
      )}
      focus={() => first.current ?? document.querySelector<HTMLElement>('[data-merge] input')}
      onClose={onClose}
      open
      title={account ? i18n.t('{account} stands here twice', { account: account.name }) : i18n.t('One account')}
      width="wide"
    >
      <div className="grid gap-4" data-merge>
        {other_id === undefined && (
          <AccountField
            label={i18n.t('The other account')}
            onChange={type}
            unknown={i18n.t('No account has this name; choose one of the list.')}
            value={typed}
          />
        )}
        {otherId === account_id && (
          <p className="text-risk">{i18n.t('That is this account itself; choose another.')}</p>
        )}
        {account && other && <MergeForm key={other.id} one={account} onClose={onClose} other={other} />}
        {!(account && other) && (
          <DialogActions>
            <Button look="quiet" onClick={onClose}>
              {i18n.t('Cancel')}
            </Button>
          </DialogActions>
        )}
      </div>
    </Dialog>
  )
}

function MergeForm({ one, other, onClose }: { one: Account; other: Account; onClose: () => void }) {
  const [keep, setKeep] = useState(one.id)
  const [take, setTake] = useState<readonly Takeable[]>([])
  const [kept, gone] = keep === one.id ? [one, other] : [other, one]
  const comes = useQuery(belongingsQuery(gone.id)).data
  const merge = useMutation({
    mutationFn: () => client.account_merges.create({ account_id: kept.id, other_id: gone.id, take: [...take] }),
    async onSuccess(done) {
      onClose()
      await merged(done)
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!merge.isPending) merge.mutate()
  }
  function choose(id: string): void {
    setKeep(id)
    setTake([])
    merge.reset()
  }
  return (
    <form className="grid gap-4" onSubmit={submit}>
      <fieldset className="grid gap-2 sm:grid-cols-2">
        <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('Which one lives on?')}</legend>
        {[one, other].map((account) => (
          <Choice
            checked={keep === account.id}
            detail={[account.domain, account.country, account.owner?.name].filter(Boolean).join(' · ')}
            key={account.id}
            label={account.name}
            name="keep"
            onChoose={() => choose(account.id)}
          />
        ))}
      </fieldset>
      <Facts gone={gone} kept={kept} onTake={setTake} take={take} />
      {comes && (
        <p>
          {i18n.t('From {gone} to {kept} come deals ({deals}), contacts ({contacts}) and all activities.', {
            deals: countOf(comes.deals),
            contacts: countOf(comes.contacts),
            gone: gone.name,
            kept: kept.name,
          })}
        </p>
      )}
      {merge.isError && (
        <p className="rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
          {sentenceOf(merge.error)}
        </p>
      )}
      <DialogActions>
        <Button look="quiet" onClick={onClose}>
          {i18n.t('Cancel')}
        </Button>
        <Button disabled={merge.isPending} look="main" type="submit">
          {i18n.t('Merge {gone} into {kept}', { gone: gone.name, kept: kept.name })}
        </Button>
      </DialogActions>
    </form>
  )
}

type FactsProps = {
  kept: Account
  gone: Account
  take: readonly Takeable[]
  onTake: (take: readonly Takeable[]) => void
}

/** Where both say something else: which of it holds from now on. What the one lacks comes along anyway. */
function Facts({ kept, gone, take, onTake }: FactsProps) {
  const names = factNames()
  const differing = takeable.filter((fact) => factOf(gone, fact) !== null && factOf(kept, fact) !== factOf(gone, fact))
  if (differing.length === 0)
    return <p className="text-mute">{i18n.t('The other one says nothing that this one does not.')}</p>
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('What is taken over')}</legend>
      {differing.map((fact) => {
        const [own, theirs] = [factOf(kept, fact), factOf(gone, fact)]
        if (own === null)
          return <p key={fact}>{i18n.t('{fact}: {value} comes along', { fact: names[fact], value: theirs ?? '' })}</p>
        return (
          <Checkbox
            checked={take.includes(fact)}
            key={fact}
            label={
              <span>
                {i18n.t('{fact}: {theirs} instead of {own}', { fact: names[fact], theirs: theirs ?? '', own })}
              </span>
            }
            onChange={(on) => onTake(on ? [...take, fact] : take.filter((name) => name !== fact))}
          />
        )
      })}
    </fieldset>
  )
}
