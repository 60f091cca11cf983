import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { announce } from '../announce.ts'
import type { DefinitionDraft, DefinitionFinding } from '../../client/schema.ts'
import { useMe, useMoment } from '../data.ts'
import { useShortcuts } from '../shortcuts.ts'
import { say } from '../ui/toast.ts'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { DesignContext } from './design-context.ts'
import { checkQuery } from './design-data.ts'
import { addStage, removeStage } from './design-edits.ts'
import { DesignHead } from './design-head.tsx'
import { DesignPanes, type Pane } from './design-panes.tsx'
import { DraftNotices } from './draft-notices.tsx'
import { focusSoon } from './focus-soon.ts'
import { pathAt, pathOf, placeOf } from './file-places.ts'
import { type Outline, outlineOf, type Part, partAt, pathOfPart } from './outline.ts'
import { RemoveStageDialog } from './remove-stage-dialog.tsx'
import { useSettled } from './settled.ts'
import { lineOf, type Shown } from './source-pane.tsx'
import { useDraft } from './use-draft.ts'

const RequestDialog = lazy(() => import('./request-dialog.tsx').then((m) => ({ default: m.RequestDialog })))

type Props = { pipeline: Pipeline; published: string; begun: DefinitionDraft | null }

export function Designer({ pipeline, published, begun }: Props) {
  const { past } = useMoment()
  const may = useMe().access.includes('pipelines:configure') && !past
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { part?: Part; pane?: Pane }
  const draft = useDraft(pipeline, published, begun)
  const { written, change } = draft
  const read = useMemo(() => outlineOf(written.source), [written.source])
  // While the text cannot be read, the form shows what it said last, closed.
  const lastRead = useRef<Outline | null>(null)
  if (read) lastRead.current = read
  const outline = lastRead.current ?? emptyOutline
  const settled = useSettled(written, 400)
  const check = useQuery(checkQuery(pipeline.key, settled, 'all'))
  const current = check.data && settled === written ? check.data : null
  const findings = check.data?.findings ?? []
  const warnings = check.data?.warnings ?? []
  const [picked, setPicked] = useState<Part | undefined>(search.part)
  const part: Part = known(picked, outline)
  const pane: Pane = search.pane ?? 'form'
  const [shown, show] = useState(() => shownFirst(written.source, search.part, outline))
  const [removing, remove] = useState<string | null>(null)
  const [asking, ask] = useState(false)
  const editable = may && read !== null

  /** The address follows what is picked, so that it can be sent to somebody. */
  function go(next: { part?: Part; pane?: Pane }): void {
    if (next.part !== undefined) setPicked(next.part)
    void navigate({ to: '.', search: (old: object) => ({ ...old, ...next }), replace: true })
  }

  function pick(next: Part, focus = false): void {
    go({ part: next, ...(focus || pane === 'parts' ? { pane: 'form' } : {}) })
    showPlace(pathOfPart(next, outline), false)
    if (focus) focusSoon(`[data-focus="${next}"]`)
  }
  function showPlace(path: readonly (string | number)[], focus: boolean): void {
    const place = placeOf(written.source, path)
    if (place) show((old) => ({ line: lineOf(written.source, place.start), focus, wish: (old?.wish ?? 0) + 1 }))
  }
  function openFinding({ path, line }: DefinitionFinding): void {
    go({ part: partAt(pathOf(path), outline), pane: 'file' })
    show((old) => ({ line: line ?? 1, focus: true, wish: (old?.wish ?? 0) + 1 }))
  }
  function add(): void {
    if (!editable) return
    const focused = document.activeElement?.getAttribute('data-stage')
    const here = outline.stages.findIndex(({ key }) => key === focused || (!focused && part === `stage:${key}`))
    const at = here === -1 ? outline.stages.length - 1 : here
    const added = addStage(written, outline, at, i18n.t('New stage'))
    change(added.written)
    go({ part: `stage:${added.key}`, pane: 'form' })
    announce(i18n.t('A stage was added.'))
    focusSoon(`[data-focus="stage:${added.key}"]`, true)
  }
  function drop(key: string, to: string | null): void {
    const index = outline.stages.findIndex((stage) => stage.key === key)
    const name = outline.stages[index]?.name ?? key
    change(removeStage(written, outline, key, to))
    remove(null)
    const next = outline.stages[index - 1] ?? outline.stages[index + 1]
    if (next) go({ part: `stage:${next.key}` })
    announce(i18n.t('{name} was removed.', { name }))
    say({ title: i18n.t('{name} was removed', { name }), undo: draft.undo })
    focusSoon(`[data-stage="${next?.key}"]`)
  }
  const step = (event: { shiftKey: boolean }) => {
    if (event.shiftKey) draft.redo()
    else draft.undo()
    announce(event.shiftKey ? i18n.t('Done again') : i18n.t('Taken back'))
  }
  async function save(): Promise<void> {
    await draft.save()
    announce(i18n.t('Saved'))
  }
  const impact = () => {
    go({ pane: 'impact' })
    focusSoon('#design-impact')
  }
  const request = () => {
    if (editable) ask(true)
  }
  const group = i18n.t('Designer')
  const whileTyping = true
  const editing = [
    { keys: 'A', label: i18n.t('Add a stage'), group, run: add },
    { keys: 'Ctrl+S', label: i18n.t('Save the draft'), group, whileTyping, run: () => void save() },
    { keys: 'Ctrl+Z', label: i18n.t('Take back; with Shift do again'), group, whileTyping, run: step },
    { keys: 'Ctrl+Y', label: i18n.t('Do again'), group, whileTyping, run: () => step({ shiftKey: true }) },
    { keys: 'Ctrl+Shift+Enter', label: i18n.t('Open change request'), group, whileTyping, run: request },
  ]
  const viewing = [{ keys: 'Ctrl+Enter', label: i18n.t('Impact'), group, whileTyping, run: impact }]
  useShortcuts([...(may ? editing : []), ...viewing])

  useEffect(() => {
    if (current)
      announce(
        current.ok
          ? i18n.t('The definition holds.')
          : i18n.t('{count, plural, one {# thing is wrong.} other {# things are wrong.}}', {
              count: current.findings.length,
            }),
      )
  }, [current])

  return (
    <DesignContext value={{ pipeline, outline, written, editable, findings, change }}>
      <div className="flex min-h-full flex-col gap-3 p-3 lg:h-full lg:min-h-0 md:p-4">
        <DesignHead
          draft={draft}
          faults={findings.length}
          may={may}
          ok={current?.ok ?? null}
          onImpact={impact}
          onRequest={request}
          onSave={() => void save()}
          onStep={step}
          warnings={warnings.length}
        />
        <DraftNotices begun={begun} draft={draft} readable={read !== null} />
        <DesignPanes
          findings={findings}
          ok={current?.ok ?? false}
          onAdd={add}
          onCursor={(offset) => go({ part: partAt(pathAt(written.source, offset), outline) })}
          onFinding={openFinding}
          onPane={(next) => go({ pane: next })}
          onPick={pick}
          onRemove={remove}
          onRename={(next) => go({ part: next })}
          pane={pane}
          part={part}
          readOnly={!may}
          settled={settled}
          shown={shown}
          warnings={warnings}
        />
      </div>
      {removing !== null && (
        <RemoveStageDialog onClose={() => remove(null)} onRemove={(to) => drop(removing, to)} stage={removing} />
      )}
      <Suspense>{asking && <RequestDialog onClose={() => ask(false)} save={draft.save} />}</Suspense>
    </DesignContext>
  )
}

/** An address that names a part begins where the file says it. */
function shownFirst(source: string, part: Part | undefined, outline: Outline): Shown | null {
  const place = part && placeOf(source, pathOfPart(known(part, outline), outline))
  return place ? { line: lineOf(source, place.start), focus: false, wish: 0 } : null
}

const known = (part: Part | undefined, { stages }: Outline): Part =>
  part !== undefined && (!part.startsWith('stage:') || stages.some(({ key }) => part === `stage:${key}`))
    ? part
    : (`stage:${stages[0]?.key ?? ''}` as const)

const emptyOutline: Outline = {
  key: '',
  name: '',
  revenue_kind: '',
  amount_measure: '',
  currency: '',
  period: '',
  charter: {},
  transitions: { skip: '', back: '', reopen: '' },
  stages: [],
  fields: [],
  won_from: null,
  won_criteria: [],
  lost_reasons: [],
  transfer_reasons: [],
  stage_map: {},
}
