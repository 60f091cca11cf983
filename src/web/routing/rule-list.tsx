import type {
  RoutingDifference,
  RoutingFinding,
  RoutingReplay,
  RoutingRule,
  RoutingTrace,
} from '../../client/schema.ts'
import { documentOf } from '../problem.ts'
import { i18n } from '../words.ts'
import { FallbackRow } from './fallback-row.tsx'
import { type RuleSet, useNames } from './routing-data.ts'
import { RuleRow } from './rule-row.tsx'

type Props = {
  set: RuleSet
  mayEdit: boolean
  diff: readonly RoutingDifference[]
  findings: readonly RoutingFinding[]
  replay: RoutingReplay | undefined
  trace: RoutingTrace | undefined
  /** Why the server does not take the draft. */
  fault: Error | null
  onEdit: (rule: RoutingRule) => void
  onMove: (key: string, by: -1 | 1) => void
  onRemove: (key: string) => void
  onFallback: () => void
}

/** The rules one below the other, what is wrong with each beside it, and where all the others go at the end. */
export function RuleList({ set, mayEdit, diff, findings, replay, trace, fault, ...on }: Props) {
  const names = useNames()
  const faults = documentOf(fault)?.errors ?? []
  const of = (key: string) => findings.filter(({ rule }) => rule === key).map(({ message }) => message)
  const wrong = (start: string) =>
    faults.filter(({ pointer }) => pointer.startsWith(`${start}/`)).map(({ detail }) => detail)
  return (
    <section aria-label={i18n.t('Rules in their order')} className="panel min-w-0 overflow-hidden">
      <ol className="divide-y divide-line">
        {set.rules.map((rule, at) => (
          <RuleRow
            change={diff.find((one) => one.rule === rule.key)?.change}
            findings={[...wrong(`/rules/${at}`), ...of(rule.key)]}
            key={rule.key}
            last={at === set.rules.length - 1}
            mayEdit={mayEdit}
            names={names}
            onEdit={() => on.onEdit(rule)}
            onMove={(by) => on.onMove(rule.key, by)}
            onRemove={() => on.onRemove(rule.key)}
            position={at + 1}
            replayed={replay?.rules.find((one) => one.rule === rule.key)}
            rule={rule}
            step={trace?.rules.find((one) => one.rule === rule.key)}
            taken={trace?.rule === rule.key}
          />
        ))}
      </ol>
      <FallbackRow
        changed={diff.some(({ rule }) => rule === 'fallback')}
        fallback={set.fallback}
        findings={[
          ...wrong('/fallback'),
          ...findings.filter(({ rule }) => rule === null).map(({ message }) => message),
        ]}
        mayEdit={mayEdit}
        names={names}
        onEdit={on.onFallback}
        replay={replay}
        taken={trace !== undefined && trace.decided_by !== 'rule'}
      />
    </section>
  )
}
