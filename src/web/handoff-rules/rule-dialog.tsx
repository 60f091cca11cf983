import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { HandoffRule } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { useSettled } from '../designer/settled.ts'
import { documentOf, sentenceOf } from '../problem.ts'
import { keyFrom, withRule } from '../rule-drafts/draft-edits.ts'
import { Findings } from '../rule-drafts/findings.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { CarryFields } from './carry-fields.tsx'
import { fitted } from './fitted.ts'
import { handoffPlanQuery, newRule, type RuleSet } from './handoff-rules-data.ts'
import type { Part } from './part.ts'
import { TargetFields } from './target-fields.tsx'
import { AcceptFields, CreditFields } from './terms-fields.tsx'
import { TriggerFields } from './trigger-fields.tsx'

type Props = {
  /** Null for a new one. */
  rule: HandoffRule | null
  /** The draft that it goes into. */
  set: RuleSet
  /** Of a new one: the pipelines that it joins, where they are known. */
  from: string
  to: string
  onSave: (rule: HandoffRule) => void
  onClose: () => void
}

/** Writes a hand-off rule, all that it has. The server reads it with the others as it is typed, and says what is wrong. */
export function RuleDialog({ rule, set, from, to, onSave, onClose }: Props) {
  const { list } = usePipelines()
  const [written, write] = useState(() => rule ?? newRule(from || activeIn(list), to || activeIn(list)))
  const first = useRef<HTMLInputElement>(null)
  const taken = set.rules.map(({ key }) => key)
  const key = rule?.key ?? keyFrom(written.name, taken)
  const saved = useRef(key)
  const ready = fitted({ ...written, key })
  const checked = withRule(set, { ...ready, name: ready.name || key })
  // As text, since what is written is another object at each drawing.
  const text = JSON.stringify(checked)
  const settled = useSettled(text, 300)
  const plan = useQuery(handoffPlanQuery(JSON.parse(settled) as RuleSet))
  const errors = (plan.isError && documentOf(plan.error)?.errors) || []
  const at = `/rules/${checked.rules.findIndex((one) => one.key === key)}`
  const wrong = (member: string) => errors.find(({ pointer }) => pointer === `${at}/${member}`)?.detail
  const elsewhere = errors.length > 0 && !errors.some(({ pointer }) => pointer?.startsWith(`${at}/`))
  const own = plan.data?.findings.filter(({ rules }) => rules.includes(key)) ?? []
  const isRead = plan.isSuccess && !plan.isPlaceholderData && settled === text
  const part: Part = { rule: written, onRule: write, wrong }
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (plan.isError) return
    saved.current = key
    onSave(ready)
    onClose()
  }
  return (
    <Dialog
      after={() => document.querySelector(`[data-rule="${saved.current}"]`)}
      description={i18n.t('It goes into your draft; nothing is opened by it before it is published.')}
      focus={first}
      onClose={onClose}
      open
      title={rule ? i18n.t('Edit hand-off rule') : i18n.t('New hand-off rule')}
      width="wide"
    >
      <form className="grid gap-4" data-rule-form onSubmit={submit}>
        <TextField
          error={wrong('name')}
          label={i18n.t('Name')}
          maxLength={120}
          onChange={({ target }) => write({ ...written, name: target.value })}
          ref={first}
          required
          value={written.name}
        />
        <Block title={i18n.t('When')}>
          <TriggerFields {...part} />
        </Block>
        <Block title={i18n.t('What happens')}>
          <TargetFields {...part} />
        </Block>
        {written.as === 'handoff' && (
          <Block title={i18n.t('What the new deal takes over')}>
            <CarryFields {...part} />
          </Block>
        )}
        <Block title={i18n.t('Who accepts it')}>
          <AcceptFields {...part} />
        </Block>
        {written.as === 'handoff' && (
          <Block title={i18n.t('Credit')}>
            <CreditFields {...part} />
          </Block>
        )}
        <div aria-live="polite" className="grid gap-1" data-check>
          {plan.isError && (errors.length === 0 || elsewhere) && (
            <p className="text-lost" role="alert">
              {sentenceOf(plan.error)}
            </p>
          )}
          {errors.length > 0 && !elsewhere && (
            <p className="text-lost">{i18n.t('Something is not right yet; it is said beside the field.')}</p>
          )}
          <Findings findings={own} />
          {isRead && own.length === 0 && (
            <p className="text-mute">{i18n.t('No circle, no dead end, no money counted twice, no closed pipeline.')}</p>
          )}
        </div>
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={plan.isError} look="main" type="submit">
            {rule ? i18n.t('Change the draft') : i18n.t('Add to the draft')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

const Block = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="grid gap-2 border-t border-line pt-3">
    <h3 className="font-semibold">{title}</h3>
    {children}
  </section>
)

const activeIn = (list: readonly { key: string; lifecycle: string }[]) =>
  list.find(({ lifecycle }) => lifecycle === 'active')?.key ?? ''
