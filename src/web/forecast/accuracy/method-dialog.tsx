import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { fieldError, sentenceOf } from '../../problem.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { i18n } from '../../words.ts'
import { methodHints, methodNames } from './accuracy-words.ts'
import { choose, saidOf, tellChosen } from './method-data.ts'
import { type Choosable, type MethodInUse, recordHint } from './method-words.ts'

/** Those that give every open deal a chance, as the server knows them; the usual one first. */
const choosable = ['model', 'partial', 'pooled', 'per_pipeline', 'horizon_share', 'win_rate'] as const

/** By which method the deals of a pipeline get their chance from now on: one of them, or what the record speaks for. */
export function MethodDialog({ of: one, onClose }: { of: MethodInUse; onClose: () => void }) {
  const said = saidOf(one)
  const [method, setMethod] = useState<Choosable>(said)
  const [reason, setReason] = useState('')
  const ways = useRef<HTMLFieldSetElement>(null)
  const save = useMutation({
    mutationFn: () => choose(one.pipeline.key, method, reason),
    onSuccess() {
      onClose()
      tellChosen(one, method)
    },
  })
  const wrong = { method: fieldError(save.error, '/method'), reason: fieldError(save.error, '/reason') }
  const rows: { value: Choosable; label: string; detail: string }[] = [
    { value: 'automatic', label: i18n.t('Leave it to the record'), detail: recordHint(one) },
    ...choosable.map((value) => ({ value, label: methodNames()[value], detail: methodHints()[value] })),
  ]
  return (
    <Dialog
      description={i18n.t('From now on, in forecasts, on boards and on deals. Forecasts of before stay as they were.')}
      focus={() => ways.current?.querySelector<HTMLInputElement>('input:checked') ?? null}
      onClose={onClose}
      open
      title={i18n.t('How deals of {name} get their chance', { name: one.pipeline.name })}
      width="wide"
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!save.isPending && method !== said) save.mutate()
        }}
      >
        <fieldset className="grid gap-1.5 md:grid-cols-2" ref={ways}>
          <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('Method')}</legend>
          {rows.map(({ value, label, detail }) => (
            <Choice
              checked={method === value}
              detail={value === said ? i18n.t('as it is now: {detail}', { detail }) : detail}
              key={value}
              label={label}
              name="method"
              onChoose={() => setMethod(value)}
            />
          ))}
          {wrong.method && (
            <p className="text-xs text-lost md:col-span-2" role="alert">
              {wrong.method}
            </p>
          )}
        </fieldset>
        <TextField
          error={wrong.reason}
          hint={i18n.t('Readers of the forecast see it.')}
          label={i18n.t('Reason')}
          maxLength={500}
          onChange={({ target }) => setReason(target.value)}
          required
          value={reason}
        />
        {save.isError && !wrong.method && !wrong.reason && (
          <p className="text-lost" role="alert">
            {sentenceOf(save.error)}
          </p>
        )}
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={save.isPending || method === said} look="main" type="submit">
            {i18n.t('Use from now on')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
