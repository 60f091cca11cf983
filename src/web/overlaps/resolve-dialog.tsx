import { type FormEvent, useRef, useState } from 'react'
import type { Overlap, OverlapDeal } from '../../client/schema.ts'
import { useMe } from '../data.ts'
import { exactMoney } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { facts, type Takeable } from './overlap-words.ts'
import { useResolution } from './use-resolution.ts'

type Props = { pair: Overlap; as: 'same_deal' | 'co_sell'; onClose: () => void }

/** Which of two deals lives on and what it takes over; or of a co-sell, which one is counted. */
export function ResolveDialog({ pair, as, onClose }: Props) {
  const { deal, other } = pair
  const [keep, setKeep] = useState(other.id)
  const [take, setTake] = useState<ReadonlySet<Takeable>>(new Set())
  const [note, setNote] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const resolve = useResolution(onClose)
  const [kept, gone] = keep === deal.id ? [deal, other] : [other, deal]
  const merges = as === 'same_deal'
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (resolve.isPending) return
    resolve.mutate({
      overlap_id: pair.id,
      as,
      keep,
      take: merges ? [...take] : [],
      if_version: pair.version,
      ...(note.trim() ? { note: note.trim() } : {}),
    })
  }
  function choose(id: string): void {
    setKeep(id)
    setTake(new Set())
  }
  return (
    <Dialog
      description={
        merges
          ? i18n.t(
              'One lives on; the other one is void, in no total and no rate. Both keep their history, and it can be undone for 30 days.',
            )
          : i18n.t('Both are worked on; the money stands once. Where the counted one is lost, the other one counts.')
      }
      focus={first}
      onClose={onClose}
      open
      title={merges ? i18n.t('The same deal') : i18n.t('A co-sell')}
      width={merges ? 'wide' : 'usual'}
    >
      <form className="grid gap-3" onSubmit={submit}>
        <fieldset className="grid gap-2 sm:grid-cols-2">
          <legend className="mb-1 text-xs font-medium text-mute">
            {merges ? i18n.t('Which one lives on?') : i18n.t('Which one is counted?')}
          </legend>
          {[other, deal].map((one) => (
            <Choice
              chosen={keep === one.id}
              deal={one}
              key={one.id}
              onChoose={() => choose(one.id)}
              {...(one === other ? { control: first } : {})}
            />
          ))}
        </fieldset>
        {merges && <Facts gone={gone} kept={kept} onTake={setTake} take={take} />}
        <TextField
          label={i18n.t('Note, if there is one to leave')}
          maxLength={500}
          onChange={({ target }) => setNote(target.value)}
          value={note}
        />
        {resolve.isError && (
          <p className="rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
            {sentenceOf(resolve.error)}
          </p>
        )}
        <DialogActions>
          <Button look="quiet" onClick={onClose} type="button">
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={resolve.isPending} look="main" type="submit">
            {merges
              ? i18n.t('Merge {gone} into {kept}', { gone: gone.key, kept: kept.key })
              : i18n.t('Count {kept}', { kept: kept.key })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

type ChoiceProps = { deal: OverlapDeal; chosen: boolean; onChoose: () => void; control?: React.Ref<HTMLInputElement> }

function Choice({ deal, chosen, onChoose, control }: ChoiceProps) {
  return (
    <label className="grid cursor-pointer grid-cols-[auto_minmax(0,1fr)] content-start gap-x-2.5 rounded-lg border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft">
      <input
        checked={chosen}
        className="row-span-3 mt-1 size-4 accent-(--accent)"
        name="keep"
        onChange={onChoose}
        ref={control}
        type="radio"
      />
      <span className="truncate font-medium">{deal.name}</span>
      <span className="truncate text-xs text-mute">
        <span className="num">{deal.key}</span> · {deal.pipeline.name}
      </span>
      <span className="num text-xs">{deal.amount ? exactMoney(deal.amount) : '–'}</span>
    </label>
  )
}

type FactsProps = {
  kept: OverlapDeal
  gone: OverlapDeal
  take: ReadonlySet<Takeable>
  onTake: (take: ReadonlySet<Takeable>) => void
}

/** Where the two say different things: which of them the deal that lives on says from now on. */
function Facts({ kept, gone, take, onTake }: FactsProps) {
  const differing = facts(useMe().workspace.today).filter(({ text }) => text(kept) !== text(gone))
  if (differing.length === 0) return <p className="text-mute">{i18n.t('Both say the same about everything.')}</p>
  function toggle(key: Takeable): void {
    const next = new Set(take)
    if (!next.delete(key)) next.add(key)
    onTake(next)
  }
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium text-mute">
        {i18n.t('What it takes over from {gone}', { gone: gone.key })}
      </legend>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {differing.map(({ key, label, text }) => (
          <li key={key}>
            <label className="flex cursor-pointer items-start gap-2.5 px-3 py-2 hover:bg-sunken/60">
              <input
                checked={take.has(key)}
                className="mt-0.5 size-4 shrink-0 accent-(--accent)"
                onChange={() => toggle(key)}
                type="checkbox"
              />
              <span className="w-24 shrink-0 text-mute">{label}</span>
              <span className="grid min-w-0 grow gap-x-3 sm:grid-cols-2">
                <span className={`break-words ${take.has(key) ? 'text-mute line-through' : 'font-medium'}`}>
                  {text(kept)}
                </span>
                <span className={`break-words ${take.has(key) ? 'font-medium' : 'text-mute'}`}>{text(gone)}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
