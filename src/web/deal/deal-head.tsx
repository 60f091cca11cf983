import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Age } from '../age.tsx'
import { usePipelines } from '../data.ts'
import { exactMoney, shortDay } from '../format.ts'
import { hasWay, type Target } from '../move/target.ts'
import { categoryNames, measureName } from '../names.ts'
import { movingOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import type { DealDetail, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { WaitButton } from './wait-button.tsx'

type Props = {
  deal: DealDetail
  pipeline: Pipeline | undefined
  now: string
  canWork: boolean
  onMove: (target: Target) => void
  onChoose: () => void
}

/** What the deal is, in one look, and the buttons that settle it. */
export function DealHead({ deal, pipeline, now, canWork, onMove, onChoose }: Props) {
  const { marks } = usePipelines()
  const older = pipeline && pipeline.definition.version !== deal.definition.version
  return (
    <header className="grid gap-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <h1 className="flex min-w-60 flex-1 flex-wrap items-baseline gap-x-2 text-xl font-semibold">
          {deal.name} <span className="num text-sm font-normal text-mute">{deal.key}</span>
          <OutcomeBadge deal={deal} now={now} pipeline={pipeline} />
        </h1>
        {canWork && pipeline && <Buttons deal={deal} onChoose={onChoose} onMove={onMove} pipeline={pipeline} />}
      </div>
      <div className="flex flex-wrap items-end gap-x-8 gap-y-2">
        <p className="flex min-w-60 flex-1 flex-wrap items-center gap-x-2 text-mute">
          <Mark mark={marks.get(deal.pipeline.key)} size="small" />
          <Link className="hover:underline" params={{ pipeline: deal.pipeline.key }} to="/board/$pipeline">
            {deal.pipeline.name}
          </Link>
          <span>{i18n.t('version {version}', { version: deal.definition.version })}</span>
          {older && (
            <span className="text-risk">
              {i18n.t('the current one is {version}', { version: pipeline.definition.version })}
            </span>
          )}
          {deal.account && (
            <span>
              ·{' '}
              <Link className="hover:underline" params={{ account: deal.account.id }} to="/accounts/$account">
                {deal.account.name}
              </Link>
            </span>
          )}
          {deal.ageing && <Age deal={deal} now={now} />}
          {deal.ageing && canWork && <WaitButton deal={deal} now={now} />}
        </p>
        <dl className="flex flex-wrap gap-x-7 gap-y-2">
          <Fact label={measureName(deal.amount_measure)}>{deal.amount ? exactMoney(deal.amount) : '–'}</Fact>
          <Fact label={i18n.t('close date')}>{deal.close_date ? shortDay(deal.close_date, now) : '–'}</Fact>
          <Fact label={i18n.t('category')}>{categoryNames()[deal.category]}</Fact>
          <Fact label={i18n.t('owner')}>{deal.owner?.name ?? '–'}</Fact>
        </dl>
      </div>
    </header>
  )
}

type ButtonsProps = Pick<Props, 'deal' | 'onMove' | 'onChoose'> & { pipeline: Pipeline }

function Buttons({ deal, pipeline, onMove, onChoose }: ButtonsProps) {
  const moving = movingOf(deal)
  if (deal.outcome) {
    const back = { to_stage: deal.stage.key }
    if (!hasWay(pipeline, moving, back)) return null
    return (
      <Button onClick={() => onMove(back)}>
        <Icon name="undo" />
        {i18n.t('Reopen')}
      </Button>
    )
  }
  return (
    <div className="flex gap-2">
      <Button
        className="text-won"
        disabled={!hasWay(pipeline, moving, { outcome: 'won' })}
        onClick={() => onMove({ outcome: 'won' })}
      >
        <Icon name="trophy" />
        {i18n.t('Won')}
      </Button>
      <Button className="text-lost" onClick={() => onMove({ outcome: 'lost' })}>
        <Icon name="close" />
        {i18n.t('Lost')}
      </Button>
      <Button onClick={onChoose}>
        <Icon name="move" />
        {i18n.t('Move to…')}
      </Button>
    </div>
  )
}

function OutcomeBadge({ deal, pipeline, now }: Pick<Props, 'deal' | 'pipeline' | 'now'>) {
  if (!deal.outcome) return null
  const day = deal.closed_at ? shortDay(deal.closed_at, now) : ''
  const reason = pipeline?.lost_reasons.find(({ key }) => key === deal.outcome_reason)?.label
  const words = {
    won: i18n.t('won on {day}', { day }),
    lost: reason ? i18n.t('lost on {day}: {reason}', { day, reason }) : i18n.t('lost on {day}', { day }),
    transferred: i18n.t('went to another pipeline on {day}', { day }),
    void: i18n.t('void since {day}', { day }),
  }
  const tones = {
    won: 'bg-won-soft text-won',
    lost: 'bg-lost-soft text-lost',
    transferred: 'bg-sunken',
    void: 'bg-sunken',
  }
  return <span className={`rounded px-2 py-0.5 text-xs font-medium ${tones[deal.outcome]}`}>{words[deal.outcome]}</span>
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-xs text-mute">{label}</dt>
      <dd className="num text-[15px] font-medium">{children}</dd>
    </div>
  )
}
