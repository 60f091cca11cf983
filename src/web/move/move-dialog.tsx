import { lazy, Suspense, useRef, useState } from 'react'
import { usePipelines } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { hasWay, type Moving, type Target } from './target.ts'

const TransferDialog = lazy(() =>
  import('../transfer/transfer-dialog.tsx').then((module) => ({ default: module.TransferDialog })),
)

type Props = { deal: Moving; onMove: (target: Target) => void; onClose: () => void }

/** "Move to…": every place the deal may go, for the keyboard and the thumb; dragging is never the only way. */
export function MoveDialog({ deal, onMove, onClose }: Props) {
  const { byKey, list: pipelines } = usePipelines()
  const pipeline = byKey.get(deal.pipeline)
  const [elsewhere, setElsewhere] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  if (!pipeline) return null
  if (elsewhere)
    return (
      <Suspense>
        <TransferDialog deal={deal} onClose={onClose} />
      </Suspense>
    )
  const at = pipeline.stages.findIndex(({ key }) => key === deal.stage)
  /** The next stage is what is wanted most. */
  const nextPlace = () =>
    list.current?.querySelector<HTMLElement>(`li:nth-child(${at + 2}) button:enabled`) ??
    list.current?.querySelector<HTMLElement>('button:enabled') ??
    null
  return (
    <Dialog description={deal.name} focus={nextPlace} onClose={onClose} open title={i18n.t('Move to…')} width="narrow">
      <ul className="grid gap-1" ref={list}>
        {pipeline.stages.map((stage) => {
          const here = stage.key === deal.stage && !deal.outcome
          const closed = !hasWay(pipeline, deal, { to_stage: stage.key })
          return (
            <li key={stage.key}>
              <button
                className="flex min-h-10 w-full items-center gap-2 rounded-md px-3 text-left hover:bg-sunken disabled:text-mute disabled:hover:bg-transparent"
                disabled={here || closed}
                onClick={() => onMove({ to_stage: stage.key })}
                type="button"
              >
                <Icon className={here ? 'size-4 text-accent' : 'size-4 text-mute'} name={here ? 'check' : 'move'} />
                <span className="grow">{stage.name}</span>
                <span className="text-xs text-mute">
                  {here ? i18n.t('here now') : closed ? i18n.t('not allowed') : ''}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      {!deal.outcome && (
        <div className="mt-3 grid grid-cols-2 gap-2 border-t border-line pt-3">
          <Outcome
            closed={!hasWay(pipeline, deal, { outcome: 'won' })}
            label={i18n.t('Won')}
            onClick={() => onMove({ outcome: 'won' })}
            tone="border-won/50 text-won"
          />
          <Outcome label={i18n.t('Lost')} onClick={() => onMove({ outcome: 'lost' })} tone="border-lost/50 text-lost" />
        </div>
      )}
      {!deal.outcome && pipelines.length > 1 && (
        <Button className="mt-2 w-full" onClick={() => setElsewhere(true)} type="button">
          {i18n.t('To another pipeline…')}
        </Button>
      )}
    </Dialog>
  )
}

function Outcome({ label, tone, closed, onClick }: OutcomeProps) {
  return (
    <button
      className={`h-10 rounded-md border bg-panel font-medium hover:bg-sunken disabled:opacity-50 ${tone}`}
      disabled={closed ?? false}
      onClick={onClick}
      type="button"
    >
      {label}
    </button>
  )
}

type OutcomeProps = { label: string; tone: string; closed?: boolean; onClick: () => void }
