import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { BulkAnswer } from '../../client/schema.ts'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { usePipelines } from '../data.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { changeAll, offerBack, refreshDeals } from './change-all.ts'
import type { Chosen } from './chosen.ts'
import { Kept, type KeptDeal } from './kept.tsx'

type Props = { deals: readonly Chosen[]; onClose: (done: boolean) => void }
type Preview = Awaited<ReturnType<typeof previewAll>>[number]

/** Several deals of one pipeline to one of its stages: first what would stop which of them, then those go that may. */
export function BulkMoveDialog({ deals, onClose }: Props) {
  const { byKey } = usePipelines()
  const keys = [...new Set(deals.map(({ pipeline }) => pipeline))]
  const pipeline = keys.length === 1 ? byKey.get(keys[0] ?? '') : undefined
  const [stage, setStage] = useState('')
  const [reason, setReason] = useState('')
  const asked = { to_stage: stage, ...(reason.trim() ? { reason: reason.trim() } : {}) }
  const look = useMutation({
    mutationFn: () => previewAll(deals, asked),
    onSuccess(seen) {
      const going = seen.filter(({ allowed }) => allowed).length
      announce(i18n.t('{moved} would go, {refused} would stay', { moved: going, refused: seen.length - going }))
    },
  })
  const going = deals.filter(({ id }) => look.data?.some((one) => one.deal_id === id && one.allowed))
  const move = useMutation({
    mutationFn: () =>
      changeAll(
        going.map(({ id, version }) => ({
          op: 'move' as const,
          deal_id: id,
          deal_version: version,
          ...asked,
        })),
      ),
    onSuccess(answer) {
      told(answer)
      if (answer.refused === 0) onClose(true)
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (stage === '' || look.isPending || move.isPending) return
    if (look.data) move.mutate()
    else look.mutate()
  }
  const kept: KeptDeal[] = move.data
    ? refusedOf(move.data, going)
    : (look.data ?? []).flatMap((one) => {
        const deal = deals.find(({ id }) => id === one.deal_id)
        return one.allowed || !deal ? [] : [{ ...deal, why: whyOf(one) }]
      })
  const name = pipeline?.stages.find(({ key }) => key === stage)?.name ?? ''
  return (
    <Dialog
      description={i18n.t('{count, plural, one {# deal} other {# deals}}, each wholly or not at all.', {
        count: deals.length,
      })}
      onClose={() => onClose(move.isSuccess)}
      open
      title={i18n.t('Move them to a stage')}
    >
      {!pipeline ? (
        <p className="text-mute">
          {i18n.t('They are in several pipelines, and each has stages of its own. Choose deals of one pipeline.')}
        </p>
      ) : (
        <form className="grid gap-3" data-bulk-move onSubmit={submit}>
          <Select
            autoFocus
            disabled={move.isSuccess}
            empty={i18n.t('Choose a stage')}
            label={i18n.t('Stage')}
            onChange={({ target }) => {
              setStage(target.value)
              look.reset()
            }}
            options={pipeline.stages.map(({ key, name: label }) => ({ value: key, label }))}
            required
            value={stage}
          />
          <TextField
            disabled={move.isSuccess}
            hint={i18n.t('Asked for where a stage is skipped, a deal goes back, or a soft criterion is not met.')}
            label={i18n.t('Reason, if one is asked for')}
            maxLength={500}
            onChange={({ target }) => {
              setReason(target.value)
              // A reason lets some go that would have stayed without one.
              look.reset()
            }}
            value={reason}
          />
          {look.data && !move.data && (
            <p aria-live="polite" className="font-medium">
              {i18n.t('{moved} would go, {refused} would stay', { moved: going.length, refused: kept.length })}
            </p>
          )}
          {move.data && (
            <p className="font-medium" role="alert">
              {i18n.t('Changed: {done}. Not changed: {refused}.', move.data)}
            </p>
          )}
          <Kept deals={kept} />
          {[look.error, move.error].map((error) =>
            error ? (
              <p className="text-lost" key={sentenceOf(error)} role="alert">
                {sentenceOf(error)}
              </p>
            ) : null,
          )}
          <DialogActions>
            <Button look="quiet" onClick={() => onClose(move.isSuccess)} type="button">
              {move.isSuccess ? i18n.t('Close') : i18n.t('Cancel')}
            </Button>
            {!look.data && (
              <Button disabled={stage === '' || look.isPending} look="main" type="submit">
                {i18n.t('What would stop them?')}
              </Button>
            )}
            {look.data && !move.isSuccess && (
              <Button disabled={going.length === 0 || move.isPending} look="main" type="submit">
                {i18n.t('Move {count} to {stage}', { count: going.length, stage: name })}
              </Button>
            )}
          </DialogActions>
        </form>
      )}
    </Dialog>
  )
}

const most = 500

async function previewAll(deals: readonly Chosen[], asked: { to_stage: string; reason?: string }) {
  const seen: Awaited<ReturnType<typeof client.moves.preview_many>>['data'] = []
  for (let at = 0; at < deals.length; at += most) {
    const deal_ids = deals.slice(at, at + most).map(({ id }) => id)
    seen.push(...(await client.moves.preview_many({ deal_ids, ...asked })).data)
  }
  return seen
}

/** What a deal lacks, as its gate says it; where no gate stops it, what does. */
function whyOf({ gates, detail }: Preview): string {
  const missing = gates.filter(({ satisfied, level }) => !satisfied && level !== 'advice')
  const labels = missing.map(({ label, hint }) => (hint ? `${label}: ${hint}` : label))
  return labels.length > 0 ? labels.join(' · ') : (detail ?? i18n.t('Its pipeline does not allow this move.'))
}

const refusedOf = ({ data }: BulkAnswer, deals: readonly Chosen[]): KeptDeal[] =>
  data.flatMap(({ index, problem }) => {
    const deal = deals[index]
    return problem && deal ? [{ ...deal, why: problem.detail }] : []
  })

/** Says how many it were, and offers to take each of the moves back. */
function told({ data, done }: BulkAnswer): void {
  const words = i18n.t('{done, plural, one {# deal has} other {# deals have}} moved', { done })
  announce(words)
  refreshDeals()
  offerBack(
    words,
    data.flatMap(({ deal, move_id }) => (deal && move_id ? [{ op: 'reverse', deal_id: deal.id, move_id }] : [])),
  )
}
