import { stateLooks } from '../changes/change-words.ts'
import { ago } from '../format.ts'
import { i18n } from '../words.ts'
import { changeStates, type RuleChange } from './rule-change.ts'

export const rowLook =
  'grid grid-cols-1 items-start gap-x-3 gap-y-1 p-4 hover:bg-sunken/60 md:grid-cols-[minmax(0,1fr)_auto]'

/** A proposed set of rules in a list: its title, what it would change, who asked and what became of it. */
export function ChangeRow({ change, summary }: { change: RuleChange; summary: string }) {
  const { title, created_by, created_at, state } = change
  return (
    <>
      <span className="min-w-0">
        <span className="block font-medium wrap-anywhere">{title}</span>
        <span className="block text-xs text-mute">{summary}</span>
        <span className="block text-xs text-mute">
          {i18n.t('by {name}, {when}', { name: created_by.name, when: ago(created_at, new Date().toISOString()) })}
        </span>
      </span>
      <span className={`justify-self-start rounded px-2 py-0.5 text-xs font-medium ${stateLooks[state]}`}>
        {changeStates()[state]}
      </span>
    </>
  )
}
