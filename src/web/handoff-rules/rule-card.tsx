import type { KeyboardEvent } from 'react'
import type { HandoffDifference, HandoffRule } from '../../client/schema.ts'
import { stageName, usePipelines } from '../data.ts'
import { CarriedList } from '../handoffs/carried-list.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import {
  differenceNames,
  type Member,
  memberNames,
  modeWords,
  triggerWords,
  useRuleWords,
} from './handoff-rule-words.ts'

type Props = {
  rule: HandoffRule
  change: HandoffDifference['change'] | undefined
  mayEdit: boolean
  onEdit: () => void
  onRemove: () => void
}

/** One rule in words. With the keyboard on it: arrows walk, Enter edits, Delete removes. */
export function RuleCard({ rule, change, mayEdit, onEdit, onRemove }: Props) {
  const { byKey } = usePipelines()
  const { name, trigger, to } = rule
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const at = event.currentTarget
    if (event.target !== at || event.ctrlKey || event.metaKey || event.altKey) return
    const keys: Record<string, (() => void) | false> = {
      ArrowDown: () => stepFrom(at, 1),
      ArrowUp: () => stepFrom(at, -1),
      Enter: mayEdit && onEdit,
      Delete: mayEdit && onRemove,
    }
    const run = keys[event.key]
    if (!run) return
    event.preventDefault()
    event.stopPropagation()
    run()
  }
  return (
    <li
      aria-label={i18n.t('Rule: {name}', { name })}
      className="panel grid content-start gap-2 p-4"
      data-rule={rule.key}
      onKeyDown={onKeyDown}
      tabIndex={0}
    >
      <div className="flex flex-wrap items-center gap-x-2">
        <h3 className="min-w-0 grow font-semibold wrap-anywhere">{name}</h3>
        {change && (
          <span className="rounded bg-accent-soft px-1.5 text-xs text-accent">{differenceNames()[change]}</span>
        )}
        <span className="rounded bg-sunken px-1.5 text-xs text-mute">{modeWords(rule)}</span>
        {mayEdit && (
          <span className="flex">
            <Tool icon="edit" label={i18n.t('Edit {name}', { name })} onClick={onEdit} />
            <Tool icon="close" label={i18n.t('Remove {name}', { name })} onClick={onRemove} />
          </span>
        )}
      </div>
      <p>
        {triggerWords(trigger, byKey)}
        {to.stage && (
          <span className="text-mute">
            {' '}
            → {byKey.get(to.pipeline)?.name ?? to.pipeline}: {stageName(byKey.get(to.pipeline), to.stage)}
          </span>
        )}
      </p>
      <Facts rule={rule} />
      {rule.as === 'handoff' ? (
        <CarriedList carry={rule.carry} />
      ) : (
        <p className="text-mute">{i18n.t('This rule moves the deal itself; no second one is opened.')}</p>
      )}
    </li>
  )
}

function Facts({ rule }: { rule: HandoffRule }) {
  const words = useRuleWords()
  const { when, as, credit } = rule
  const members: Member[] = [
    ...(when === undefined ? [] : (['when'] as const)),
    'owner',
    as === 'handoff' ? 'link' : 'reason',
    'respond',
    ...(credit.sourced || credit.overlay !== undefined ? (['credit'] as const) : []),
  ]
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
      {members.map((member) => (
        <div className="contents" key={member}>
          <dt className="text-mute">{memberNames()[member]}</dt>
          <dd className={`break-words ${member === 'when' ? 'font-mono text-xs leading-5' : ''}`}>
            {words(rule, member)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Tool({ icon, label, onClick }: { icon: 'edit' | 'close'; label: string; onClick: () => void }) {
  return (
    <Button aria-label={label} className="px-2" look="quiet" onClick={onClick} title={label}>
      <Icon className="size-4" name={icon} />
    </Button>
  )
}

/** The rule before or after, whichever pair of pipelines it is of. */
function stepFrom(at: HTMLElement, by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>('[data-rule]')]
  all[all.indexOf(at) + by]?.focus()
}
