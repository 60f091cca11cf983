import type { DefinitionFinding } from '../../client/schema.ts'
import { Tabs } from '../ui/tabs.tsx'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import type { Written } from './design-edits.ts'
import { FieldsForm } from './fields-form.tsx'
import { FindingsList } from './findings-list.tsx'
import { HealthPane } from './health-pane.tsx'
import { ImpactPane } from './impact-pane.tsx'
import { OutcomesForm } from './outcomes-form.tsx'
import type { Part } from './outline.ts'
import { CharterForm, PipelineForm, WaysForm } from './plain-forms.tsx'
import { type Shown, SourcePane } from './source-pane.tsx'
import { StageForm } from './stage-form.tsx'
import { StageList } from './stage-list.tsx'
import { type Room, useRoom } from './use-room.ts'

/** What a narrow screen shows at a time; a wide one has the parts and the form always, and one of the others. */
export const panes = ['parts', 'form', 'file', 'impact', 'health'] as const
export type Pane = (typeof panes)[number]

type Props = {
  part: Part
  pane: Pane
  findings: readonly DefinitionFinding[]
  warnings: readonly DefinitionFinding[]
  ok: boolean
  settled: Written
  shown: Shown | null
  readOnly: boolean
  onPick: (part: Part, focus?: boolean) => void
  onPane: (pane: Pane) => void
  onAdd: () => void
  onRemove: (key: string) => void
  onRename: (part: Part) => void
  onCursor: (offset: number) => void
  onFinding: (finding: DefinitionFinding) => void
}

const grids: Record<Room, string> = {
  wide: 'grid-cols-[15rem_minmax(0,1fr)_minmax(0,1.15fr)]',
  middle: 'grid-cols-[14rem_minmax(0,1fr)]',
  narrow: 'grid-cols-1',
}

export function DesignPanes(props: Props) {
  const { part, pane, findings, warnings, ok, settled, shown, readOnly } = props
  const { written, change } = useDesign()
  const room = useRoom()
  const names = {
    parts: i18n.t('Parts'),
    form: i18n.t('Form'),
    file: i18n.t('File'),
    impact: i18n.t('Impact'),
    health: i18n.t('Health'),
  }
  const offered = { wide: ['file', 'impact', 'health'], middle: ['form', 'file', 'impact', 'health'], narrow: panes }[
    room
  ] as readonly Pane[]
  const picked = offered.includes(pane) ? pane : (offered[0] ?? 'form')
  const tabs = (
    <Tabs
      label={i18n.t('What is shown')}
      onPick={(next) => props.onPane(next as Pane)}
      tabs={offered.map((value) => ({
        value,
        label: value === 'file' && findings.length > 0 ? `${names[value]} (${findings.length})` : names[value],
      }))}
      value={picked}
    />
  )
  const parts = <StageList onAdd={props.onAdd} onPick={props.onPick} onRemove={props.onRemove} part={part} />
  const form = (
    <section aria-label={names.form} className="panel min-h-0 overflow-y-auto p-4">
      <PartForm onRename={props.onRename} part={part} />
    </section>
  )
  const file = (
    <section aria-label={names.file} className="flex min-h-[70vh] min-w-0 flex-col gap-2 lg:min-h-0 lg:grow">
      <FindingsList findings={findings} onOpen={props.onFinding} warnings={warnings} />
      <SourcePane
        findings={findings}
        onCursor={props.onCursor}
        onText={(source) => change({ ...written, source }, 'file')}
        readOnly={readOnly}
        shown={shown}
        source={written.source}
        warnings={warnings}
      />
    </section>
  )
  const impact = (
    <section
      aria-label={names.impact}
      className="panel min-h-0 min-w-0 overflow-y-auto p-4 lg:grow"
      id="design-impact"
      tabIndex={-1}
    >
      <ImpactPane faults={findings.length} ok={ok} settled={settled} />
    </section>
  )
  const health = (
    <section aria-label={names.health} className="panel min-h-0 min-w-0 overflow-y-auto p-4 lg:grow">
      <HealthPane ok={ok} settled={settled} />
    </section>
  )
  const one = { parts, form, file, impact, health }[picked]
  return (
    <div className={`grid min-h-0 grow gap-4 ${grids[room]}`}>
      {room !== 'narrow' && <div className="min-h-0 overflow-y-auto">{parts}</div>}
      {room === 'wide' && form}
      <div className="flex min-h-0 min-w-0 flex-col gap-2">
        {tabs}
        {one}
      </div>
    </div>
  )
}

function PartForm({ part, onRename }: { part: Part; onRename: (part: Part) => void }) {
  const { outline } = useDesign()
  if (part === 'pipeline') return <PipelineForm />
  if (part === 'charter') return <CharterForm />
  if (part === 'fields') return <FieldsForm />
  if (part === 'ways') return <WaysForm />
  if (part === 'outcomes') return <OutcomesForm />
  const index = outline.stages.findIndex(({ key }) => part === `stage:${key}`)
  return <StageForm index={index} key={index} onRename={onRename} />
}
