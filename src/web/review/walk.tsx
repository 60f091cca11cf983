import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { sentenceOf } from '../problem.ts'
import { useShortcuts } from '../shortcuts.ts'
import { keepTrail } from '../trail.ts'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { AgendaList } from './agenda-list.tsx'
import { DealPane } from './deal-pane.tsx'
import { useWatch } from './deal-watch.tsx'
import { FactDialog, type ReviewFact } from './fact-dialog.tsx'
import { type Agenda, type Review, showMark, type Talked } from './review-data.ts'
import type { ReviewSearch } from './review-search.ts'
import { TaskDialog } from './task-dialog.tsx'

type Props = {
  shown: Agenda | Review
  search: ReviewSearch
  mayMark: boolean
  onSet: (change: ReviewSearch) => void
}

/** Walks through the deals, one at a time with the list at the side; everything by keyboard. */
export function Walk({ shown, search, mayMark, onSet }: Props) {
  const { access, workspace } = useMe()
  const navigate = useNavigate()
  const decision = useRef<HTMLTextAreaElement>(null)
  const watch = useWatch()
  const [task, setTask] = useState<Talked | null>(null)
  const [fact, setFact] = useState<{ fact: ReviewFact; key: string } | null>(null)
  const deals: readonly Talked[] = shown.deals
  // The first that nobody has come to yet, where none is named; and no other one because somebody ticks it off elsewhere.
  const [first] = useState(() => deals.find(({ mark }) => !mark?.reviewed_at)?.deal.key)
  const placeOf = (key: string | undefined) => deals.findIndex(({ deal }) => deal.key === key)
  const at = Math.max(placeOf(search.deal) >= 0 ? placeOf(search.deal) : placeOf(first), 0)
  const current = deals[at]
  const review_id = 'state' in shown ? shown.id : undefined
  const going = mayMark && 'state' in shown && shown.state === 'under_way'
  const work = access.includes('deals:work') && (going || review_id === undefined) && mayMark
  const open = current?.to?.outcome === null
  const trail = deals.map(({ deal }) => deal.key)

  const go = (key: string) => onSet({ deal: key })
  const step = (by: 1 | -1) => {
    const next = deals[at + by]
    if (!next) return
    go(next.deal.key)
    announce(`${next.position}: ${next.deal.name}`)
  }
  async function review(reviewed: boolean): Promise<void> {
    if (!current?.mark || review_id === undefined) return
    const { id } = current.deal
    const before = current.mark
    const now = new Date().toISOString()
    showMark(review_id, id, (mark) => ({ ...mark, reviewed_at: reviewed ? now : null }))
    if (reviewed) step(1)
    try {
      const saved = await client.deal_reviews.mark({ deal_review_id: review_id, deal_id: id, reviewed })
      showMark(review_id, id, () => saved)
    } catch (error) {
      showMark(review_id, id, () => before)
      say({ title: i18n.t('It was not marked'), detail: sentenceOf(error), tone: 'bad' })
    }
  }
  const write = () => {
    decision.current?.focus()
    decision.current?.scrollIntoView({ block: 'nearest' })
  }
  const group = i18n.t('Review')
  useShortcuts([
    { keys: 'J', label: i18n.t('The next deal'), group, run: () => step(1) },
    { keys: 'K', label: i18n.t('The deal before'), group, run: () => step(-1) },
    { keys: 'ArrowDown', label: i18n.t('The next deal'), group, run: () => step(1) },
    { keys: 'ArrowUp', label: i18n.t('The deal before'), group, run: () => step(-1) },
    {
      keys: 'Enter',
      label: i18n.t('Open the deal'),
      group,
      run: ({ target }) => {
        // A button that has the keyboard is pressed, as everywhere.
        if (target instanceof HTMLElement && target.closest('button, a, summary')) return target.click()
        if (!current) return
        keepTrail(trail)
        void navigate({ to: '/deals/$deal', params: { deal: current.deal.key } })
      },
    },
    ...(going
      ? [
          {
            keys: 'R',
            label: i18n.t('Talked about, and on'),
            group,
            run: () => void review(!current?.mark?.reviewed_at),
          },
          { keys: 'N', label: i18n.t('Write down a decision'), group, run: write },
          { keys: 'W', label: i18n.t('Show or hide the time'), group, run: watch[1] },
        ]
      : []),
    ...(going && work && open
      ? [{ keys: 'T', label: i18n.t('A task from this review'), group, run: () => current && setTask(current) }]
      : []),
    ...(work && open
      ? [
          { keys: 'C', label: i18n.t('Call it otherwise'), group, run: () => change('category') },
          { keys: 'D', label: i18n.t('Another close date'), group, run: () => change('close_date') },
        ]
      : []),
  ])
  const change = (which: ReviewFact) => current && setFact({ fact: which, key: current.deal.key })
  if (!current) return null
  return (
    <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <section className="panel min-w-0 p-2 lg:sticky lg:top-3">
        <AgendaList current={current} deals={deals} onPick={go} />
        {'left_out' in shown && shown.left_out > 0 && (
          <p className="px-2 py-1 text-xs text-mute">
            {i18n.t('{count} more did not fit; review person by person to see them', { count: shown.left_out })}
          </p>
        )}
      </section>
      <div className="grid min-w-0 gap-2">
        <DealPane
          can={{ mark: going, work }}
          count={deals.length}
          decision={decision}
          key={current.deal.id}
          now={workspace.today}
          onFact={change}
          onReviewed={(reviewed) => void review(reviewed)}
          onStep={step}
          onTask={() => setTask(current)}
          since={shown.since}
          talked={current}
          trail={trail}
          watch={watch}
        />
        {review_id === undefined && mayMark && (
          <p className="text-xs text-mute">
            {i18n.t('Begin the review to write down decisions and tasks, and to tick off what was talked about.')}
          </p>
        )}
        {'note' in shown && !('state' in shown) && shown.note && (
          <p className="text-xs text-mute first-letter:uppercase">
            {i18n.t('no chances and no risks: {note}', { note: shown.note })}
          </p>
        )}
      </div>
      {task && review_id !== undefined && (
        <TaskDialog onClose={() => setTask(null)} review_id={review_id} talked={task} />
      )}
      {fact && <FactDialog deal_key={fact.key} fact={fact.fact} onClose={() => setFact(null)} />}
    </div>
  )
}
