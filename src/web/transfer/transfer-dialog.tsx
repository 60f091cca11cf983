import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { dealQuery, useMe, usePipelines } from '../data.ts'
import { type Answer, answersToGiven, isComplete } from '../move/gate-answers.ts'
import { GateRow } from '../move/gate-row.tsx'
import type { Moving } from '../move/target.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextArea } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { forgetUndo, remember } from '../undo.ts'
import type { Gate, Transfer, TransferPreview } from '../wire.ts'
import { i18n } from '../words.ts'
import { Brought } from './brought.tsx'

type Props = { deal: Moving; onClose: () => void }

/**
 * "Move to another pipeline": where the deal lands there, what that asks for, what has no place and stays with it; and
 * why it goes. Undone like a move.
 */
export function TransferDialog({ deal, onClose }: Props) {
  const { list, byKey } = usePipelines()
  const from = byKey.get(deal.pipeline)
  const mayMap = useMe().access.includes('pipelines:configure')
  const others = list.filter(({ key, lifecycle }) => key !== deal.pipeline && lifecycle === 'active')
  const [to, setTo] = useState(others.length === 1 ? (others[0]?.key ?? '') : '')
  const [stage, setStage] = useState('')
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [answers, setAnswers] = useState<Record<string, Answer>>({})
  const target = byKey.get(to)
  const asked = { deal_id: deal.id, to_pipeline: to, ...(stage ? { to_stage: stage } : {}) }
  const preview = useQuery({
    queryKey: ['transfer-preview', deal.id, deal.version, to, stage],
    queryFn: () => client.transfers.preview({ ...asked, reason: from?.transfer_reasons[0]?.key ?? '' }),
    enabled: to !== '',
  })
  const fields = useQuery(dealQuery(deal.key)).data?.fields
  const gates = preview.data?.gates ?? []
  const missing = gates.filter((gate) => !gate.satisfied && gate.level !== 'advice')
  const unanswered = missing.filter((gate) => !isComplete(gate, answers[gate.key]))
  const soft = unanswered.some(({ level }) => level === 'soft')
  const barred = preview.data && !preview.data.allowed && preview.data.code !== 'gate-not-met'
  const ready =
    preview.data !== undefined &&
    !barred &&
    reason !== '' &&
    unanswered.every(({ level }) => level === 'soft' && note.trim() !== '')

  const move = useMutation({
    mutationFn: () =>
      client.transfers.create({
        ...asked,
        reason,
        deal_version: deal.version,
        ...answersToGiven(gates, answers),
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    onSuccess: (transfer) => {
      done(deal, transfer)
      onClose()
    },
    onError: () => void preview.refetch(),
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (ready && !move.isPending) move.mutate()
  }
  function choose(key: string): void {
    setTo(key)
    setStage('')
    setAnswers({})
    move.reset()
  }
  return (
    <Dialog
      description={i18n.t('{deal} · {key}, now in {pipeline}', {
        deal: deal.name,
        key: deal.key,
        pipeline: from?.name ?? '',
      })}
      onClose={onClose}
      open
      title={i18n.t('Move to another pipeline')}
    >
      {others.length === 0 ? (
        <p className="text-mute">{i18n.t('There is no other pipeline that takes deals.')}</p>
      ) : (
        <form className="grid gap-3" data-transfer-dialog onSubmit={submit}>
          <div className="grid gap-3 sm:grid-cols-2">
            <Select
              autoFocus
              empty={i18n.t('Choose a pipeline')}
              label={i18n.t('Pipeline')}
              onChange={(event) => choose(event.target.value)}
              options={others.map(({ key, name }) => ({ value: key, label: name }))}
              required
              value={to}
            />
            <Select
              disabled={!target}
              hint={preview.data && ruleWords(preview.data.stage_by)}
              label={i18n.t('Lands in')}
              onChange={(event) => setStage(event.target.value)}
              options={(target?.stages ?? []).map(({ key, name }) => ({ value: key, label: name }))}
              value={stage || (preview.data?.to.stage ?? '')}
            />
          </div>
          {target && mayMap && (
            <Link
              className="justify-self-start text-xs text-accent underline"
              params={{ tab: 'transfer-maps' }}
              search={{ from: deal.pipeline, to }}
              to="/governance/$tab"
            >
              {i18n.t('Say which stage leads to which from {from} to {to}', {
                from: from?.name ?? '',
                to: target.name,
              })}
            </Link>
          )}
          <Select
            empty={i18n.t('Choose a reason')}
            label={i18n.t('Why it leaves {pipeline}', { pipeline: from?.name ?? '' })}
            onChange={(event) => setReason(event.target.value)}
            options={(from?.transfer_reasons ?? []).map(({ key, label }) => ({ value: key, label }))}
            required
            value={reason}
          />
          {to !== '' && preview.isPending && (
            <p className="text-mute" role="status">
              {i18n.t('Looking at what it asks for …')}
            </p>
          )}
          {preview.isError && <Wrong>{sentenceOf(preview.error)}</Wrong>}
          {barred && <Wrong>{preview.data?.detail}</Wrong>}
          {gates.length > 0 && !barred && (
            <Asked
              gates={gates}
              missing={missing.length}
              row={(gate) => (
                <GateRow
                  answer={answers[gate.key]}
                  askable={false}
                  deal={deal}
                  fields={fields}
                  gate={gate}
                  key={gate.key}
                  onAnswer={(answer) => setAnswers((old) => ({ ...old, [gate.key]: answer }))}
                  pipeline={target}
                />
              )}
              stage={preview.data?.to.stage_name ?? ''}
            />
          )}
          {preview.data && <Brought from={from} preview={preview.data} to={target} />}
          <TextArea
            hint={
              soft ? i18n.t('What is marked "should" can be passed with a note, which stays on the record.') : undefined
            }
            label={soft ? i18n.t('Note') : i18n.t('Note, if you like')}
            onChange={(event) => setNote(event.target.value)}
            rows={2}
            value={note}
          />
          {move.isError && <Wrong>{sentenceOf(move.error)}</Wrong>}
          <DialogActions>
            <Button look="quiet" onClick={onClose} type="button">
              {i18n.t('Leave it here')}
            </Button>
            <Button disabled={!ready || move.isPending} look="main" type="submit">
              {target ? i18n.t('Move to {pipeline}', { pipeline: target.name }) : i18n.t('Move')}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  )
}

type AskedProps = { gates: Gate[]; missing: number; stage: string; row: (gate: Gate) => React.ReactNode }

function Asked({ gates, missing, stage, row }: AskedProps) {
  return (
    <section>
      <h3 className="mb-1 text-xs font-medium text-mute">
        {missing === 0
          ? i18n.t('{stage} has what it asks for', { stage })
          : i18n.t('{place} needs {count, plural, one {# thing} other {# things}}', { place: stage, count: missing })}
      </h3>
      <ul className="grid gap-1">{gates.map(row)}</ul>
    </section>
  )
}

const Wrong = ({ children }: { children: React.ReactNode }) => (
  <p className="text-sm text-lost" role="alert">
    {children}
  </p>
)

const ruleWords = (rule: TransferPreview['stage_by']): string =>
  ({
    asked: i18n.t('as you chose'),
    map: i18n.t('by the map between the two pipelines'),
    key: i18n.t('the stage of the same name'),
    phase: i18n.t('the stage of the same phase'),
    first: i18n.t('its first stage'),
  })[rule]

/** Says that it is done, and offers to take it back while nothing came after. */
function done(deal: Moving, transfer: Transfer): void {
  const words = i18n.t('Moved to {pipeline}: {stage}', {
    pipeline: transfer.to.pipeline.name,
    stage: transfer.to.stage_name,
  })
  const undo = () => void takeBack(deal, transfer)
  say({ title: words, detail: deal.name, undo, about: deal.id })
  remember(words, undo)
  announce(`${deal.name}: ${words}`)
  refresh()
}

async function takeBack(deal: Moving, { id, from }: Transfer): Promise<void> {
  forgetUndo()
  try {
    await client.transfers.reverse({ deal_id: deal.id, transfer_id: id })
    const words = i18n.t('Put back to {stage}', { stage: from.stage_name })
    say({ title: words, detail: deal.name, about: deal.id })
    announce(`${deal.name}: ${words}`)
  } catch (error) {
    say({ title: i18n.t('This cannot be undone any more'), detail: sentenceOf(error), tone: 'bad', about: deal.id })
  }
  refresh()
}

const touched = ['board', 'deal', 'deals', 'history', 'gates', 'chance', 'totals', 'look', 'forecast', 'needs']
const refresh = () => {
  for (const key of touched) void queries.invalidateQueries({ queryKey: [key] })
}
