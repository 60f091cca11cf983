import { useQuery } from '@tanstack/react-query'
import type { HandoffChange } from '../../client/schema.ts'
import { i18n } from '../words.ts'
import { handoffVersionQuery } from './handoff-rules-data.ts'
import { differenceNames, type Member, memberNames, useRuleWords } from './handoff-rule-words.ts'

/** What is told of a rule that was not there before, or is not there any more. */
const whole: Member[] = ['trigger', 'when', 'to', 'owner', 'respond']

/** Rule by rule, what a proposed set has that the version before it had not. */
export function DiffView({ change }: { change: HandoffChange }) {
  const words = useRuleWords()
  const before = useQuery(handoffVersionQuery(change.based_on)).data?.rules ?? []
  return (
    <ul className="divide-y divide-line">
      {change.plan.diff.map(({ rule: key, change: kind, members }) => {
        const was = before.find((rule) => rule.key === key)
        const is = change.rules.find((rule) => rule.key === key)
        const shown = kind === 'changed' ? (members as Member[]) : whole
        const said = is ?? was
        return (
          <li className="py-2" data-diff={key} key={key}>
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium wrap-anywhere">{said?.name ?? key}</span>
              <span
                className={`rounded px-1.5 text-xs ${kind === 'removed' ? 'bg-lost-soft text-lost' : 'bg-accent-soft text-accent'}`}
              >
                {differenceNames()[kind]}
              </span>
            </p>
            {said && (
              <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
                {shown.map((member) => (
                  <div className="contents" key={member}>
                    <dt className="text-mute">{memberNames()[member] ?? member}</dt>
                    <dd
                      className={`min-w-0 wrap-anywhere ${member === 'when' && said.when ? 'font-mono text-xs leading-5' : ''}`}
                    >
                      {kind === 'changed' && was && <del className="text-mute">{words(was, member)}</del>}{' '}
                      {words(said, member)}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        )
      })}
      {change.plan.diff.length === 0 && <li className="text-mute">{i18n.t('Nothing')}</li>}
    </ul>
  )
}
