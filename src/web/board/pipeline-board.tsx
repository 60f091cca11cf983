import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { withIds } from '../bulk/chosen.ts'
import { useMe, usePipelines } from '../data.ts'
import { hasWay, type Moving, type Target } from '../move/target.ts'
import { useMoves } from '../move/use-moves.tsx'
import { openWindow } from '../shell/windows.ts'
import { keepTrail } from '../trail.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import type { Board, Card, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { BoardHead } from './board-head.tsx'
import { BoardSkeleton } from './board-skeleton.tsx'
import { DealCard } from './deal-card.tsx'
import { Column } from './column.tsx'
import { watchDrags } from './drag.ts'
import { OutcomeTargets } from './outcome-targets.tsx'
import { shownBoard } from './shown-board.ts'
import { StagePicker } from './stage-picker.tsx'
import { useBoard } from './use-board.ts'
import { useBoardKeys } from './use-board-keys.ts'
import { useNarrow } from './use-narrow.ts'

const MoveDialog = lazy(() => import('../move/move-dialog.tsx').then((module) => ({ default: module.MoveDialog })))
const BulkBar = lazy(() => import('../bulk/bulk-bar.tsx').then((module) => ({ default: module.BulkBar })))
const FollowOnDialog = lazy(() =>
  import('../handoffs/follow-on-dialog.tsx').then((module) => ({ default: module.FollowOnDialog })),
)

const cardsOf = (board: Board | undefined): Card[] => board?.stages.flatMap(({ deals }) => deals) ?? []

/** The board a rep works on all day: drag, keys or a sheet move deals; others' moves appear by themselves. */
export function PipelineBoard({ pipeline, as_of }: { pipeline: Pipeline; as_of: string | undefined }) {
  const canWork = useMe().access.includes('deals:work') && as_of === undefined
  const mark = usePipelines().marks.get(pipeline.key)
  const { query, arrived, loadMore, hold } = useBoard(pipeline.key, as_of)
  const moves = useMoves()
  const [held, setHeld] = useState<Card | null>(null)
  const [choosing, setChoosing] = useState<Card | null>(null)
  const [following, setFollowing] = useState<Card | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const pick = useCallback(
    (deals: Card[], on?: boolean) =>
      setChosen((old) => {
        const ids = deals.map(({ id }) => id)
        return withIds(old, ids, on ?? !ids.every((id) => old.has(id)))
      }),
    [],
  )
  const narrow = useNarrow()
  const [stage, setStage] = useState(pipeline.stages[0]?.key ?? '')
  const area = useRef<HTMLDivElement>(null)
  const board = useMemo(
    () => (query.data ? shownBoard(query.data, moves.pending) : undefined),
    [query.data, moves.pending],
  )
  const now = as_of ?? new Date(query.dataUpdatedAt || Date.now()).toISOString()
  const move = useRef((deal: Moving, target: Target) => moves.start(deal, target))
  move.current = moves.start

  useEffect(() => {
    if (!canWork) return
    return watchDrags(
      (deal) => {
        setHeld(deal)
        hold(deal?.id ?? null)
      },
      (deal, target) => move.current(deal, target),
    )
  }, [canWork, hold])

  useEffect(() => {
    if (board) keepTrail(board.stages.flatMap(({ deals }) => deals.map(({ key }) => key)))
  }, [board])

  const onKeys = { onMove: moves.start, onChoose: setChoosing, onFollow: setFollowing, onPick: pick }
  useBoardKeys({ area, board, pipeline, canWork, ...onKeys })

  const shown = board?.stages.filter((column) => !narrow || column.key === stage)
  const card = (deal: Card, index: number) => (
    <DealCard
      arrived={arrived.has(deal.id)}
      chosen={chosen.has(deal.id)}
      deal={deal}
      mark={mark}
      movable={canWork}
      now={now}
      onMove={setChoosing}
      onPick={pick}
      past={as_of !== undefined}
      refused={moves.refused === deal.id}
      state={moves.pending.find((entry) => entry.deal.id === deal.id)?.state}
      tabStop={index === 0}
    />
  )
  const takesDeals = pipeline.lifecycle === 'active'
  const empty = board?.stages.every((column) => column.count === 0)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <BoardHead canWork={canWork} current={pipeline.key} suspected={board?.suspected} />
      {query.isError && !board && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <BoardSkeleton stages={narrow ? 1 : pipeline.stages.length} />}
      {board && narrow && <StagePicker columns={board.stages} onPick={setStage} stage={stage} />}
      {empty && (
        <EmptyState
          action={canWork && takesDeals && <Button onClick={() => openWindow('new-deal')}>{i18n.t('New deal')}</Button>}
          title={i18n.t('No open deals in {pipeline}', { pipeline: pipeline.name })}
        >
          {takesDeals
            ? i18n.t('Add one here, or import a file with the command line.')
            : i18n.t('This pipeline takes no new deals.')}
        </EmptyState>
      )}
      {board && !empty && (
        <div className="relative min-h-0 grow">
          <div
            aria-label={i18n.t('Board of {pipeline}', { pipeline: pipeline.name })}
            className="flex h-full gap-3 overflow-x-auto px-4 pb-3 md:px-5"
            ref={area}
            role="region"
          >
            {shown?.map((column) => (
              <Column
                card={card}
                column={column}
                drop={
                  held && held.stage !== column.key
                    ? {
                        target: { to_stage: column.key },
                        allowed: hasWay(pipeline, held, { to_stage: column.key }),
                      }
                    : null
                }
                key={column.key}
                onMore={(cursor) => loadMore(column.key, cursor)}
              />
            ))}
          </div>
          <OutcomeTargets shown={held !== null} />
        </div>
      )}
      {canWork && chosen.size > 0 && (
        <div className="px-3 pb-3 max-md:pb-1">
          <Suspense>
            <BulkBar deals={cardsOf(board).filter(({ id }) => chosen.has(id))} onClear={() => setChosen(new Set())} />
          </Suspense>
        </div>
      )}
      {moves.windows}
      <Suspense>
        {following && <FollowOnDialog deal={following} onClose={() => setFollowing(null)} />}
        {choosing && (
          <MoveDialog
            deal={choosing}
            onClose={() => setChoosing(null)}
            onMove={(target) => {
              setChoosing(null)
              moves.start(choosing, target)
            }}
          />
        )}
      </Suspense>
    </div>
  )
}
