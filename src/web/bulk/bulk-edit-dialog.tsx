import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { BulkAnswer } from '../../client/schema.ts'
import { announce } from '../announce.ts'
import type { BulkChange } from '../api.ts'
import { PersonSelect } from '../move/field-input.tsx'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { changeAll, offerBack, refreshDeals } from './change-all.ts'
import type { Chosen } from './chosen.ts'
import { Kept, type KeptDeal } from './kept.tsx'

type What = 'owner' | 'close_date'
type Props = { deals: readonly Chosen[]; what: What; onClose: (done: boolean) => void }

/** Gives several deals one owner or one close date; what is refused stays as it was, with the reason. */
export function BulkEditDialog({ deals, what, onClose }: Props) {
  const [value, setValue] = useState('')
  const [clear, setClear] = useState(false)
  const ready = clear || value !== ''
  const edit = useMutation({
    mutationFn: () =>
      changeAll(deals.map((deal) => ({ op: 'update' as const, ...asked(deal), [what]: clear ? null : value }))),
    onSuccess(answer) {
      told(deals, what, answer)
      if (answer.refused === 0) onClose(true)
    },
  })
  const refused = (edit.data?.data ?? []).flatMap(({ index, problem }): KeptDeal[] => {
    const deal = deals[index]
    return problem && deal ? [{ ...deal, why: problem.detail }] : []
  })
  const title = what === 'owner' ? i18n.t('Give them one owner') : i18n.t('Give them one close date')
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (ready && !edit.isPending) edit.mutate()
  }
  return (
    <Dialog
      description={i18n.t('{count, plural, one {# deal} other {# deals}}, each wholly or not at all.', {
        count: deals.length,
      })}
      onClose={() => onClose(edit.isSuccess)}
      open
      title={title}
    >
      <form className="grid gap-3" data-bulk-edit onSubmit={submit}>
        {what === 'owner' && !clear && (
          <PersonSelect label={i18n.t('Owner')} onChange={({ target }) => setValue(target.value)} value={value} />
        )}
        {what === 'close_date' && !clear && (
          <TextField
            autoFocus
            label={i18n.t('Close date')}
            onChange={({ target }) => setValue(target.value)}
            required
            type="date"
            value={value}
          />
        )}
        <label className="flex items-center gap-2">
          <input checked={clear} onChange={({ target }) => setClear(target.checked)} type="checkbox" />
          {what === 'owner' ? i18n.t('Nobody for now') : i18n.t('No day for now')}
        </label>
        {edit.isError && (
          <p className="text-lost" role="alert">
            {sentenceOf(edit.error)}
          </p>
        )}
        {edit.data && refused.length > 0 && (
          <section className="grid gap-2" role="alert">
            <p className="font-medium">{i18n.t('Changed: {done}. Not changed: {refused}.', edit.data)}</p>
            <Kept deals={refused} />
          </section>
        )}
        <DialogActions>
          <Button look="quiet" onClick={() => onClose(edit.isSuccess)}>
            {edit.isSuccess ? i18n.t('Close') : i18n.t('Cancel')}
          </Button>
          {!edit.isSuccess && (
            <Button disabled={!ready || edit.isPending} look="main" type="submit">
              {i18n.t('Change {count}', { count: deals.length })}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  )
}

const asked = ({ id, version }: Chosen) => ({ deal_id: id, deal_version: version })

/** Says how many it were, and offers to give each of them back what it had. */
function told(deals: readonly Chosen[], what: What, { data, done }: BulkAnswer): void {
  const words =
    what === 'owner'
      ? i18n.t('{done, plural, one {# deal has} other {# deals have}} another owner', { done })
      : i18n.t('{done, plural, one {# deal has} other {# deals have}} another close date', { done })
  announce(words)
  refreshDeals()
  const back = data.flatMap(({ index, deal }): BulkChange[] => {
    const before = deals[index]
    if (!deal || !before) return []
    const old = what === 'owner' ? { owner: before.owner?.id ?? null } : { close_date: before.close_date }
    return [{ op: 'update', deal_id: deal.id, deal_version: deal.version, ...old }]
  })
  offerBack(words, back)
}
