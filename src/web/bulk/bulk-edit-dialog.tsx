import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { BulkAnswer } from '../../client/schema.ts'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { PersonSelect } from '../move/field-input.tsx'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { forgetUndo, remember } from '../undo.ts'
import { i18n } from '../words.ts'
import type { Chosen } from './chosen.ts'

type What = 'owner' | 'close_date'
type Props = { deals: readonly Chosen[]; what: What; onClose: (done: boolean) => void }
type Edit = { deal_id: string; deal_version: number; owner?: string | null; close_date?: string | null }

/** Gives several deals one owner or one close date; what is refused stays as it was, with the reason. */
export function BulkEditDialog({ deals, what, onClose }: Props) {
  const [value, setValue] = useState('')
  const edit = useMutation({
    mutationFn: () => editAll(deals.map((deal) => ({ ...asked(deal), [what]: value }))),
    onSuccess(answer) {
      told(deals, what, answer)
      if (answer.refused === 0) onClose(true)
    },
  })
  const refused = edit.data?.data.filter(({ problem }) => problem !== null) ?? []
  const title = what === 'owner' ? i18n.t('Give them one owner') : i18n.t('Give them one close date')
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (value !== '' && !edit.isPending) edit.mutate()
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
        {what === 'owner' ? (
          <PersonSelect label={i18n.t('Owner')} onChange={({ target }) => setValue(target.value)} value={value} />
        ) : (
          <TextField
            autoFocus
            label={i18n.t('Close date')}
            onChange={({ target }) => setValue(target.value)}
            required
            type="date"
            value={value}
          />
        )}
        {edit.isError && (
          <p className="text-lost" role="alert">
            {sentenceOf(edit.error)}
          </p>
        )}
        {edit.data && refused.length > 0 && (
          <section className="grid gap-2 rounded-lg bg-sunken px-3 py-2.5" role="alert">
            <p className="font-medium">{i18n.t('Changed: {done}. Not changed: {refused}.', edit.data)}</p>
            <ul className="max-h-60 divide-y divide-line overflow-y-auto" data-refused>
              {refused.map(({ index, problem }) => (
                <li className="py-1.5" key={index}>
                  <span className="num text-mute">{deals[index]?.key}</span> {deals[index]?.name}
                  <span className="block text-mute">{problem?.detail}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <DialogActions>
          <Button look="quiet" onClick={() => onClose(edit.isSuccess)}>
            {edit.isSuccess ? i18n.t('Close') : i18n.t('Cancel')}
          </Button>
          {!edit.isSuccess && (
            <Button disabled={value === '' || edit.isPending} look="main" type="submit">
              {i18n.t('Change {count}', { count: deals.length })}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  )
}

const asked = ({ id, version }: Chosen) => ({ deal_id: id, deal_version: version })

const editAll = (edits: readonly Edit[]): Promise<BulkAnswer> =>
  client.deals.bulk({ atomic: false, operations: edits.map((one) => ({ op: 'update' as const, ...one })) })

/** Says how many it were, and offers to give each of them back what it had. */
function told(deals: readonly Chosen[], what: What, { data, done }: BulkAnswer): void {
  const words =
    what === 'owner'
      ? i18n.t('{done, plural, one {# deal has} other {# deals have}} another owner', { done })
      : i18n.t('{done, plural, one {# deal has} other {# deals have}} another close date', { done })
  announce(words)
  refresh()
  if (done === 0) return
  const back = data.flatMap(({ index, deal }): Edit[] => {
    const before = deals[index]
    if (!deal || !before) return []
    const old = what === 'owner' ? { owner: before.owner?.id ?? null } : { close_date: before.close_date }
    return [{ deal_id: deal.id, deal_version: deal.version, ...old }]
  })
  const undo = () => void takeBack(back)
  say({ title: words, undo, about: 'bulk-edit' })
  remember(words, undo)
}

async function takeBack(edits: readonly Edit[]): Promise<void> {
  forgetUndo()
  try {
    const { done, refused } = await editAll(edits)
    const words =
      refused === 0
        ? i18n.t('{done, plural, one {# deal is} other {# deals are}} as before', { done })
        : i18n.t('{done} are as before; {refused} were changed by others since and stay', { done, refused })
    say({ title: words, tone: refused === 0 ? 'plain' : 'bad', about: 'bulk-edit' })
    announce(words)
  } catch (error) {
    say({ title: i18n.t('This cannot be undone any more'), detail: sentenceOf(error), tone: 'bad', about: 'bulk-edit' })
  }
  refresh()
}

const touched = ['board', 'deal', 'deals', 'history', 'totals', 'look', 'forecast', 'needs']
const refresh = () => {
  for (const key of touched) void queries.invalidateQueries({ queryKey: [key] })
}
