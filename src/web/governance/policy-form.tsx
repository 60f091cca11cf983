import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApprovalPolicy } from '../../client/schema.ts'
import { api } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { type Role, roleWords } from '../settings/role-words.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { DialogActions } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

type Given = { needed: number; role?: Role; person_ids?: string[] }
type Props = {
  of: Pick<ApprovalPolicy, 'needed' | 'role' | 'people' | 'valid_from'>
  /** What holds where nobody said anything, in a sentence. */
  unsaid: string
  set: (given: Given) => Promise<unknown>
  remove: () => Promise<unknown>
  refresh: () => Promise<unknown>
  onClose: () => void
}

const usual = 'usual'
const named = 'named'

/** Who decides, and how many must agree: of a pipeline, or of the rules of all of them. */
export function PolicyForm({ of, unsaid, set, remove: takeBack, refresh, onClose }: Props) {
  const { data } = useQuery({ queryKey: ['people'], queryFn: api.people, staleTime: 300_000 })
  const [who, setWho] = useState<string>(of.people ? named : (of.role ?? usual))
  const [chosen, choose] = useState(of.people?.map(({ id }) => id) ?? [])
  const [needed, setNeeded] = useState(String(of.needed))
  const done = async (title: string) => {
    await refresh()
    say({ title })
    onClose()
  }
  const save = useMutation({
    mutationFn: () =>
      set({
        needed: Number(needed),
        ...(who === named ? { person_ids: chosen } : who === usual ? {} : { role: who as Role }),
      }),
    onSuccess: () => done(i18n.t('Saved. It holds for what is asked from now on.')),
  })
  const remove = useMutation({
    mutationFn: takeBack,
    onSuccess: () => done(i18n.t('It is decided on as usual again.')),
  })
  const error = save.error ?? remove.error
  const toggle = (id: string) => choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <p className="text-mute">{of.valid_from === null ? unsaid : i18n.t('Somebody has said so.')}</p>
      <Select
        label={i18n.t('Who decides')}
        onChange={({ target }) => setWho(target.value)}
        options={[
          { value: usual, label: i18n.t('Whoever holds the right to approve') },
          {
            label: i18n.t('Everybody of a role'),
            options: Object.entries(roleWords()).map(([value, label]) => ({ value, label })),
          },
          { value: named, label: i18n.t('These people') },
        ]}
        value={who}
      />
      {who === named && (
        <fieldset className="grid max-h-48 gap-1 overflow-y-auto">
          <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('People')}</legend>
          {data?.data
            .filter(({ id, active }) => active || chosen.includes(id))
            .map(({ id, name }) => (
              <Checkbox checked={chosen.includes(id)} key={id} label={name} onChange={() => toggle(id)} />
            ))}
        </fieldset>
      )}
      <TextField
        hint={i18n.t('Where fewer may decide at all, all of them must.')}
        label={i18n.t('How many must agree')}
        max={20}
        min={1}
        onChange={({ target }) => setNeeded(target.value)}
        required
        type="number"
        value={needed}
      />
      {error && (
        <p className="text-lost" role="alert">
          {sentenceOf(error)}
        </p>
      )}
      <DialogActions>
        {of.valid_from !== null && (
          <Button disabled={remove.isPending} onClick={() => remove.mutate()}>
            {i18n.t('As usual again')}
          </Button>
        )}
        <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
        <Button disabled={save.isPending} look="main" type="submit">
          {i18n.t('Save')}
        </Button>
      </DialogActions>
    </form>
  )
}
