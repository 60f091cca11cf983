import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '../api.ts'
import { shortDay } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { i18n } from '../words.ts'
import { type Lineage, refreshAll } from './lineage-data.ts'

/** Every split and merge: how far it has come, and the way back. */
export function ActsList({ acts, mayUndo }: { acts: readonly Lineage[]; mayUndo: boolean }) {
  if (acts.length === 0) return <p className="text-mute">{i18n.t('No pipeline was split or merged.')}</p>
  return (
    <ul className="panel divide-y divide-line">
      {acts.map((act) => (
        <Act act={act} key={act.id} mayUndo={mayUndo} />
      ))}
    </ul>
  )
}

function Act({ act, mayUndo }: { act: Lineage; mayUndo: boolean }) {
  const [asking, ask] = useState(false)
  const undo = useMutation({
    mutationFn: () => client.lineages.undo({ lineage_id: act.id }),
    async onSuccess() {
      ask(false)
      await refreshAll()
    },
  })
  const steer = useMutation({
    mutationFn: (how: 'stop' | 'go on'): Promise<unknown> =>
      how === 'stop'
        ? client.jobs.cancellation({ job_id: act.job.id })
        : client.lineages.resume({ lineage_id: act.id }),
    onSettled: refreshAll,
  })
  const { waiting, moved, back } = act.open
  const running = act.job.finished_at === null
  // Its job was cancelled or failed, and some of its deals still stand where they stood.
  const stopped = !running && (act.state === 'moving' || act.state === 'undoing')
  const undoable = act.undone_at === null && !running
  return (
    <li className="grid gap-1 p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{act.summary}</h3>
        <span
          className={`rounded-full px-2 py-0.5 text-xs ${stopped ? 'bg-risk-soft text-risk' : 'bg-sunken text-mute'}`}
        >
          {stopped ? i18n.t('stopped on the way') : stateWords()[act.state]}
        </span>
        <span className="ml-auto flex gap-2 empty:hidden">
          {mayUndo && running && (
            <Button
              aria-label={i18n.t('Stop: {what}', { what: act.summary })}
              disabled={steer.isPending}
              onClick={() => steer.mutate('stop')}
              size="small"
            >
              {i18n.t('Stop')}
            </Button>
          )}
          {mayUndo && stopped && (
            <Button
              aria-label={i18n.t('Go on: {what}', { what: act.summary })}
              disabled={steer.isPending}
              look="main"
              onClick={() => steer.mutate('go on')}
              size="small"
            >
              {i18n.t('Go on')}
            </Button>
          )}
          {mayUndo && undoable && (
            <Button aria-label={i18n.t('Undo: {what}', { what: act.summary })} onClick={() => ask(true)} size="small">
              {i18n.t('Undo')}
            </Button>
          )}
        </span>
      </div>
      <p className="text-mute">
        {act.parts.map(({ from, to }, i) => (
          <span key={`${from.key} ${to.key}`}>
            {i > 0 && ', '}
            {from.name} →{' '}
            <Link className="text-accent underline" params={{ pipeline: to.key }} to="/board/$pipeline">
              {to.name}
            </Link>
          </span>
        ))}
        {' · '}
        {act.created_by.name}, {shortDay(act.created_at, new Date().toISOString())}
      </p>
      <p className="num">
        {counted(act)}
        {act.routing_change_id !== null && (
          <>
            {' · '}
            <Link
              className="text-accent underline"
              params={{ change: act.routing_change_id }}
              to="/routing/changes/$change"
            >
              {i18n.t('its routing rules')}
            </Link>
          </>
        )}
      </p>
      {running && (
        <progress
          aria-label={i18n.t('Deals that were moved')}
          className="h-1.5 w-full accent-accent"
          max={waiting + moved + back}
          value={act.state === 'undoing' ? back : moved}
        />
      )}
      {stopped && (
        <p className="text-mute">
          {i18n.t('Each deal went wholly or not at all; those that did not go stand, and count, where they stood.')}
        </p>
      )}
      {steer.isError && (
        <p className="text-lost" role="alert">
          {sentenceOf(steer.error)}
        </p>
      )}
      {act.job.error !== null && <p className="text-lost">{act.job.error}</p>}
      {asking && (
        <Dialog
          description={i18n.t(
            'Deals that are still open stand again where they stood. What was closed or moved elsewhere since stays there, and no past counts for another pipeline.',
          )}
          onClose={() => ask(false)}
          open
          title={i18n.t('Undo “{what}”?', { what: act.summary })}
        >
          {undo.isError && (
            <p className="text-lost" role="alert">
              {sentenceOf(undo.error)}
            </p>
          )}
          <DialogActions>
            <Button onClick={() => ask(false)}>{i18n.t('Cancel')}</Button>
            <Button disabled={undo.isPending} look="main" onClick={() => undo.mutate()}>
              {i18n.t('Undo')}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </li>
  )
}

function counted({ state, open: { waiting, moved, stayed, back }, past }: Lineage): string {
  if (state === 'undone' || state === 'undoing')
    return i18n.t('{back, plural, one {# deal stands} other {# deals stand}} again where they stood, {stayed} stayed', {
      back,
      stayed,
    })
  if (waiting > 0) return i18n.t('{moved} of {all} open deals moved', { moved, all: moved + waiting + stayed })
  return i18n.t('{moved, plural, one {# open deal} other {# open deals}} moved, {past} closed ones count as history', {
    moved,
    past,
  })
}

const stateWords = (): Record<Lineage['state'], string> => ({
  moving: i18n.t('under way'),
  done: i18n.t('done'),
  undoing: i18n.t('being undone'),
  undone: i18n.t('undone'),
})
