import { useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from 'react'
import { api } from '../api.ts'
import { announce } from '../announce.ts'
import { placeEverywhere } from '../board/board-cache.ts'
import { stageName, usePipelines } from '../data.ts'
import { currentOf, gatesOf, isProblem, mayOverrideOf, sentenceOf } from '../problem.ts'
import { say } from '../ui/toast.ts'
import { forgetUndo, remember } from '../undo.ts'
import type { Gate, Move, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import type { Given, Pending } from './pending.ts'
import { sentWhenOnline } from './sent-when-online.ts'
import { hasWay, type Moving, type Target } from './target.ts'

const GateDialog = lazy(() => import('./gate-dialog.tsx').then((module) => ({ default: module.GateDialog })))
const ReasonDialog = lazy(() => import('./reason-dialog.tsx').then((module) => ({ default: module.ReasonDialog })))
const ConflictDialog = lazy(() =>
  import('./conflict-dialog.tsx').then((module) => ({ default: module.ConflictDialog })),
)

type Question = Pick<Pending, 'deal' | 'target'> & { given: Given } & (
    | { kind: 'gate'; gates: Gate[]; mayOverride: boolean }
    | { kind: 'reason' }
    | { kind: 'conflict'; sentence: string; current: Moving | null }
  )

export type Moves = {
  pending: Pending[]
  /** The deal that was refused last, which shakes once. */
  refused: string | null
  start: (deal: Moving, target: Target) => void
  windows: ReactNode
}

/**
 * The story of a move: shown at once, sent with the version it was decided on, and then settled, asked about (gate,
 * reason), or put back with the cause. Every settled move can be undone for ten seconds.
 */
export function useMoves(): Moves {
  const cache = useQueryClient()
  const { byKey } = usePipelines()
  const [pending, setPending] = useState<Pending[]>([])
  const [question, setQuestion] = useState<Question | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const keys = useRef(new Map<string, string>())

  const show = (entry: Pending) => setPending((old) => [...old.filter(({ deal }) => deal.id !== entry.deal.id), entry])
  const settle = (deal: Moving) => setPending((old) => old.filter((entry) => entry.deal.id !== deal.id))

  async function attempt(deal: Moving, target: Target, given: Given): Promise<void> {
    setRefused(null)
    setQuestion(null)
    show({ deal, target, state: 'moving' })
    const key = keys.current.get(deal.id) ?? crypto.randomUUID()
    keys.current.set(deal.id, key)
    try {
      const request = { ...target, deal_version: deal.version, ...given }
      const move = await sentWhenOnline(
        () => api.move(deal.id, request, key),
        () => show({ deal, target, state: 'waiting' }),
      )
      moved(deal, target, move)
    } catch (error) {
      refuse(error, deal, target, given)
    } finally {
      keys.current.delete(deal.id)
    }
  }

  function moved(deal: Moving, target: Target, move: Move): void {
    placeEverywhere(cache, deal, target, move.deal_version)
    settle(deal)
    const words = doneWords(byKey.get(deal.pipeline), deal, target)
    const undo = () => void takeBack(deal, move)
    say({ title: words, detail: deal.name, undo, about: deal.id })
    remember(words, undo)
    announce(`${deal.name}: ${words}`)
    refresh()
  }

  async function takeBack(deal: Moving, move: Move): Promise<void> {
    forgetUndo()
    try {
      await api.reverse(deal.id, move.id)
      const words = i18n.t('Put back to {stage}', { stage: stageName(byKey.get(deal.pipeline), deal.stage) })
      say({ title: words, detail: deal.name, about: deal.id })
      announce(`${deal.name}: ${words}`)
    } catch (error) {
      say({ title: i18n.t('This cannot be undone any more'), detail: sentenceOf(error), tone: 'bad', about: deal.id })
    }
    refresh()
  }

  function refuse(error: unknown, deal: Moving, target: Target, given: Given): void {
    if (isProblem(error) && error.code === 'gate-not-met') {
      show({ deal, target, state: 'gate' })
      setQuestion({ kind: 'gate', deal, target, given, gates: gatesOf(error), mayOverride: mayOverrideOf(error) })
      return
    }
    if (isProblem(error) && error.code === 'reason-required') {
      show({ deal, target, state: 'reason' })
      setQuestion({ kind: 'reason', deal, target, given })
      return
    }
    settle(deal)
    if (isProblem(error) && error.status === 412) {
      setQuestion({ kind: 'conflict', deal, target, given, sentence: sentenceOf(error), current: currentOf(error) })
      refresh()
      return
    }
    setRefused(deal.id)
    const title = i18n.t('{deal} was put back', { deal: deal.name })
    say({ title, detail: sentenceOf(error), tone: 'bad', about: deal.id })
    announce(`${title}. ${sentenceOf(error)}`)
    refresh()
  }

  const refresh = () => {
    for (const queryKey of [
      ['board'],
      ['deal'],
      ['deals'],
      ['history'],
      ['gates'],
      ['chance'],
      ['totals'],
      ['look'],
      ['forecast'],
    ])
      void cache.invalidateQueries({ queryKey })
  }

  const start = useCallback(
    (deal: Moving, target: Target) => {
      const pipeline = byKey.get(deal.pipeline)
      // A second press while the first is on its way means the same move.
      if (!pipeline || keys.current.has(deal.id)) return
      if (!hasWay(pipeline, deal, target)) {
        say({ title: forbiddenWords(pipeline, deal, target), tone: 'bad' })
        return
      }
      // A lost deal always needs a reason from the list; any other reason is asked for when the server wants one.
      if ('outcome' in target && target.outcome === 'lost') {
        show({ deal, target, state: 'reason' })
        setQuestion({ kind: 'reason', deal, target, given: {} })
        return
      }
      void attempt(deal, target, {})
    },
    [byKey],
  )

  function putBack(): void {
    if (question) {
      settle(question.deal)
      announce(i18n.t('{deal} was put back', { deal: question.deal.name }))
    }
    setQuestion(null)
  }

  const asked = question && {
    deal: question.deal,
    target: question.target,
    onGive: (given: Given) => void attempt(question.deal, question.target, { ...question.given, ...given }),
    onPutBack: putBack,
  }
  const windows = (
    <Suspense>
      {asked && question.kind === 'gate' && (
        <GateDialog {...asked} gates={question.gates} key={question.deal.id} mayOverride={question.mayOverride} />
      )}
      {asked && question.kind === 'reason' && <ReasonDialog {...asked} />}
      {question?.kind === 'conflict' && (
        <ConflictDialog
          deal={question.deal}
          onClose={() => setQuestion(null)}
          onRedo={(current) => void attempt(current, question.target, question.given)}
          current={question.current}
          sentence={question.sentence}
          target={question.target}
        />
      )}
    </Suspense>
  )
  return { pending, refused, start, windows }
}

function doneWords(pipeline: Pipeline | undefined, deal: Moving, target: Target): string {
  if ('outcome' in target) return target.outcome === 'won' ? i18n.t('Won') : i18n.t('Lost')
  const stage = stageName(pipeline, target.to_stage)
  return deal.outcome ? i18n.t('Reopened in {stage}', { stage }) : i18n.t('Moved to {stage}', { stage })
}

function forbiddenWords(pipeline: Pipeline, deal: Moving, target: Target): string {
  if (deal.outcome) return i18n.t('{pipeline} does not reopen deals', { pipeline: pipeline.name })
  if ('outcome' in target || target.to_stage === deal.stage) return i18n.t('The deal is there already')
  return i18n.t('{pipeline} does not allow {from} → {to}', {
    pipeline: pipeline.name,
    from: stageName(pipeline, deal.stage),
    to: stageName(pipeline, target.to_stage),
  })
}
