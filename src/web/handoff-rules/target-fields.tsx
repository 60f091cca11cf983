import type { HandoffRule } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { linkNames } from '../handoffs/handoff-words.ts'
import { OwnerFields } from '../routing/owner-fields.tsx'
import { Choice } from '../ui/choice.tsx'
import { Select } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import type { Part } from './part.ts'

/** What the rule does: opens a deal or moves the one that there is, by itself or when somebody agrees; where, and whose. */
export function TargetFields({ rule, onRule, wrong }: Part) {
  const { list, byKey } = usePipelines()
  const { as, mode, to, link, reason, trigger } = rule
  const set = (part: Partial<HandoffRule>) => onRule({ ...rule, ...part })
  const targets = list.filter(({ lifecycle, key }) => lifecycle === 'active' || key === to.pipeline)
  const stages = byKey.get(to.pipeline)?.stages ?? []
  const reasons = byKey.get(trigger.pipeline ?? '')?.transfer_reasons ?? []
  const unsaid =
    as === 'transfer'
      ? i18n.t('who owns it already')
      : mode === 'proposed'
        ? i18n.t('whoever accepts it')
        : i18n.t('who owns the old deal')
  return (
    <div className="grid gap-3">
      <fieldset className="grid gap-2 sm:grid-cols-2">
        <legend className="sr-only">{i18n.t('What it does')}</legend>
        <Choice
          checked={as === 'handoff'}
          detail={i18n.t('New value: the old deal keeps its own.')}
          label={i18n.t('Opens a new deal')}
          name="as"
          onChoose={() => set({ as: 'handoff' })}
        />
        <Choice
          checked={as === 'transfer'}
          detail={i18n.t('The same purchase goes on elsewhere, and its value with it.')}
          label={i18n.t('Moves the deal itself')}
          name="as"
          onChoose={() => set({ as: 'transfer' })}
        />
      </fieldset>
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          error={wrong('to/pipeline')}
          label={i18n.t('To pipeline')}
          onChange={({ target }) => set({ to: { pipeline: target.value } })}
          options={targets.map(({ key, name }) => ({ value: key, label: name }))}
          value={to.pipeline}
        />
        <Select
          empty={as === 'handoff' ? i18n.t('its first stage') : i18n.t('where its own stage leads to')}
          error={wrong('to/stage')}
          label={i18n.t('Begins in')}
          onChange={({ target }) =>
            set({ to: { pipeline: to.pipeline, ...(target.value ? { stage: target.value } : {}) } })
          }
          options={stages.map(({ key, name }) => ({ value: key, label: name }))}
          value={to.stage ?? ''}
        />
        <Select
          error={wrong('mode')}
          label={i18n.t('How')}
          onChange={({ target }) => set({ mode: target.value === 'proposed' ? 'proposed' : 'automatic' })}
          options={[
            { value: 'automatic', label: trigger.on === 'manual' ? i18n.t('as soon as asked') : i18n.t('by itself') },
            { value: 'proposed', label: i18n.t('proposed to a person first') },
          ]}
          value={mode}
        />
        {as === 'handoff' ? (
          <Select
            error={wrong('link')}
            label={i18n.t('What the new deal is to the old one')}
            onChange={({ target }) => set({ link: target.value as HandoffRule['link'] })}
            options={Object.entries(linkNames()).map(([value, label]) => ({ value, label }))}
            value={link}
          />
        ) : (
          <Select
            empty={i18n.t('Choose a reason')}
            error={wrong('reason')}
            label={i18n.t('Why deals leave')}
            onChange={({ target }) => set({ reason: target.value })}
            options={reasons.map(({ key, label }) => ({ value: key, label }))}
            required
            value={reason ?? ''}
          />
        )}
      </div>
      <OwnerFields
        onOwner={(owner) => {
          const { owner: _, ...rest } = rule
          onRule(owner ? { ...rest, owner } : rest)
        }}
        owner={rule.owner}
        unsaid={unsaid}
        wrong={wrong}
      />
    </div>
  )
}
