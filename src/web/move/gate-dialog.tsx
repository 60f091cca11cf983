import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { dealQuery, stageName, useMe, usePipelines } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import type { Gate } from '../wire.ts'
import { i18n } from '../words.ts'
import { type Answer, answersToGiven, canAnswer, isComplete } from './gate-answers.ts'
import { GateRow } from './gate-row.tsx'
import { isWhole, type Override, OverrideForm, overrideOf } from './override-form.tsx'
import { saveAnswers } from './save-answers.ts'
import type { Moving, Target } from './target.ts'
import type { Given } from './pending.ts'

type Props = {
  deal: Moving
  target: Target
  gates: Gate[]
  mayOverride: boolean
  onGive: (given: Given) => void
  onPutBack: () => void
}

/**
 * All criteria of the gates on the way, in the server's words; it asks only for what is missing, lets another person be
 * asked, and then saves and moves in one step.
 */
export function GateDialog({ deal, target, gates, mayOverride, onGive, onPutBack }: Props) {
  const pipeline = usePipelines().byKey.get(deal.pipeline)
  const [answers, setAnswers] = useState<Record<string, Answer>>({})
  const [reason, setReason] = useState('')
  const [override, setOverride] = useState<Override | null>(null)
  const { today } = useMe().workspace
  const first = useRef<HTMLFormElement>(null)
  const missing = gates.filter((gate) => !gate.satisfied && gate.level !== 'advice')
  const soft = missing.some((gate) => gate.level === 'soft' && !isComplete(gate, answers[gate.key]))
  const filled = gates.filter((gate) => isComplete(gate, answers[gate.key]))
  const passable = missing.filter((gate) => gate.level === 'hard' && !isComplete(gate, answers[gate.key]))
  const passing = override && {
    ...override,
    criteria: override.criteria.filter((key) => passable.some((gate) => gate.key === key)),
  }
  const version = pipeline?.definition.version ?? 0
  const known = useQuery(dealQuery(deal.key)).data?.fields
  const name = pipeline?.name ?? ''
  const place = 'outcome' in target ? i18n.t('Winning') : stageName(pipeline, target.to_stage)
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (passing && !isWhole(passing)) return
    onGive({
      ...answersToGiven(gates, answers),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
      ...(passing ? { override: { ...passing, reason: passing.reason.trim() } } : {}),
    })
  }
  async function keep(): Promise<void> {
    if (
      await saveAnswers(
        deal,
        gates,
        answers,
        i18n.t('Saved; the deal stays in {stage}', { stage: stageName(pipeline, deal.stage) }),
      )
    )
      onPutBack()
  }
  return (
    <Dialog
      description={`${deal.name} · ${deal.key}`}
      focus={() => firstMissing(first.current)}
      onClose={onPutBack}
      open
      title={i18n.t('{place} needs {count, plural, one {# thing} other {# things}}', { place, count: missing.length })}
    >
      <form data-gate-dialog onSubmit={submit} ref={first} tabIndex={-1} className="outline-none">
        <ul className="grid gap-1">
          {gates.map((gate) => (
            <GateRow
              answer={answers[gate.key]}
              deal={deal}
              fields={known}
              gate={gate}
              key={gate.key}
              onAnswer={(answer) => setAnswers((old) => ({ ...old, [gate.key]: answer }))}
              pipeline={pipeline}
            />
          ))}
        </ul>
        {soft && (
          <TextArea
            className="mt-3"
            hint={i18n.t('What is marked "should" can be passed with a reason, which stays on the record.')}
            label={i18n.t('Reason to go on without it')}
            onChange={(event) => setReason(event.target.value)}
            rows={2}
            value={reason}
          />
        )}
        {passing && <OverrideForm missing={passable} onChange={setOverride} override={passing} />}
        <p className="mt-3 border-t border-line pt-3 text-xs text-mute">
          {'outcome' in target
            ? i18n.t('Why: what {pipeline}, version {version}, asks before a deal is won.', { pipeline: name, version })
            : i18n.t('Why: the gate between {from} and {to} in {pipeline}, version {version}.', {
                pipeline: name,
                version,
                from: stageName(pipeline, deal.stage),
                to: place,
              })}
        </p>
        <DialogActions>
          <Button look="quiet" onClick={onPutBack} type="button">
            {i18n.t('Put back')} <kbd className="text-xs">Esc</kbd>
          </Button>
          {mayOverride && passable.length > 0 && !override && (
            <Button onClick={() => setOverride(overrideOf(passable, today))} type="button">
              {i18n.t('Override…')}
            </Button>
          )}
          {filled.length > 0 && filled.length < missing.length && (
            <Button onClick={() => void keep()} type="button">
              {i18n.t('Save without moving')}
            </Button>
          )}
          <Button
            disabled={passing ? !isWhole(passing) : !missing.some(canAnswer) && !reason.trim()}
            look="main"
            type="submit"
          >
            {passing ? i18n.t('Pass and move') : i18n.t('Save and move')} <kbd className="text-xs">⏎</kbd>
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** The first thing to fill in; on a phone the form alone, so that the screen's keyboard does not hide what is asked. */
function firstMissing(form: HTMLFormElement | null): HTMLElement | null {
  const input = form?.querySelector<HTMLElement>('[data-gate] :is(input, select)')
  return matchMedia('(pointer: fine)').matches ? (input ?? form) : form
}
