import type { HandoffCarry } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { KeyPairs } from '../ui/key-pairs.tsx'
import type { Part } from './part.ts'

/** What the new deal takes over from the one that it comes from. */
export function CarryFields({ rule, onRule, wrong }: Part) {
  const { byKey } = usePipelines()
  const { carry, trigger, to } = rule
  const set = (part: Partial<HandoffCarry>) => onRule({ ...rule, carry: { ...carry, ...part } })
  const fieldsOf = (pipeline: string | undefined) =>
    (byKey.get(pipeline ?? '')?.fields ?? [])
      .filter(({ subject }) => subject === 'deal')
      .map(({ key, label }) => ({ value: key, label }))
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          error={wrong('carry/name') ?? wrong('carry')}
          hint={i18n.t('{deal} and {account} in braces stand for their names', {
            deal: '{deal}',
            account: '{account}',
          })}
          label={i18n.t('Its name')}
          maxLength={160}
          onChange={({ target }) => set({ name: target.value })}
          required
          value={carry.name}
        />
        <TextField
          error={wrong('carry/close_in_days')}
          hint={trigger.on === 'term_end' ? i18n.t('Empty for the last day of the contract') : i18n.t('Empty for none')}
          label={i18n.t('Closes after, days')}
          max={1825}
          min={0}
          onChange={({ target }) => {
            const { close_in_days: _, ...rest } = carry
            onRule({ ...rule, carry: target.value === '' ? rest : { ...rest, close_in_days: Number(target.value) } })
          }}
          type="number"
          value={carry.close_in_days ?? ''}
        />
        <Select
          error={wrong('carry/amount')}
          label={i18n.t('Amount')}
          onChange={({ target }) => set({ amount: target.value as HandoffCarry['amount'] })}
          options={[
            { value: 'none', label: i18n.t('none: what follows is new money') },
            { value: 'deal', label: i18n.t('that of the old deal') },
            { value: 'contract', label: i18n.t('what the contract was worth') },
          ]}
          value={carry.amount}
        />
        <Select
          error={wrong('carry/lines')}
          label={i18n.t('Line items')}
          onChange={({ target }) => set({ lines: target.value as HandoffCarry['lines'] })}
          options={[
            { value: 'none', label: i18n.t('none') },
            { value: 'recurring', label: i18n.t('the recurring ones') },
            { value: 'all', label: i18n.t('all') },
          ]}
          value={carry.lines}
        />
        <TextField
          error={wrong('carry/source')}
          label={i18n.t('Source, if another')}
          maxLength={100}
          onChange={({ target }) => set({ source: target.value })}
          value={carry.source ?? ''}
        />
        <TextField
          error={wrong('carry/next_step')}
          label={i18n.t('Next step')}
          maxLength={500}
          onChange={({ target }) => set({ next_step: target.value })}
          value={carry.next_step ?? ''}
        />
      </div>
      <Checkbox
        checked={carry.partner}
        label={i18n.t('The partner comes along')}
        onChange={(partner) => set({ partner })}
      />
      <KeyPairs
        add={i18n.t('Add a field')}
        from={fieldsOf(trigger.pipeline)}
        legend={i18n.t('Fields that come along')}
        map={carry.fields}
        onMap={(fields) => set({ fields })}
        to={fieldsOf(to.pipeline)}
        wrong={(key) => wrong(`carry/fields/${key}`)}
      />
    </div>
  )
}
