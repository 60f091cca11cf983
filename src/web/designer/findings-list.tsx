import type { DefinitionFinding } from '../../client/schema.ts'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'

type Props = {
  findings: readonly DefinitionFinding[]
  warnings: readonly DefinitionFinding[]
  onOpen: (finding: DefinitionFinding) => void
}

/** What is wrong, and what one should know; a press leads to the place. */
export function FindingsList({ findings, warnings, onOpen }: Props) {
  if (findings.length + warnings.length === 0) return null
  const row = (finding: DefinitionFinding, tone: string) => (
    <li key={`${finding.path} ${finding.message}`}>
      <button
        className="flex w-full items-start gap-2 rounded-md px-2 py-1 text-left hover:bg-sunken"
        onClick={() => onOpen(finding)}
        type="button"
      >
        <Icon className={`mt-0.5 size-4 shrink-0 ${tone}`} name="warn" />
        <span className="min-w-0 wrap-anywhere">
          {finding.line !== null && (
            <span className="num text-mute">{i18n.t('Line {line}:', { line: finding.line })} </span>
          )}
          <span className={tone}>{finding.message}</span> <span className="text-mute">{finding.remedy}</span>
        </span>
      </button>
    </li>
  )
  return (
    <ul
      aria-label={i18n.t('What is wrong')}
      className="max-h-44 shrink-0 overflow-y-auto rounded-md border border-line bg-panel p-1"
    >
      {findings.map((finding) => row(finding, 'text-lost'))}
      {warnings.map((finding) => row(finding, 'text-risk'))}
    </ul>
  )
}
