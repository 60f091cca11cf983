import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, type NewLine } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { NumberField } from '../ui/number-field.tsx'
import type { DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'
import { refreshDeal } from './deal-data.ts'

type Period = 'once' | 'month' | 'quarter' | 'year'
type Draft = {
  id: string
  product_id: string
  quantity: string
  unit_price: string
  period: Period
  term: string
  /** The line as it stands: what was left over of its agreed total holds as long as nothing else of it changes. */
  from: DealDetail['line_items'][number] | null
}

export const periodNames = (): Record<string, string> => ({
  month: i18n.t('month'),
  quarter: i18n.t('quarter'),
  year: i18n.t('year'),
})

/** All lines at once; saving puts them in the place of what was there, and the amount follows. */
export function LinesForm({ deal, onClose }: { deal: DealDetail; onClose: () => void }) {
  const products = useQuery({ queryKey: ['products'], queryFn: api.products, staleTime: 300_000 })
  const [drafts, setDrafts] = useState(() =>
    deal.line_items.length > 0 ? deal.line_items.map(draftOf) : [emptyDraft()],
  )
  const save = useMutation({
    mutationFn: () =>
      api.setLines(
        deal.id,
        drafts.map((draft) => lineOf(draft, deal.currency)),
        deal.version,
      ),
    onSuccess: () => {
      refreshDeal()
      onClose()
    },
  })
  const set = (id: string, change: Partial<Draft>) =>
    setDrafts((old) => old.map((draft) => (draft.id === id ? { ...draft, ...change } : draft)))
  function submit(event: FormEvent): void {
    event.preventDefault()
    save.mutate()
  }
  const sold = products.data?.data ?? []
  if (products.isSuccess && sold.length === 0)
    return (
      <p className="mt-1 text-mute">
        {i18n.t('There is no product yet. Create one by the API: POST /api/v1/products.')}
      </p>
    )
  return (
    <form className="mt-2 grid gap-2" onSubmit={submit}>
      {drafts.map((draft) => (
        <div
          className="grid grid-cols-2 items-start gap-2 rounded-lg bg-sunken p-2.5 xl:grid-cols-[1fr_5rem_8rem]"
          key={draft.id}
        >
          <Select
            empty="–"
            label={i18n.t('Product')}
            onChange={(event) => set(draft.id, { product_id: event.target.value })}
            options={sold.map(({ id, name }) => ({ value: id, label: name }))}
            required
            value={draft.product_id}
          />
          <TextField
            label={i18n.t('Quantity')}
            min="1"
            onChange={(event) => set(draft.id, { quantity: event.target.value })}
            required
            step="1"
            type="number"
            value={draft.quantity}
          />
          <NumberField
            currency={deal.currency}
            label={i18n.t('Unit price')}
            onNumber={(unit_price) => set(draft.id, { unit_price })}
            required
            value={draft.unit_price}
          />
          <Select
            label={i18n.t('Charged')}
            onChange={(event) => set(draft.id, { period: event.target.value as Period })}
            options={[
              { value: 'once', label: i18n.t('once') },
              ...Object.entries(periodNames()).map(([value, label]) => ({
                value,
                label: i18n.t('each {period}', { period: label }),
              })),
            ]}
            value={draft.period}
          />
          <TextField
            disabled={draft.period === 'once'}
            label={i18n.t('Times')}
            min="1"
            onChange={(event) => set(draft.id, { term: event.target.value })}
            required={draft.period !== 'once'}
            step="1"
            type="number"
            value={draft.period === 'once' ? '' : draft.term}
          />
          <Button
            aria-label={i18n.t('Take this line away')}
            className="mt-5.5 justify-self-end px-2"
            look="quiet"
            onClick={() => setDrafts((old) => old.filter(({ id }) => id !== draft.id))}
            type="button"
          >
            <Icon name="close" />
          </Button>
        </div>
      ))}
      {save.isError && (
        <p className="text-lost" role="alert">
          {sentenceOf(save.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setDrafts((old) => [...old, emptyDraft()])} type="button">
          <Icon name="plus" />
          {i18n.t('Another line')}
        </Button>
        <span className="grow" />
        <Button look="quiet" onClick={onClose} type="button">
          {i18n.t('Cancel')}
        </Button>
        <Button disabled={save.isPending} look="main" type="submit">
          {i18n.t('Save the lines')}
        </Button>
      </div>
    </form>
  )
}

const emptyDraft = (): Draft => ({
  id: crypto.randomUUID(),
  product_id: '',
  quantity: '1',
  unit_price: '',
  period: 'once',
  term: '12',
  from: null,
})

const draftOf = (from: DealDetail['line_items'][number]): Draft => ({
  id: from.id,
  product_id: from.product.id,
  quantity: String(from.quantity),
  unit_price: from.unit_price.amount,
  period: from.period ?? 'once',
  term: String(from.term ?? 12),
  from,
})

function lineOf({ product_id, quantity, unit_price, period, term, from }: Draft, currency: string): NewLine {
  const line = { product_id, quantity: Number(quantity), unit_price: { amount: unit_price, currency } }
  if (period === 'once') return { ...line, kind: 'one_time', period: null, term: null }
  const priced =
    Number(unit_price) === Number(from?.unit_price.amount) &&
    Number(quantity) === from?.quantity &&
    period === from.period &&
    Number(term) === from.term
  const kept = { rounding: priced ? from.rounding : null, starts_on: from?.starts_on ?? null }
  return { ...line, ...kept, kind: 'recurring', period, term: Number(term) }
}
