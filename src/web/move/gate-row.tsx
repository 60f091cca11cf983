import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { fieldText } from '../field-text.ts'
import { shortDay } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Gate, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import type { Moving } from './target.ts'
import { AskApprovalForm } from './ask-approval-form.tsx'
import { AskBuyerForm } from './ask-buyer-form.tsx'
import { AskForm } from './ask-form.tsx'
import { fieldNamed } from './fillable.ts'
import { FieldInput } from './field-input.tsx'
import { type Answer, isAsked, isComplete } from './gate-answers.ts'

type Props = {
  gate: Gate
  deal: Moving
  pipeline: Pipeline | undefined
  fields?: Record<string, unknown> | undefined
  answer: Answer | undefined
  onAnswer: (answer: Answer) => void
  /** On the deal's own page nothing else is pointed to. */
  onDealPage?: boolean
  /** False for whoever may only read. */
  canAnswer?: boolean
  /** False where nobody else can be asked yet: the deal is not in that pipeline. */
  askable?: boolean
  /** On the deal's page a row shows its input only when asked to. */
  closed?: boolean
  owed?: boolean
}

/** One criterion: met with what satisfies it, or the input that would, or whom to ask. */
export function GateRow(props: Props) {
  const { gate, deal, pipeline, fields, answer, onAnswer, onDealPage, canAnswer = true, closed = false, owed } = props
  const { askable = true } = props
  const [open, setOpen] = useState(!closed)
  const [asking, setAsking] = useState(false)
  const [asked, setAsked] = useState<string | null>(null)
  const done = gate.satisfied || isComplete(gate, answer)
  const value = gate.field ? fields?.[gate.field] : undefined
  const missing = !gate.satisfied && canAnswer
  // How far a question has come tells more than that it could be asked.
  const said = isAsked(gate) ? gate.because.join('; ') : gate.hint
  const hasInput = gate.kind === 'link' || gate.kind === 'meeting' || fieldNamed(pipeline, gate.field) !== undefined
  return (
    <li className="rounded-lg px-2 py-1.5 not-data-met:bg-sunken/70" data-gate={gate.key} data-met={done || undefined}>
      <div className="flex items-start gap-2">
        <Tick done={done} />
        <div className="min-w-0 grow">
          <p className={gate.satisfied ? 'text-mute' : 'font-medium'}>
            {gate.label}
            {!gate.satisfied && gate.level !== 'hard' && (
              <span className="ml-1.5 rounded bg-risk-soft px-1.5 text-xs font-normal text-risk">
                {gate.level === 'soft' ? i18n.t('should') : i18n.t('advice')}
              </span>
            )}
            {owed && (
              <span className="ml-1.5 rounded bg-risk-soft px-1.5 text-xs font-normal text-risk">{i18n.t('owed')}</span>
            )}
          </p>
          {gate.excused_until && (
            <p className="text-xs text-risk">
              {i18n.t('passed by an override until {day}', {
                day: shortDay(gate.excused_until, new Date().toISOString()),
              })}
            </p>
          )}
          {!gate.satisfied && said && <p className="text-xs text-mute">{said}</p>}
          {asked && <p className="text-xs text-won">{i18n.t('Asked {name}', { name: asked })}</p>}
        </div>
        {gate.satisfied && value !== undefined && (
          <span className="max-w-40 truncate text-mute">{fieldText(value, fieldNamed(pipeline, gate.field))}</span>
        )}
        {missing && !open && hasInput && (
          <Button onClick={() => setOpen(true)} size="small" type="button">
            {i18n.t('Give…')}
          </Button>
        )}
        {missing && !asked && askable && (
          <Button aria-expanded={asking} onClick={() => setAsking(!asking)} size="small" type="button">
            {gate.kind === 'confirmation'
              ? i18n.t('Ask the buyer…')
              : gate.kind === 'approval'
                ? i18n.t('Ask for it…')
                : i18n.t('Ask…')}
          </Button>
        )}
      </div>
      {missing && (open || asking) && (
        <div className="mt-1.5 pl-6">
          {open && <Input {...{ gate, deal, pipeline, answer, onAnswer, onDealPage: onDealPage ?? false }} />}
          {asking && (
            <AskFor
              deal={deal}
              gate={gate}
              onAsked={(name) => {
                setAsked(name)
                setAsking(false)
              }}
            />
          )}
        </div>
      )}
    </li>
  )
}

/** Whom one asks depends on what is missing: the buyer, those who decide, or a colleague. */
function AskFor(props: { deal: Moving; gate: Gate; onAsked: (name: string) => void }) {
  if (props.gate.kind === 'confirmation') return <AskBuyerForm {...props} />
  if (props.gate.kind === 'approval') return <AskApprovalForm {...props} />
  return <AskForm {...props} />
}

function Tick({ done }: { done: boolean }) {
  return (
    <span
      className={`mt-0.5 grid size-4 shrink-0 place-items-center rounded border ${done ? 'border-won bg-won text-panel' : 'border-edge'}`}
    >
      {done && <Icon className="size-3" name="check" />}
      <span className="sr-only">{done ? i18n.t('met') : i18n.t('missing')}</span>
    </span>
  )
}

function Input({ gate, deal, pipeline, answer, onAnswer, onDealPage }: Props) {
  if (gate.kind === 'link')
    return (
      <TextField
        label={i18n.t('Link to the document')}
        onChange={(event) => onAnswer({ url: event.target.value })}
        placeholder="https://"
        type="url"
        value={answer?.url ?? ''}
      />
    )
  if (gate.kind === 'meeting')
    return (
      <div className="grid gap-2 sm:grid-cols-[10rem_1fr]">
        <TextField
          label={i18n.t('Held on')}
          max={new Date().toISOString().slice(0, 10)}
          onChange={(event) => onAnswer({ ...answer, held_on: event.target.value })}
          type="date"
          value={answer?.held_on ?? ''}
        />
        <TextField
          label={i18n.t('With whom, what was agreed')}
          onChange={(event) => onAnswer({ ...answer, note: event.target.value })}
          value={answer?.note ?? ''}
        />
      </div>
    )
  const field = fieldNamed(pipeline, gate.field)
  if ((!field && onDealPage) || isAsked(gate)) return null
  if (!field)
    return (
      <p className="text-xs">
        <Link className="text-accent underline" params={{ deal: deal.key }} to="/deals/$deal">
          {i18n.t('Settle it on the deal page')}
        </Link>
      </p>
    )
  return (
    <FieldInput
      currency={deal.amount?.currency ?? pipeline?.currency ?? 'EUR'}
      field={field}
      onChange={(value) => onAnswer({ value })}
      value={answer?.value ?? null}
    />
  )
}
