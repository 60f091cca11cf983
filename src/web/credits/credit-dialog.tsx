import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { InputOf } from '../../client/client.ts'
import type { Credits } from '../../client/schema.ts'
import { client } from '../api.ts'
import { exactMoney, exactPercent } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { useNames } from '../routing/routing-data.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/toast.ts'
import { remember } from '../undo.ts'
import type { DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'
import { ShareRows } from './share-rows.tsx'
import { evenly, type Share, sumOf, whole } from './shares.ts'

type Props = { deal: DealDetail; credits: Credits; onClose: () => void }
type Given = Omit<InputOf<'credits.set'>, 'deal_id'>

/** Says who is credited from now on; what was said before stays in the history with the event that said it. */
export function CreditDialog({ deal, credits, onClose }: Props) {
  const before = givenOf(credits)
  const [revenue, setRevenue] = useState<Share[]>(before.revenue)
  const [overlay, setOverlay] = useState<Share[]>(before.overlay)
  const [sourced, setSourced] = useState(credits.sourced ? keyOf(credits.sourced) : '')
  const [influenced, setInfluenced] = useState(credits.influenced.map(keyOf))
  const parties = useParties()
  const save = useMutation({
    mutationFn: (given: Given) => client.credits.set({ deal_id: deal.id, ...given }),
    async onSuccess() {
      onClose()
      const said = i18n.t('Who is credited is said anew')
      const undo = () => void client.credits.set({ deal_id: deal.id, ...before }).finally(refresh)
      say({ title: said, detail: deal.name, undo, about: `credits ${deal.id}` })
      remember(said, undo)
      await refresh()
    },
  })
  const sum = sumOf(revenue)
  const beside = sumOf(overlay)
  const money = revenue.length === 0 || sum === whole
  const ready = money && beside <= whole && !save.isPending
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!ready) return
    save.mutate({
      revenue,
      overlay,
      sourced: sourced === '' ? null : partyOf(sourced),
      influenced: influenced.map(partyOf),
    })
  }
  return (
    <Dialog
      description={
        deal.amount
          ? i18n.t('{deal}, {amount}', { deal: deal.name, amount: exactMoney(deal.amount) })
          : i18n.t('{deal}, no amount yet', { deal: deal.name })
      }
      onClose={onClose}
      open
      title={i18n.t('Who is credited')}
      width="wide"
    >
      <form className="grid gap-4" onSubmit={submit}>
        <ShareRows
          legend={i18n.t('Revenue credit')}
          none={i18n.t('Nobody is named: whoever owns the deal has all of it.')}
          onShares={setRevenue}
          shares={revenue}
        >
          {revenue.length > 0 && (
            <p className={`num flex flex-wrap items-center gap-2 ${money ? 'text-won' : 'text-lost'}`} data-sum>
              {sum === whole
                ? i18n.t('Adds up to 100 %')
                : sum < whole
                  ? i18n.t('{missing} are missing to 100 %', { missing: exactPercent((whole - sum) / whole) })
                  : i18n.t('{more} more than 100 %', { more: exactPercent((sum - whole) / whole) })}
              {!money && (
                <Button onClick={() => setRevenue(evenly(revenue))} size="small">
                  {i18n.t('Share evenly')}
                </Button>
              )}
            </p>
          )}
        </ShareRows>
        <ShareRows
          legend={i18n.t('Overlay credit, apart from the money')}
          none={i18n.t('Nobody helped who is to be credited.')}
          onShares={setOverlay}
          shares={overlay}
        >
          {beside > whole && (
            <p className="num text-lost">
              {i18n.t('{more} more than the cap of 100 %', { more: exactPercent((beside - whole) / whole) })}
            </p>
          )}
        </ShareRows>
        <div className="grid gap-3 sm:grid-cols-2">
          <Select
            empty={i18n.t('nobody is named')}
            label={i18n.t('Brought by')}
            onChange={({ target: { value } }) => {
              setSourced(value)
              setInfluenced(influenced.filter((one) => one !== value))
            }}
            options={parties}
            value={sourced}
          />
          <Select
            empty={i18n.t('Add a person or a partner')}
            label={i18n.t('Had a part in it')}
            onChange={({ target: { value } }) => value && setInfluenced([...influenced, value])}
            options={parties.map((group) => ({
              ...group,
              options: group.options.filter(({ value }) => value !== sourced && !influenced.includes(value)),
            }))}
            value=""
          />
        </div>
        {influenced.length > 0 && (
          <ul aria-label={i18n.t('Had a part in it')} className="flex flex-wrap gap-2">
            {influenced.map((key) => (
              <Chosen
                key={key}
                name={parties.flatMap(({ options }) => options).find(({ value }) => value === key)?.label ?? ''}
                onRemove={() => setInfluenced(influenced.filter((one) => one !== key))}
              />
            ))}
          </ul>
        )}
        {save.isError && (
          <p className="text-lost" role="alert">
            {sentenceOf(save.error)}
          </p>
        )}
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={!ready} look="main" type="submit">
            {i18n.t('Save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function Chosen({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <li className="flex items-center gap-1 rounded-full bg-sunken pl-2.5">
      {name}
      <Button
        aria-label={i18n.t('Take {name} away', { name })}
        className="px-1.5"
        look="quiet"
        onClick={onRemove}
        size="small"
      >
        <Icon className="size-3.5" name="close" />
      </Button>
    </li>
  )
}

type Party = { person: { id: string } | null; partner: { id: string } | null }

const keyOf = ({ person, partner }: Party): string => (person ? `person ${person.id}` : `partner ${partner?.id}`)

function partyOf(key: string): { person_id: string } | { partner_account_id: string } {
  const [kind, id = ''] = key.split(' ')
  return kind === 'person' ? { person_id: id } : { partner_account_id: id }
}

/** As it is sent; where the owner has all of it because nobody said anything, nobody is named. */
function givenOf({ revenue, overlay, sourced, influenced }: Credits) {
  const shares = (list: Credits['revenue']) =>
    list.flatMap(({ person, share, event_id }) => (event_id === null ? [] : [{ person_id: person.id, share }]))
  return {
    revenue: shares(revenue),
    overlay: shares(overlay),
    sourced: sourced && partyOf(keyOf(sourced)),
    influenced: influenced.map((party) => partyOf(keyOf(party))),
  }
}

/** People of the workspace and partners that are known, as one choice. */
function useParties() {
  const { people } = useNames()
  const partners = useQuery({
    queryKey: ['accounts', 'partners'],
    queryFn: () => client.accounts.list({ kind: 'partner', limit: 200 }),
    staleTime: 60_000,
  }).data?.data
  return [
    { label: i18n.t('People'), options: people.map(({ value, label }) => ({ value: `person ${value}`, label })) },
    {
      label: i18n.t('Partners'),
      options: (partners ?? []).map(({ id, name }) => ({ value: `partner ${id}`, label: name })),
    },
  ]
}

const refresh = () =>
  Promise.all(['credits', 'deal', 'history'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
