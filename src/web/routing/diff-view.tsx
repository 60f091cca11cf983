import { useInfiniteQuery } from '@tanstack/react-query'
import type { RoutingChange, RoutingFallback, RoutingRule } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { i18n } from '../words.ts'
import { type Names, type RuleSet, useNames, versionsQuery } from './routing-data.ts'
import { differenceNames, memberNames, ownerWords, placeWords } from './routing-words.ts'

/** Rule by rule, what a proposed set has that the version before it had not. */
export function DiffView({ change }: { change: RoutingChange }) {
  const names = useNames()
  const versions = useInfiniteQuery(versionsQuery).data?.pages.flatMap(({ data }) => data) ?? []
  const before: RuleSet = versions.find(({ version }) => version === change.based_on) ?? { rules: [], fallback: null }
  const { byKey } = usePipelines()
  const said = (part: Partial<RoutingRule> | RoutingFallback | null | undefined, member: string) =>
    valueOf(part, member, names, byKey)
  return (
    <ul className="divide-y divide-line">
      {change.plan.diff.map(({ rule, change: kind, members }) => {
        const isFallback = rule === 'fallback' && !change.rules.some(({ key }) => key === rule)
        const was = isFallback ? before.fallback : before.rules.find(({ key }) => key === rule)
        const is = isFallback ? change.fallback : change.rules.find(({ key }) => key === rule)
        const position = change.rules.findIndex(({ key }) => key === rule) + 1
        const title = isFallback ? i18n.t('Otherwise') : nameOf(is ?? was, rule)
        const shown = kind === 'changed' ? members : ['when', 'pipeline', 'owner']
        return (
          <li className="py-2" data-diff={rule} key={rule}>
            <p className="flex flex-wrap items-center gap-2">
              {position > 0 && <span className="num text-mute">{position}</span>}
              <span className="font-medium wrap-anywhere">{title}</span>
              <span
                className={`rounded px-1.5 text-xs ${kind === 'removed' ? 'bg-lost-soft text-lost' : 'bg-accent-soft text-accent'}`}
              >
                {differenceNames()[kind]}
              </span>
            </p>
            {kind !== 'moved' && (
              <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
                {shown.map((member) => (
                  <div className="contents" key={member}>
                    <dt className="text-mute">{memberNames()[member] ?? member}</dt>
                    <dd className={`min-w-0 wrap-anywhere ${member === 'when' ? 'font-mono text-xs leading-5' : ''}`}>
                      {kind === 'changed' && <del className="text-mute">{said(was, member)}</del>}{' '}
                      {said(kind === 'removed' ? was : is, member)}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const nameOf = (part: object | null | undefined, key: string): string =>
  part && 'name' in part ? String(part.name) : key

type Known = Parameters<typeof placeWords>[1]

function valueOf(
  part: Partial<RoutingRule> | RoutingFallback | null | undefined,
  member: string,
  names: Names,
  known: Known,
) {
  if (!part?.pipeline) return i18n.t('waits for a person')
  if (member === 'owner') return ownerWords(part.owner, names)
  if (member === 'pipeline') return placeWords({ pipeline: part.pipeline }, known)
  if (member === 'stage')
    return part.stage === undefined
      ? i18n.t('its first stage')
      : placeWords({ pipeline: part.pipeline, stage: part.stage }, known)
  return String((part as Record<string, unknown>)[member] ?? '')
}
