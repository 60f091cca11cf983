import { Link } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { shortDay } from '../format.ts'
import { keepTrail } from '../trail.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { DealWatch } from './deal-watch.tsx'
import { DecisionForm } from './decision-form.tsx'
import type { ReviewFact } from './fact-dialog.tsx'
import type { ReviewMark, Talked } from './review-data.ts'
import { reasonSentence, reasonTone } from './review-words.ts'
import { ThenAndNow } from './then-and-now.tsx'

type Props = {
  talked: Talked
  count: number
  since: string
  now: string
  trail: string[]
  /** What this person may do here; nothing in a review that ended, or that was not begun. */
  can: { mark: boolean; work: boolean }
  decision: RefObject<HTMLTextAreaElement | null>
  /** Whether the time on the deal is shown, and how to change that. */
  watch: [boolean, () => void]
  onStep: (by: 1 | -1) => void
  onReviewed: (reviewed: boolean) => void
  onTask: () => void
  onFact: (fact: ReviewFact) => void
}

/** One deal at a time: why it is talked about, what it was and is, and what is decided on it. */
export function DealPane(props: Props) {
  const { talked, count, since, now, trail, can, decision, watch, onStep, onReviewed, onTask, onFact } = props
  const [timed, turnWatch] = watch
  const { deal, position, person, reasons, next_step, to, mark } = talked
  const open = to?.outcome === null
  return (
    <article aria-labelledby="review-deal" className="panel min-w-0 p-4 md:p-5">
      <header className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 grow">
          <p className="text-xs text-mute">
            {i18n.t('{position} of {count}', { position, count })} · {person?.name ?? i18n.t('Nobody’s')}
          </p>
          <h2 className="text-lg font-semibold" id="review-deal">
            <Link
              className="hover:underline"
              onClick={() => keepTrail(trail)}
              params={{ deal: deal.key }}
              to="/deals/$deal"
            >
              <span className="num text-mute">{deal.key}</span> {deal.name}
            </Link>
          </h2>
        </div>
        <div className="no-print flex items-center gap-1.5">
          {can.mark && (
            <>
              {timed && <DealWatch />}
              <Button
                aria-pressed={timed}
                look="quiet"
                onClick={turnWatch}
                title={timed ? i18n.t('Do not show the time') : i18n.t('Show the time')}
              >
                <Icon className="size-4" name="clock" />
                <span className="sr-only">{i18n.t('Show the time')}</span> <kbd className="text-mute">W</kbd>
              </Button>
            </>
          )}
          <Button aria-label={i18n.t('The deal before')} disabled={position === 1} onClick={() => onStep(-1)}>
            K
          </Button>
          <Button aria-label={i18n.t('The next deal')} disabled={position === count} onClick={() => onStep(1)}>
            J
          </Button>
          {can.mark && mark && (
            <Button look={mark.reviewed_at ? 'plain' : 'main'} onClick={() => onReviewed(!mark.reviewed_at)}>
              <Icon className="size-4" name={mark.reviewed_at ? 'undo' : 'check'} />
              {mark.reviewed_at ? i18n.t('Not yet') : i18n.t('Talked about')}
            </Button>
          )}
        </div>
      </header>
      <ul className="mt-3 grid gap-1">
        {reasons.map((reason) => (
          <li className="flex gap-2" key={reason.kind}>
            <Icon
              className={`mt-0.5 size-4 shrink-0 ${reasonTone(reason) === 'risk' ? 'text-risk' : 'text-mute'}`}
              name={reasonTone(reason) === 'risk' ? 'warn' : reason.kind === 'changed' ? 'edit' : 'clock'}
            />
            <span className="first-letter:uppercase">{reasonSentence(reason, since)}</span>
          </li>
        ))}
      </ul>
      <div className={mark ? 'xl:grid xl:grid-cols-[minmax(0,1fr)_20rem] xl:gap-6' : ''}>
        <div className="min-w-0">
          <div className="mt-3 overflow-x-auto">
            <ThenAndNow now={now} talked={talked} />
          </div>
          <p className="mt-2">
            <span className="text-mute">{i18n.t('Next step')}: </span>
            {next_step ?? <span className="text-mute">{i18n.t('nothing is written down')}</span>}
          </p>
          {can.work && open && (
            <div className="no-print mt-3 flex flex-wrap gap-1.5">
              <Button onClick={() => onFact('category')} size="small">
                {i18n.t('Category…')} <kbd className="text-mute">C</kbd>
              </Button>
              <Button onClick={() => onFact('close_date')} size="small">
                {i18n.t('Close date…')} <kbd className="text-mute">D</kbd>
              </Button>
              {can.mark && (
                <Button onClick={onTask} size="small">
                  {i18n.t('Task…')} <kbd className="text-mute">T</kbd>
                </Button>
              )}
            </div>
          )}
        </div>
        {mark && <Decided can={can.mark} decision={decision} mark={mark} now={now} />}
      </div>
    </article>
  )
}

type DecidedProps = { mark: ReviewMark; can: boolean; now: string; decision: Props['decision'] }

function Decided({ mark, can, now, decision }: DecidedProps) {
  return (
    <section aria-label={i18n.t('What was decided')} className="mt-4 border-t border-line pt-3 xl:border-t-0">
      {can ? (
        <DecisionForm field={decision} key={mark.deal_id} mark={mark} onSaved={() => decision.current?.blur()} />
      ) : (
        <p>
          <span className="text-mute">{i18n.t('Decision')}: </span>
          {mark.decision ?? <span className="text-mute">{i18n.t('none was written down')}</span>}
          {mark.decided_by && <span className="text-xs text-mute"> ({mark.decided_by.name})</span>}
        </p>
      )}
      {mark.tasks.length > 0 && (
        <ul className="mt-3 grid gap-1" data-tasks>
          {mark.tasks.map(({ id, subject, owner, due_on, done_at }) => (
            <li className="flex items-baseline gap-2" key={id}>
              <Icon
                className={`size-4 shrink-0 self-center ${done_at ? 'text-won' : 'text-mute'}`}
                name={done_at ? 'check' : 'task'}
              />
              <span className={`min-w-0 ${done_at ? 'text-mute line-through' : ''}`}>{subject}</span>
              <span className="shrink-0 text-xs text-mute">
                {owner?.name}
                {due_on && ` · ${shortDay(due_on, now)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {mark.reviewed_at && (
        <p className="mt-2 text-xs text-mute">
          {i18n.t('Talked about, says {name}', { name: mark.reviewed_by?.name ?? '' })}
        </p>
      )}
    </section>
  )
}
