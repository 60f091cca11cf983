import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { dealQuery } from '../data.ts'
import { type Edit, useEdit } from '../deal/use-edit.tsx'
import { shortDay } from '../format.ts'
import { categoryNames } from '../names.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { Category, Deal, DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'

export type ReviewFact = 'category' | 'close_date'
type Props = { fact: ReviewFact; deal_key: string; onClose: () => void }

/** Calls a deal otherwise or moves its close date without leaving the review; the deal's own rules hold. */
export function FactDialog({ fact, deal_key, onClose }: Props) {
  const query = useQuery(dealQuery(deal_key))
  const titles: Record<ReviewFact, string> = {
    category: i18n.t('Call it otherwise'),
    close_date: i18n.t('Another close date'),
  }
  return (
    <Dialog description={query.data?.name} onClose={onClose} open title={titles[fact]} width="narrow">
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && (
        <Loading label={i18n.t('Loading the deal')}>
          <Skeleton className="h-20" />
        </Loading>
      )}
      {query.data && <Form deal={query.data} fact={fact} onClose={onClose} />}
    </Dialog>
  )
}

function Form({ deal, fact, onClose }: { deal: DealDetail; fact: ReviewFact; onClose: () => void }) {
  const { edit, windows } = useEdit(deal)
  const [value, setValue] = useState(deal[fact] ?? '')
  const [waiting, setWaiting] = useState(false)
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setWaiting(true)
    await edit(editOf(deal, fact, value))
    setWaiting(false)
    void queries.invalidateQueries({ queryKey: ['review'] })
    // A question about criteria or another's change stays open above; it closes with this.
    if (!isAsking()) onClose()
  }
  const field: Record<ReviewFact, ReactNode> = {
    category: (
      <Select
        autoFocus
        label={i18n.t('Category')}
        onChange={({ target }) => setValue(target.value)}
        options={Object.entries(categoryNames())
          .filter(([key]) => key !== 'closed')
          .map(([key, label]) => ({ value: key, label }))}
        value={value}
      />
    ),
    close_date: (
      <TextField
        autoFocus
        label={i18n.t('Close date')}
        onChange={({ target }) => setValue(target.value)}
        type="date"
        value={value}
      />
    ),
  }
  return (
    <>
      <form className="grid gap-3" onSubmit={(event) => void submit(event)}>
        {field[fact]}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button disabled={waiting} look="main" type="submit">
            {i18n.t('Save')}
          </Button>
        </DialogActions>
      </form>
      {windows}
    </>
  )
}

const isAsking = () => document.querySelectorAll('[role="dialog"]:not([data-toast])').length > 1

function editOf(deal: DealDetail, fact: ReviewFact, value: string): Edit {
  const { version } = deal
  if (fact === 'category') {
    const read = (at: Deal) => categoryNames()[at.category]
    const category = value as Category
    const seen = { version, value: deal.category, text: read(deal) }
    return { label: i18n.t('Category'), patch: { category }, mine: categoryNames()[category], read, seen }
  }
  const day = (at: string | null) => (at === null ? '–' : shortDay(at, new Date().toISOString()))
  const close_date = value === '' ? null : value
  const seen = { version, value: deal.close_date, text: day(deal.close_date) }
  const read = (at: Deal) => day(at.close_date)
  return { label: i18n.t('Close date'), patch: { close_date }, mine: day(close_date), read, seen }
}
