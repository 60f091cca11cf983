import type { KeyboardEvent } from 'react'
import type { RoutingDifference, RoutingReplay, RoutingRule, RoutingStep } from '../../client/schema.ts'
import { wholeNumber } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { Goes } from './goes.tsx'
import type { Names } from './routing-data.ts'
import { differenceNames } from './routing-words.ts'

type Props = {
  rule: RoutingRule
  position: number
  last: boolean
  mayEdit: boolean
  names: Names
  change: RoutingDifference['change'] | undefined
  findings: readonly string[]
  replayed: RoutingReplay['rules'][number] | undefined
  /** What it says to the deal on the test bench, and whether it is the one that decides. */
  step: RoutingStep | undefined
  taken: boolean
  onEdit: () => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

/** One rule. With the keyboard on it: arrows walk, Alt with an arrow moves it, Enter edits, Delete removes. */
export function RuleRow(props: Props) {
  const { rule, position, last, mayEdit, names, change, findings, replayed, step, taken } = props
  const { onEdit, onMove, onRemove } = props
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const at = event.currentTarget
    if (event.target !== at || event.ctrlKey || event.metaKey) return
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    const next = by < 0 ? at.previousElementSibling : at.nextElementSibling
    const run =
      by !== 0 && event.altKey
        ? mayEdit && (() => onMove(by as -1 | 1))
        : by !== 0
          ? () => next instanceof HTMLElement && next.focus()
          : mayEdit && ({ Enter: onEdit, Delete: onRemove } as Record<string, () => void>)[event.key]
    if (!run) return
    event.preventDefault()
    event.stopPropagation()
    run()
  }
  return (
    <li
      aria-label={i18n.t('Rule {position}: {name}', { position, name: rule.name })}
      className={`grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2 gap-y-1 p-3 md:grid-cols-[1.25rem_minmax(0,1fr)_auto] md:px-4 ${taken ? 'bg-accent-soft' : step && !step.holds ? 'text-mute' : ''}`}
      data-rule={rule.key}
      onKeyDown={onKeyDown}
      tabIndex={0}
    >
      <span className="num text-right text-mute">{position}</span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="font-medium wrap-anywhere">{rule.name}</span>
          {change && (
            <span className="rounded bg-accent-soft px-1.5 text-xs text-accent">{differenceNames()[change]}</span>
          )}
        </p>
        <p className="mt-0.5 font-mono text-xs wrap-anywhere">{rule.when}</p>
        <Goes className="mt-1" names={names} to={rule} />
        {replayed && (
          <p className="num mt-0.5 text-xs text-mute">
            {i18n.t('decides {deals} in the replay', { deals: wholeNumber(replayed.deals) })}
            {replayed.would_hold > replayed.deals &&
              ` · ${i18n.t('holds for {more} more that go by rules before it', { more: wholeNumber(replayed.would_hold - replayed.deals) })}`}
          </p>
        )}
        {step && <Said step={step} taken={taken} />}
        {findings.map((message) => (
          <p className="mt-1 flex gap-1.5 text-risk" data-finding key={message}>
            <Icon className="mt-0.5 size-4 shrink-0" name="warn" />
            {message}
          </p>
        ))}
      </div>
      {mayEdit && (
        <div className="flex gap-0.5 self-start max-md:col-start-2">
          <Tool
            disabled={position === 1}
            icon="up"
            label={i18n.t('Move {name} up', { name: rule.name })}
            onClick={() => onMove(-1)}
          />
          <Tool
            disabled={last}
            icon="chevron"
            label={i18n.t('Move {name} down', { name: rule.name })}
            onClick={() => onMove(1)}
          />
          <Tool icon="edit" label={i18n.t('Edit {name}', { name: rule.name })} onClick={onEdit} />
          <Tool icon="close" label={i18n.t('Remove {name}', { name: rule.name })} onClick={onRemove} />
        </div>
      )}
    </li>
  )
}

type ToolProps = { icon: 'up' | 'chevron' | 'edit' | 'close'; label: string; disabled?: boolean; onClick: () => void }

function Tool({ icon, label, disabled = false, onClick }: ToolProps) {
  return (
    <Button aria-label={label} className="px-2" disabled={disabled} look="quiet" onClick={onClick} title={label}>
      <Icon className={`size-4 ${icon === 'up' ? 'rotate-180' : ''}`} name={icon === 'up' ? 'chevron' : icon} />
    </Button>
  )
}

/** What a rule says to the deal on the bench: a sign, a word and the tests that made it so. */
function Said({ step, taken }: { step: RoutingStep; taken: boolean }) {
  const word = taken
    ? i18n.t('decides')
    : step.passed_over === 'takes_no_deals'
      ? i18n.t('holds, but its pipeline takes no new deals')
      : step.holds
        ? i18n.t('holds too, but an earlier rule decides')
        : i18n.t('does not hold')
  return (
    <p className="mt-1 text-xs" data-said={taken ? 'decides' : step.holds ? 'holds' : 'no'}>
      <Icon
        className={`mr-1 inline size-3.5 ${step.holds ? 'text-won' : 'text-mute'}`}
        name={step.holds ? 'check' : 'close'}
      />
      <span className="font-medium">{word}</span>
      {step.because.length > 0 && <span className="text-mute wrap-anywhere">: {step.because.join('; ')}</span>}
    </p>
  )
}
