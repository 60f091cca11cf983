import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { neighbour, type Moving, type Target } from '../move/target.ts'
import { useShortcuts } from '../shortcuts.ts'
import { nextOnTrail } from '../trail.ts'
import { say } from '../ui/toast.ts'
import type { DealDetail, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'

const MoveDialog = lazy(() => import('../move/move-dialog.tsx').then((module) => ({ default: module.MoveDialog })))

const TransferDialog = lazy(() =>
  import('../transfer/transfer-dialog.tsx').then((module) => ({ default: module.TransferDialog })),
)

const FollowOnDialog = lazy(() =>
  import('../handoffs/follow-on-dialog.tsx').then((module) => ({ default: module.FollowOnDialog })),
)

type Options = {
  deal: DealDetail
  moving: Moving
  pipeline: Pipeline | undefined
  canWork: boolean
  onMove: (target: Target) => void
}

/** The keys of a deal's page, and the window that asks where to. */
export function useDealKeys({ deal, moving, pipeline, canWork, onMove }: Options) {
  const [choosing, setChoosing] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const [following, setFollowing] = useState(false)
  const navigate = useNavigate()
  const group = i18n.t('This deal')
  const open = deal.outcome === null
  const go = (step: 1 | -1) => {
    const key = nextOnTrail(deal.key, step)
    if (key) void navigate({ to: '/deals/$deal', params: { deal: key } })
  }
  const step = (by: 1 | -1) => {
    const target = pipeline && neighbour(pipeline, moving, by)
    if (target) onMove(target)
  }
  useShortcuts([
    ...(canWork && open
      ? [
          { keys: 'Shift+ArrowRight', label: i18n.t('To the next stage'), group, run: () => step(1) },
          { keys: 'Shift+ArrowLeft', label: i18n.t('To the stage before'), group, run: () => step(-1) },
          { keys: 'M', label: i18n.t('Move to…'), group, run: () => setChoosing(true) },
          { keys: 'X', label: i18n.t('Move to another pipeline'), group, run: () => setLeaving(true) },
          { keys: 'W', label: i18n.t('Won'), group, run: () => onMove({ outcome: 'won' }) },
          { keys: 'L', label: i18n.t('Lost'), group, run: () => onMove({ outcome: 'lost' }) },
        ]
      : []),
    ...(canWork && deal.outcome !== 'void'
      ? [{ keys: 'H', label: i18n.t('Open follow-on deal'), group, run: () => setFollowing(true) }]
      : []),
    ...(canWork
      ? [
          { keys: 'E', label: i18n.t('Edit the first fact'), group, run: () => press('[data-edit]') },
          { keys: 'N', label: i18n.t('Write a note'), group, run: () => press('[data-note]') },
        ]
      : []),
    { keys: 'J', label: i18n.t('The next deal of the list'), group, run: () => go(1) },
    { keys: 'K', label: i18n.t('The deal before it'), group, run: () => go(-1) },
    { keys: '.', label: i18n.t('Copy the number'), group, run: () => void copy(deal.key) },
    { keys: 'Y', label: i18n.t('Copy the link'), group, run: () => void copy(location.href) },
  ])
  const windows = (
    <Suspense>
      {leaving && <TransferDialog deal={moving} onClose={() => setLeaving(false)} />}
      {following && <FollowOnDialog deal={moving} onClose={() => setFollowing(false)} />}
      {choosing && (
        <MoveDialog
          deal={moving}
          onClose={() => setChoosing(false)}
          onMove={(target) => {
            setChoosing(false)
            onMove(target)
          }}
        />
      )}
    </Suspense>
  )
  return { choose: () => setChoosing(true), follow: () => setFollowing(true), windows }
}

function press(selector: string): void {
  const found = document.querySelector<HTMLElement>(selector)
  found?.click()
  found?.focus()
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
  say({ title: i18n.t('Copied: {text}', { text }) })
}
