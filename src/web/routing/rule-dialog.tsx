import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { RoutingFallback, RoutingRule } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { useSettled } from '../designer/settled.ts'
import { fieldError } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { keyFrom } from '../rule-drafts/draft-edits.ts'
import { PlaceFields } from './place-fields.tsx'
import { ruleQuery } from './routing-data.ts'
import { incomingWords, RuleWords } from './rule-words.tsx'

type Props = {
  /** Null for a new one. */
  rule: RoutingRule | null
  taken: readonly string[]
  onSave: (rule: RoutingRule) => void
  onClose: () => void
}

/** Writes a rule: its name, what must hold, where deals go and whose they become. The server reads it as it is typed. */
export function RuleDialog({ rule, taken, onSave, onClose }: Props) {
  const { list } = usePipelines()
  const [name, setName] = useState(rule?.name ?? '')
  const [when, setWhen] = useState(rule?.when ?? '')
  const [place, setPlace] = useState<RoutingFallback>(() => placeIn(rule) ?? { pipeline: firstActive(list) })
  const first = useRef<HTMLInputElement>(null)
  const saved = useRef(rule?.key)
  const written: RoutingRule = { key: rule?.key ?? 'rule', name: name.trim() || 'rule', when: when.trim(), ...place }
  // As text, since what is written is another object at each drawing.
  const settled = JSON.parse(useSettled(JSON.stringify(written), 300)) as RoutingRule
  const check = useQuery({ ...ruleQuery(settled), enabled: settled.when !== '' })
  const wrong = (member: string) => (settled.when === '' ? undefined : fieldError(check.error, `/rules/0/${member}`))
  const isRead = check.isSuccess && settled.when === written.when && written.when !== ''
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (written.when === '') return
    const key = rule?.key ?? keyFrom(name, taken)
    saved.current = key
    onSave({ ...written, name: name.trim(), key })
    onClose()
  }
  return (
    <Dialog
      after={() => document.querySelector(`[data-rule="${saved.current}"]`)}
      description={i18n.t('It goes into your draft; nothing is decided by it before it is published.')}
      focus={first}
      onClose={onClose}
      open
      title={rule ? i18n.t('Edit rule') : i18n.t('New rule')}
      width="wide"
    >
      <form className="grid gap-3" onSubmit={submit}>
        <TextField
          label={i18n.t('Name')}
          maxLength={120}
          onChange={({ target }) => setName(target.value)}
          ref={first}
          required
          value={name}
        />
        <div>
          <TextArea
            error={wrong('when')}
            hint={
              isRead ? i18n.t('This can be read.') : i18n.t('Such as deal.amount >= 100000 && deal.source == "web"')
            }
            label={i18n.t('A deal goes here when')}
            maxLength={2000}
            onChange={({ target }) => setWhen(target.value)}
            required
            rows={2}
            spellCheck={false}
            style={{ fontFamily: 'var(--font-mono)', fontSize: '12px' }}
            value={when}
          />
          <RuleWords own={incomingWords()} />
        </div>
        <PlaceFields onPlace={setPlace} place={place} wrong={wrong} />
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={wrong('when') !== undefined} look="main" type="submit">
            {rule ? i18n.t('Change the draft') : i18n.t('Add to the draft')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

const placeIn = (rule: RoutingRule | null): RoutingFallback | null =>
  rule && {
    pipeline: rule.pipeline,
    ...(rule.stage === undefined ? {} : { stage: rule.stage }),
    ...(rule.owner === undefined ? {} : { owner: rule.owner }),
  }

const firstActive = (list: readonly { key: string; lifecycle: string }[]) =>
  list.find(({ lifecycle }) => lifecycle === 'active')?.key ?? ''
