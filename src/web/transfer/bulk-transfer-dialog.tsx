import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { announce } from '../announce.ts'
import type { Chosen } from '../bulk/chosen.ts'
import { client } from '../api.ts'
import { usePipelines } from '../data.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { BulkProgress } from './bulk-progress.tsx'

type Props = { deals: readonly Pick<Chosen, 'id' | 'pipeline'>[]; onClose: (moved: boolean) => void }

/**
 * Many deals to another pipeline: first what would stop which of them, then they go as a job that can be stopped. What
 * is refused stays where it was, with the reason.
 */
export function BulkTransferDialog({ deals, onClose }: Props) {
  const { list, byKey } = usePipelines()
  const sources = [...new Set(deals.map(({ pipeline }) => pipeline))]
  const others = list.filter(
    ({ key, lifecycle }) => lifecycle === 'active' && !(sources.length === 1 && sources[0] === key),
  )
  const [to, setTo] = useState(others.length === 1 ? (others[0]?.key ?? '') : '')
  const [stage, setStage] = useState('')
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [begun, setBegun] = useState<{ id: string; dry: boolean } | null>(null)
  const reasons = sharedReasons(sources.map((key) => byKey.get(key)?.transfer_reasons ?? []))
  const begin = useMutation({
    mutationFn: (dry_run: boolean) =>
      client.transfers.bulk({
        deal_ids: deals.map(({ id }) => id),
        to_pipeline: to,
        reason,
        dry_run,
        ...(stage ? { to_stage: stage } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    onSuccess: ({ id }, dry) => setBegun({ id, dry }),
  })
  const progress = useQuery({
    queryKey: ['bulk-transfer', begun?.id],
    queryFn: () => client.transfers.get({ bulk_transfer_id: begun?.id ?? '' }),
    enabled: begun !== null,
    refetchInterval: ({ state }) => (state.data && !isRunning(state.data.job.status) ? false : 400),
  })
  const cancel = useMutation({
    mutationFn: (job_id: string) => client.jobs.cancellation({ job_id }),
    onSettled: () => void progress.refetch(),
  })
  const done = progress.data && !isRunning(progress.data.job.status) ? progress.data : undefined
  const moved = done !== undefined && !done.dry_run
  // One that was stopped in the middle says nothing of the rest.
  const tried = done?.dry_run && done.job.status === 'done' ? done : undefined
  useEffect(() => {
    if (!done) return
    announce(
      done.dry_run
        ? i18n.t('{moved} would go, {refused} would stay', done)
        : i18n.t('{moved} went, {refused} stayed', done),
    )
    if (!done.dry_run) void queries.invalidateQueries()
  }, [done])
  const target = byKey.get(to)
  const ready = to !== '' && reason !== '' && !begin.isPending
  const close = () => onClose(moved)
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (ready) begin.mutate(tried === undefined)
  }
  function changed(change: () => void): void {
    change()
    setBegun(null)
  }
  return (
    <Dialog
      description={i18n.t('{count, plural, one {# deal} other {# deals}}, each wholly or not at all.', {
        count: deals.length,
      })}
      onClose={close}
      open
      title={i18n.t('Move to another pipeline')}
      width="wide"
    >
      {others.length === 0 ? (
        <p className="text-mute">{i18n.t('There is no other pipeline that takes deals.')}</p>
      ) : (
        <form className="grid gap-3" data-bulk-transfer onSubmit={submit}>
          {!(begun && !begun.dry) && (
            <>
              <div className="grid gap-3 sm:grid-cols-2">
                <Select
                  autoFocus
                  empty={i18n.t('Choose a pipeline')}
                  label={i18n.t('Pipeline')}
                  onChange={({ target: { value } }) =>
                    changed(() => {
                      setTo(value)
                      setStage('')
                    })
                  }
                  options={others.map(({ key, name }) => ({ value: key, label: name }))}
                  required
                  value={to}
                />
                <Select
                  disabled={!target}
                  empty={i18n.t('Where its own stage leads to')}
                  label={i18n.t('Lands in')}
                  onChange={({ target: { value } }) => changed(() => setStage(value))}
                  options={(target?.stages ?? []).map(({ key, name }) => ({ value: key, label: name }))}
                  value={stage}
                />
                <Select
                  empty={i18n.t('Choose a reason')}
                  hint={
                    reasons.length === 0
                      ? i18n.t('Their pipelines share no reason; choose deals of one pipeline.')
                      : undefined
                  }
                  label={i18n.t('Why they leave')}
                  onChange={({ target: { value } }) => changed(() => setReason(value))}
                  options={reasons.map(({ key, label }) => ({ value: key, label }))}
                  required
                  value={reason}
                />
                <TextField
                  label={i18n.t('Note, if you like')}
                  maxLength={500}
                  onChange={({ target: { value } }) => changed(() => setNote(value))}
                  value={note}
                />
              </div>
            </>
          )}
          {progress.data && <BulkProgress target={target?.name ?? to} transfer={progress.data} />}
          {[begin.error, progress.error, cancel.error].map((error) =>
            error ? (
              <p className="text-lost" key={sentenceOf(error)} role="alert">
                {sentenceOf(error)}
              </p>
            ) : null,
          )}
          <DialogActions>
            <Button look="quiet" onClick={close} type="button">
              {moved ? i18n.t('Close') : i18n.t('Leave them here')}
            </Button>
            {begun && progress.data && isRunning(progress.data.job.status) && (
              <Button
                disabled={cancel.isPending}
                onClick={() => progress.data && cancel.mutate(progress.data.job.id)}
                type="button"
              >
                {i18n.t('Stop')}
              </Button>
            )}
            {(!begun || (done?.dry_run && !tried)) && (
              <Button disabled={!ready} look="main" type="submit">
                {i18n.t('What would stop them?')}
              </Button>
            )}
            {tried && (
              <Button disabled={!ready || tried.moved === 0} look="main" type="submit">
                {i18n.t('Move {count} to {pipeline}', { count: tried.moved, pipeline: target?.name ?? '' })}
              </Button>
            )}
          </DialogActions>
        </form>
      )}
    </Dialog>
  )
}

const isRunning = (status: string) => status === 'queued' || status === 'running'

type Reason = { key: string; label: string }

/** A reason belongs to the pipeline that a deal leaves; together only those go that all of them know. */
const sharedReasons = ([first = [], ...rest]: Reason[][]): Reason[] =>
  first.filter(({ key }) => rest.every((reasons) => reasons.some((one) => one.key === key)))
