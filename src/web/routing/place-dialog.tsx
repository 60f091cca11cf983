import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { IncomingDeal } from '../../client/schema.ts'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { useMe, usePipelines } from '../data.ts'
import { FieldInput } from '../move/field-input.tsx'
import { fieldNamed, patchOf } from '../move/fillable.ts'
import { fieldError, gatesOf, isProblem, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { useNames } from './routing-data.ts'

/** Opens a deal that waits, where a person says: pipeline, owner and why. */
export function PlaceDialog({ of: one, onClose }: { of: IncomingDeal; onClose: () => void }) {
  const { person: me, workspace } = useMe()
  const { list, byKey } = usePipelines()
  const { people } = useNames()
  const navigate = useNavigate()
  const open = list.filter(({ lifecycle }) => lifecycle === 'active')
  const [pipeline, setPipeline] = useState(open[0]?.key ?? '')
  const given = one.given.owner === undefined || one.given.owner === 'me' ? me.id : one.given.owner
  const [owner, setOwner] = useState(given)
  const [reason, setReason] = useState('')
  const [filled, fill] = useState<Record<string, unknown>>({})
  const first = useRef<HTMLSelectElement>(null)
  const place = useMutation({
    mutationFn: () =>
      client.incoming_deals.place({
        incoming_id: one.id,
        pipeline,
        owner,
        ...(patchOf(filled) as object),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    onSuccess({ deal }) {
      onClose()
      const told = i18n.t('{key} is opened', { key: deal?.key ?? '' })
      say({ title: told, ...(deal ? { detail: deal.name } : {}) })
      announce(told)
      void queries.invalidateQueries()
      if (deal) void navigate({ to: '/deals/$deal', params: { deal: deal.key } })
    },
    onError: () => void queries.invalidateQueries({ queryKey: ['routing'] }),
  })
  const missing = isProblem(place.error) ? gatesOf(place.error).filter(({ satisfied }) => !satisfied) : []
  const asked = missing.flatMap((gate) => fieldNamed(byKey.get(pipeline), gate.field) ?? [])
  const others = people.some(({ value }) => value === me.id) ? people : [{ value: me.id, label: me.name }, ...people]
  return (
    <Dialog
      {...(one.because === null ? {} : { description: one.because })}
      focus={() => first.current}
      onClose={onClose}
      open
      title={i18n.t('Where does {name} go?', { name: one.given.name })}
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!place.isPending) place.mutate()
        }}
      >
        <Select
          error={fieldError(place.error, '/pipeline')}
          label={i18n.t('Pipeline')}
          onChange={({ target }) => {
            setPipeline(target.value)
            fill({})
            place.reset()
          }}
          options={open.map(({ key, name }) => ({ value: key, label: name }))}
          ref={first as never}
          required
          value={pipeline}
        />
        <Select
          error={fieldError(place.error, '/owner')}
          label={i18n.t('Owner')}
          onChange={({ target }) => setOwner(target.value)}
          options={others}
          value={owner}
        />
        <TextField
          error={fieldError(place.error, '/reason')}
          hint={i18n.t('It is kept with the deal, for whoever asks why it is here.')}
          label={i18n.t('Why here')}
          maxLength={500}
          onChange={({ target }) => setReason(target.value)}
          value={reason}
        />
        {place.isError && (
          <p className="text-lost" role="alert">
            {sentenceOf(place.error)}
          </p>
        )}
        {asked.map((field) => (
          <FieldInput
            currency={one.given.amount?.currency ?? workspace.currency}
            field={field}
            key={field.key}
            onChange={(value) => fill({ ...filled, [field.key]: value })}
            value={filled[field.key] ?? null}
          />
        ))}
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={place.isPending || pipeline === ''} look="main" type="submit">
            {i18n.t('Open the deal')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
