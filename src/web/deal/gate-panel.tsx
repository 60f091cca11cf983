import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { stageName } from '../data.ts'
import { type Answer, isComplete } from '../move/gate-answers.ts'
import { GateRow } from '../move/gate-row.tsx'
import { saveAnswers } from '../move/save-answers.ts'
import { hasWay, neighbour, type Target } from '../move/target.ts'
import { dueOf } from '../owed.ts'
import { movingOf, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Loading, Skeleton } from '../ui/states.tsx'
import type { DealDetail, Owed, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'

type Props = {
  deal: DealDetail
  pipeline: Pipeline | undefined
  canWork: boolean
  past: boolean
  now: string
  onMove: (target: Target) => void
}

/** What the next step asks for, to be given in place or asked of somebody, and what the deal still owes. */
export function GatePanel({ deal, pipeline, canWork, past, now, onMove }: Props) {
  const due = dueOf(deal.owed, now)
  const target = pipeline && !deal.outcome && !past ? nextStep(pipeline, deal) : null
  if (!target && due.length === 0) return null
  return (
    <section className="panel p-4">
      {target && (
        <Checklist canWork={canWork} deal={deal} due={due} onMove={onMove} pipeline={pipeline} target={target} />
      )}
      {!target && (
        <>
          <h2 className="text-[15px] font-semibold">
            {i18n.t('Owes {count, plural, one {# thing} other {# things}}', { count: due.length })}
          </h2>
          <p className="text-xs text-mute">
            {i18n.t('It stands beyond a gate without having met these; they fall due with its next step forward.')}
          </p>
          <ul className="mt-1.5">
            {[...Map.groupBy(due, ({ stage }) => stage)].map(([stage, owed]) => (
              <li className="py-0.5" key={stage}>
                <span className="text-xs text-mute">{stageName(pipeline, stage)}:</span>{' '}
                {owed.map(({ label }) => label).join('; ')}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

type ChecklistProps = Pick<Props, 'deal' | 'canWork' | 'pipeline' | 'onMove'> & { target: Target; due: Owed[] }

function Checklist({ deal, canWork, pipeline, target, due, onMove }: ChecklistProps) {
  const [answers, setAnswers] = useState<Record<string, Answer>>({})
  const query = useQuery({
    queryKey: ['gates', deal.id, deal.version, target],
    queryFn: () => api.previewMove(deal.id, target),
  })
  const gates = query.data?.gates ?? []
  const firstMissing = gates.find(({ satisfied, level }) => !satisfied && level === 'hard')?.key
  const met = gates.filter(({ satisfied }) => satisfied).length
  const filled = gates.some((gate) => isComplete(gate, answers[gate.key]))
  const place = 'outcome' in target ? i18n.t('winning') : stageName(pipeline, target.to_stage)
  async function save(): Promise<void> {
    if (await saveAnswers(movingOf(deal), gates, answers, i18n.t('Saved'))) setAnswers({})
  }
  return (
    <>
      <h2 className="flex items-baseline gap-2 text-[15px] font-semibold">
        <span className="grow">{i18n.t('Gate to {place}', { place })}</span>
        {gates.length > 0 && (
          <span className="num text-xs font-normal whitespace-nowrap text-mute">
            {i18n.t('{met} of {all} met', { met, all: gates.length })}
          </span>
        )}
      </h2>
      {due.length > 0 && (
        <p className="text-xs text-risk">
          {i18n.t(
            '{count, plural, one {# thing is} other {# things are}} owed: the deal stands beyond that gate, and its next step asks for it.',
            { count: due.length },
          )}
        </p>
      )}
      {query.isPending && (
        <Loading label={i18n.t('Loading the gate')}>
          <Skeleton className="mt-2 h-24" />
        </Loading>
      )}
      {query.isError && <p className="mt-1 text-lost">{sentenceOf(query.error)}</p>}
      {query.isSuccess && gates.length === 0 && <p className="mt-1 text-mute">{i18n.t('Nothing is asked for.')}</p>}
      <ul className="mt-2 -ml-2 grid gap-0.5" data-checklist>
        {gates.map((gate) => (
          <GateRow
            answer={answers[gate.key]}
            canAnswer={canWork}
            closed={gate.key !== firstMissing}
            deal={movingOf(deal)}
            fields={deal.fields}
            gate={gate}
            key={gate.key}
            onAnswer={(answer) => setAnswers((old) => ({ ...old, [gate.key]: answer }))}
            onDealPage
            owed={!gate.satisfied && due.some(({ key }) => key === gate.key)}
            pipeline={pipeline}
          />
        ))}
      </ul>
      {canWork && query.isSuccess && (
        <div className="mt-3 flex flex-wrap gap-2">
          {filled && (
            <Button look="main" onClick={() => void save()}>
              {i18n.t('Save')}
            </Button>
          )}
          {!filled && (
            <Button onClick={() => onMove(target)}>
              <span>{'outcome' in target ? i18n.t('Mark as won') : i18n.t('Move to {place}', { place })}</span>
              <kbd className="text-xs text-mute">{'outcome' in target ? 'W' : '⇧→'}</kbd>
            </Button>
          )}
        </div>
      )}
    </>
  )
}

/** The next stage, or winning from the last one; null where the pipeline has no way there. */
function nextStep(pipeline: Pipeline, deal: DealDetail): Target | null {
  const moving = movingOf(deal)
  const target = neighbour(pipeline, moving, 1) ?? { outcome: 'won' as const }
  return hasWay(pipeline, moving, target) ? target : null
}
