import { useCallback, useEffect, useRef, useState } from 'react'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import type { DefinitionDraft } from '../../client/schema.ts'
import { useMe } from '../data.ts'
import { type Signal, useSignals } from '../live.ts'
import { documentOf, isProblem, sentenceOf } from '../problem.ts'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { readDraft } from './design-data.ts'
import type { Written } from './design-edits.ts'
import { mergeTexts } from './merge-lines.ts'
import { beginHistory, sameWritten, stepBack, stepForward, stepTo } from './written-history.ts'

/** What was saved last and seen here; without a version where nobody has begun a draft. */
type Kept = { written: Written; version: number | null; by: DefinitionDraft['updated_by'] | null; at: string | null }
export type Draft = ReturnType<typeof useDraft>

const pause = 1500
const pauseAfterFault = 15_000

/**
 * The draft of a pipeline as it is written: every step can be taken back, it saves itself, and what somebody else saves
 * meanwhile is put together with it, or shown where both changed the same lines.
 */
export function useDraft(pipeline: Pick<Pipeline, 'id' | 'key'>, published: string, begun: DefinitionDraft | null) {
  const me = useMe().person.id
  const [history, setHistory] = useState(() =>
    beginHistory(begun ? writtenOf(begun) : { source: published, stage_map: {} }),
  )
  const [kept, setKept] = useState<Kept>(() => keptOf(begun, published))
  const [theirs, setTheirs] = useState<DefinitionDraft | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const latest = useRef({ history, kept })
  latest.current = { history, kept }
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const { now } = history
  const unsaved = !sameWritten(now, kept.written)

  const keep = useCallback((draft: DefinitionDraft) => {
    const next = keptOf(draft, '')
    latest.current.kept = next
    setKept(next)
  }, [])

  const change = useCallback((next: Written, about = '') => {
    setFault(null)
    setHistory((old) => stepTo(old, next, about, Date.now()))
  }, [])

  /** Takes in what somebody else saved: at once where nothing is open here, together where both fit. */
  const receive = useCallback(
    (draft: DefinitionDraft) => {
      const { history: mine, kept: base } = latest.current
      const name = draft.updated_by.name
      const together = mergeTexts(base.written.source, mine.now.source, draft.source)
      if (together === null) return setTheirs(draft)
      keep(draft)
      change({
        source: together,
        stage_map: { ...draft.stage_map, ...changedIn(mine.now.stage_map, base.written.stage_map) },
      })
      announce(i18n.t('{name} changed this draft; their changes are in it now.', { name }))
    },
    [change, keep],
  )

  const push = useCallback(async () => {
    const { history: open, kept: base } = latest.current
    const sent = open.now
    if (sameWritten(sent, base.written)) return
    setSaving(true)
    try {
      const seen = base.version === null ? {} : { if_version: base.version }
      keep(await client.drafts.save({ pipeline: pipeline.key, ...sent, ...seen }))
      setFault(null)
    } catch (error) {
      const current = documentOf(error)?.['current'] as DefinitionDraft | undefined
      if (isProblem(error) && (error.status === 412 || error.status === 428) && current) receive(current)
      else setFault(sentenceOf(error))
    } finally {
      setSaving(false)
    }
  }, [pipeline.key, keep, receive])

  /** One save after the other; answers when everything that was written until then is kept. */
  const save = useCallback(() => (queue.current = queue.current.then(push)), [push])

  useEffect(() => {
    if (!unsaved || theirs) return
    const timer = setTimeout(() => void save(), fault === null ? pause : pauseAfterFault)
    return () => clearTimeout(timer)
  }, [now, unsaved, theirs, fault, save])

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    if (unsaved) addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [unsaved])

  useSignals(
    useCallback(
      (signals: Signal[]) => {
        const about = signals.filter(
          ({ type, subject }) => subject === pipeline.id && type.startsWith('definition_draft.'),
        )
        if (about.length === 0) return
        queue.current = queue.current.then(async () => {
          const draft = await readDraft(pipeline.key)
          const { kept: base } = latest.current
          if (draft && draft.updated_by.id !== me && draft.version > (base.version ?? 0)) receive(draft)
          if (!draft && base.version !== null) setKept({ ...base, version: null })
        })
      },
      [pipeline.id, pipeline.key, me, receive],
    ),
  )

  return {
    written: now,
    kept,
    unsaved,
    saving,
    fault,
    theirs,
    change,
    save,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    undo: () => setHistory((old) => stepBack(old) ?? old),
    redo: () => setHistory((old) => stepForward(old) ?? old),
    /** Decides between two drafts that do not fit together. */
    settle(whose: 'mine' | 'theirs') {
      if (!theirs) return
      keep(theirs)
      setTheirs(null)
      setFault(null)
      if (whose === 'theirs') change(writtenOf(theirs))
      announce(whose === 'theirs' ? i18n.t('Their draft is taken.') : i18n.t('Your draft is kept over theirs.'))
    },
    async discard() {
      await client.drafts.discard({ pipeline: pipeline.key })
      const start = { source: published, stage_map: {} }
      setKept({ written: start, version: null, by: null, at: null })
      change(start)
    },
  }
}

const writtenOf = ({ source, stage_map }: DefinitionDraft): Written => ({ source, stage_map })

const keptOf = (draft: DefinitionDraft | null, published: string): Kept =>
  draft
    ? { written: writtenOf(draft), version: draft.version, by: draft.updated_by, at: draft.updated_at }
    : { written: { source: published, stage_map: {} }, version: null, by: null, at: null }

const changedIn = (now: Record<string, string>, before: Record<string, string>) =>
  Object.fromEntries(Object.entries(now).filter(([key, to]) => before[key] !== to))
