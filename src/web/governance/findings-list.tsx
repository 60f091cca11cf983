import { Link } from '@tanstack/react-router'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import type { DesignFinding } from './governance-data.ts'
import { severityNames } from './governance-words.ts'

const looks: Record<DesignFinding['severity'], string> = {
  error: 'bg-lost-soft text-lost',
  warning: 'bg-risk-soft text-risk',
  advice: 'bg-sunken text-mute',
}

/** What the linter found, the weightiest first: what it rests on, where it stands, and what would put it right. */
export function FindingsList({ findings, n_deals }: { findings: DesignFinding[]; n_deals: number }) {
  if (findings.length === 0)
    return (
      <p className="mt-2 flex items-center gap-2 text-mute">
        <Icon className="size-4 text-won" name="check" />
        {i18n.t('Nothing found in its definition, nor in what {n, plural, one {# deal} other {# deals}} did.', {
          n: n_deals,
        })}
      </p>
    )
  return (
    <ul className="mt-2 divide-y divide-line">
      {findings.map((finding) => (
        <li className="py-3" key={`${finding.code} ${finding.path}`}>
          <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <span className={`rounded-full px-2 py-0.5 text-xs font-medium ${looks[finding.severity]}`}>
              {severityNames()[finding.severity]}
            </span>
            <code className="font-mono text-xs text-mute">
              {finding.line === null
                ? finding.path
                : i18n.t('line {line}, {path}', { line: finding.line, path: finding.path })}
            </code>
          </div>
          <p className="mt-1">{finding.message}</p>
          <p className="text-mute">{finding.remedy}</p>
          <Deals of={finding} />
        </li>
      ))}
    </ul>
  )
}

const shown = 8

/** The deals behind a figure: some to open, and how many there are. */
function Deals({ of: { deals } }: { of: DesignFinding }) {
  if (deals.total === 0) return null
  return (
    <details className="mt-1">
      <summary className="cursor-pointer text-accent">
        {i18n.t('Rests on {n, plural, one {# deal} other {# deals}}', { n: deals.total })}
      </summary>
      <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
        {deals.ids.slice(0, shown).map((deal, at) => (
          <Link className="text-accent hover:underline" key={deal} params={{ deal }} to="/deals/$deal">
            {i18n.t('Deal {n}', { n: at + 1 })}
          </Link>
        ))}
        {deals.total > shown && <span className="text-mute">{i18n.t('and {n} more', { n: deals.total - shown })}</span>}
      </p>
    </details>
  )
}
