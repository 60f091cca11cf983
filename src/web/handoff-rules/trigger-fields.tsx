import type { HandoffRule } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { dealWords, RuleWords } from '../routing/rule-words.tsx'
import { Select, TextArea, TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import type { Part } from './part.ts'

type Trigger = HandoffRule['trigger']

/** What fires the rule: a stage, a win, a person, the end of a term, a figure; and which deals it is about. */
export function TriggerFields({ rule, onRule, wrong }: Part) {
  const { list, byKey } = usePipelines()
  const { trigger, as } = rule
  const set = (next: Trigger) => onRule({ ...rule, trigger: next })
  const pipeline = trigger.pipeline ?? ''
  const stages = byKey.get(pipeline)?.stages ?? []
  const alone = trigger.on === 'term_end' || (trigger.on === 'usage' && as === 'handoff')
  const begin = (on: string): Trigger => {
    const from = pipeline || (list[0]?.key ?? '')
    if (on === 'stage') return { on, pipeline: from, stage: byKey.get(from)?.stages.at(-1)?.key ?? '' }
    if (on === 'term_end') return { on, days: 90, ...(pipeline ? { pipeline } : {}) }
    if (on === 'usage') return { on, metric: 'seats', crosses: 100, from: 'below', ...(pipeline ? { pipeline } : {}) }
    return { on: on === 'manual' ? 'manual' : 'won', pipeline: from }
  }
  /** The same trigger about the deals of another pipeline; about all, where it can be. */
  const of = (key: string): Trigger => {
    if (trigger.on === 'stage') return { ...trigger, pipeline: key, stage: byKey.get(key)?.stages.at(-1)?.key ?? '' }
    if (trigger.on === 'won' || trigger.on === 'manual') return { ...trigger, pipeline: key }
    const { pipeline: _, ...rest } = trigger
    return key ? { ...rest, pipeline: key } : rest
  }
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          error={wrong('trigger/on') ?? wrong('as')}
          label={i18n.t('It fires when')}
          onChange={({ target }) => set(begin(target.value))}
          options={[
            { value: 'won', label: i18n.t('a deal is won') },
            { value: 'stage', label: i18n.t('a deal comes to a stage') },
            { value: 'manual', label: i18n.t('somebody asks for it on a deal') },
            { value: 'term_end', label: i18n.t('a contract is about to end') },
            { value: 'usage', label: i18n.t('a figure of an account crosses a value') },
          ]}
          value={trigger.on}
        />
        <Select
          {...(alone ? { empty: i18n.t('of any pipeline') } : {})}
          error={wrong('trigger/pipeline')}
          label={i18n.t('From pipeline')}
          onChange={({ target }) => set(of(target.value))}
          options={list.map(({ key, name }) => ({ value: key, label: name }))}
          value={pipeline}
        />
        {trigger.on === 'stage' && (
          <Select
            error={wrong('trigger/stage')}
            label={i18n.t('Stage')}
            onChange={({ target }) => set({ ...trigger, stage: target.value })}
            options={stages.map(({ key, name }) => ({ value: key, label: name }))}
            value={trigger.stage}
          />
        )}
        {trigger.on === 'term_end' && (
          <TextField
            error={wrong('trigger/days')}
            label={i18n.t('Days before the end')}
            max={730}
            min={0}
            onChange={({ target }) => set({ ...trigger, days: Number(target.value) })}
            required
            type="number"
            value={trigger.days}
          />
        )}
        {trigger.on === 'usage' && (
          <>
            <TextField
              error={wrong('trigger/metric')}
              hint={i18n.t('Key of the figure, as usage is reported')}
              label={i18n.t('Figure')}
              maxLength={60}
              onChange={({ target }) => set({ ...trigger, metric: target.value })}
              required
              value={trigger.metric}
            />
            <Select
              label={i18n.t('Which way')}
              onChange={({ target }) => set({ ...trigger, from: target.value === 'above' ? 'above' : 'below' })}
              options={[
                { value: 'below', label: i18n.t('it rises to') },
                { value: 'above', label: i18n.t('it falls to') },
              ]}
              value={trigger.from}
            />
            <TextField
              error={wrong('trigger/crosses')}
              label={i18n.t('Value')}
              onChange={({ target }) => set({ ...trigger, crosses: Number(target.value) })}
              required
              step="any"
              type="number"
              value={trigger.crosses}
            />
          </>
        )}
      </div>
      <div>
        <TextArea
          error={wrong('when')}
          hint={i18n.t('Empty for every deal; such as deal.amount >= 100000')}
          label={i18n.t('Only where')}
          maxLength={2000}
          onChange={({ target }) => onRule({ ...rule, when: target.value })}
          rows={2}
          spellCheck={false}
          style={{ fontFamily: 'var(--font-mono)', fontSize: '12px' }}
          value={rule.when ?? ''}
        />
        <RuleWords own={dealWords()} />
      </div>
    </div>
  )
}
