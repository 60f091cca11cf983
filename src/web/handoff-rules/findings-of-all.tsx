import type { HandoffFinding, HandoffRule } from '../../client/schema.ts'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'

type Props = { findings: readonly HandoffFinding[]; rules: readonly HandoffRule[] }

/** What the check of all rules together found: circles, dead ends, money counted twice, closed pipelines. */
export function FindingsOfAll({ findings, rules }: Props) {
  if (findings.length === 0)
    return (
      <p className="flex items-center gap-2">
        <Icon className="size-4 text-won" name="check" />
        {i18n.t('No circle, no dead end, no money counted twice, no closed pipeline.')}
      </p>
    )
  const names = new Map(rules.map(({ key, name }) => [key, name]))
  return (
    <ul aria-label={i18n.t('Findings')} className="grid gap-2" data-findings>
      {findings.map((finding) => (
        <li
          className={`flex items-start gap-2 rounded-lg px-3 py-2 ${finding.refuses ? 'bg-lost-soft text-lost' : 'bg-risk-soft text-risk'}`}
          key={`${finding.kind} ${finding.rules.join()}`}
        >
          <Icon className="mt-0.5 size-4 shrink-0" name="warn" />
          <div className="min-w-0">
            <p>{finding.message}</p>
            <p className="text-xs">{finding.rules.map((key) => names.get(key) ?? key).join(' → ')}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
