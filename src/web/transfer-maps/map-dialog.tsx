import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { TransferMap } from '../../client/schema.ts'
import { client } from '../api.ts'
import { usePipelines } from '../data.ts'
import { StageMap } from '../lineages/stage-map.tsx'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select } from '../ui/field.tsx'
import { KeyPairs } from '../ui/key-pairs.tsx'
import { say } from '../ui/toast.ts'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'

type Props = { from: string; to: string; maps: readonly TransferMap[]; onClose: () => void }

/** Says which stage of a pipeline leads to which of another, and which field of deals becomes which. */
export function MapDialog({ from: askedFrom, to: askedTo, maps, onClose }: Props) {
  const { list, byKey } = usePipelines()
  const [from, setFrom] = useState(() => askedFrom || (list[0]?.key ?? ''))
  const [to, setTo] = useState(() => askedTo || otherThan(list, from))
  const declared = maps.find((map) => map.from_pipeline.key === from && map.to_pipeline.key === to)
  const options = list.map(({ key, name }) => ({ value: key, label: name }))
  return (
    <Dialog
      description={i18n.t('It holds for transfers from now on; deals that went already stay where they are.')}
      onClose={onClose}
      open
      title={i18n.t('Where deals land')}
      width="wide"
    >
      <div className="grid gap-4">
        <div className="grid gap-3 sm:grid-cols-2">
          <Select
            autoFocus
            label={i18n.t('From pipeline')}
            onChange={({ target: { value } }) => {
              setFrom(value)
              if (value === to) setTo(otherThan(list, value))
            }}
            options={options}
            value={from}
          />
          <Select
            label={i18n.t('To pipeline')}
            onChange={({ target }) => setTo(target.value)}
            options={options.filter(({ value }) => value !== from)}
            value={to}
          />
        </div>
        <MapForm
          declared={declared}
          from={byKey.get(from)}
          key={`${from} ${to} ${declared?.id}`}
          onClose={onClose}
          to={byKey.get(to)}
        />
      </div>
    </Dialog>
  )
}

type FormProps = {
  from: Pipeline | undefined
  to: Pipeline | undefined
  declared: TransferMap | undefined
  onClose: () => void
}

function MapForm({ from, to, declared, onClose }: FormProps) {
  const [stages, setStages] = useState(declared?.stages ?? {})
  const [fields, setFields] = useState(declared?.fields ?? {})
  const save = useMutation({
    mutationFn: () =>
      client.transfer_maps.set({ from_pipeline: from?.key ?? '', to_pipeline: to?.key ?? '', stages, fields }),
    async onSuccess() {
      onClose()
      say({ title: i18n.t('Saved. Transfers go by it from now on.') })
      await Promise.all(
        ['transfer-maps', 'transfer-preview', 'pipeline-map'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      )
    },
  })
  if (!from || !to)
    return <p className="text-mute">{i18n.t('A map leads from one pipeline to another; choose both.')}</p>
  const saidBeside = Object.keys(fields).some((key) => fieldError(save.error, `/fields/${key}`))
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }
  return (
    <form className="grid gap-4" onSubmit={submit}>
      <StageMap from={from} onChange={setStages} open stages={stages} to={to} />
      <KeyPairs
        add={i18n.t('Add a field')}
        from={dealFields(from)}
        legend={i18n.t('Fields that become others')}
        map={fields}
        onMap={setFields}
        to={dealFields(to)}
        wrong={(key) => fieldError(save.error, `/fields/${key}`)}
      />
      <p className="text-xs text-mute">
        {i18n.t('Fields of the same key come along by themselves; what has no place stays with the deal.')}
      </p>
      {save.isError && !saidBeside && (
        <p className="text-lost" role="alert">
          {sentenceOf(save.error)}
        </p>
      )}
      <DialogActions>
        <Button look="quiet" onClick={onClose}>
          {i18n.t('Cancel')}
        </Button>
        <Button disabled={save.isPending} look="main" type="submit">
          {i18n.t('Save')}
        </Button>
      </DialogActions>
    </form>
  )
}

const dealFields = ({ fields }: Pipeline) =>
  fields.filter(({ subject }) => subject === 'deal').map(({ key, label }) => ({ value: key, label }))

const otherThan = (list: readonly { key: string }[], key: string) => list.find((one) => one.key !== key)?.key ?? ''
