import { stageName, usePipelines } from '../data.ts'
import { exactMoney } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { hasWay, type Moving, type Target } from './target.ts'

type Props = {
  deal: Moving
  target: Target
  sentence: string
  current: Moving | null
  onRedo: (current: Moving) => void
  onClose: () => void
}

/** Somebody else was first: what changed meanwhile, and the same move once more on what is there now. */
export function ConflictDialog({ deal, target, sentence, current, onRedo, onClose }: Props) {
  const pipeline = usePipelines().byKey.get(deal.pipeline)
  const changes = current ? changesBetween(deal, current, pipeline) : []
  const possible = current !== null && pipeline !== undefined && hasWay(pipeline, current, target)
  const wanted = 'outcome' in target ? wordOf(target.outcome) : stageName(pipeline, target.to_stage)
  return (
    <Dialog
      description={sentence}
      onClose={onClose}
      open
      title={i18n.t('{deal} changed while you were moving it', { deal: deal.name })}
    >
      {changes.length > 0 && (
        <table className="w-full text-left">
          <caption className="sr-only">{i18n.t('What changed')}</caption>
          <thead>
            <tr className="text-xs text-mute">
              <th className="py-1 font-medium">{i18n.t('What')}</th>
              <th className="py-1 font-medium">{i18n.t('You saw')}</th>
              <th className="py-1 font-medium">{i18n.t('It is now')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(([what, before, after]) => (
              <tr className="border-t border-line" key={what}>
                <th className="py-1.5 font-normal text-mute" scope="row">
                  {what}
                </th>
                <td className="py-1.5 line-through decoration-mute">{before}</td>
                <td className="py-1.5 font-medium">{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <DialogActions>
        <Button onClick={onClose}>{i18n.t('Leave it as it is now')}</Button>
        {possible && (
          <Button look="main" onClick={() => onRedo(current)}>
            {i18n.t('Move it to {stage} anyway', { stage: wanted })}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}

/** What differs between two states of a deal, each as name, before and after. */
export function changesBetween(before: Moving, after: Moving, pipeline: Pipeline | undefined) {
  const rows: [string, string, string][] = [
    [i18n.t('Stage'), stageName(pipeline, before.stage), stageName(pipeline, after.stage)],
    [i18n.t('Outcome'), wordOf(before.outcome ?? null), wordOf(after.outcome ?? null)],
    [i18n.t('Name'), before.name, after.name],
    [i18n.t('Amount'), before.amount ? exactMoney(before.amount) : '–', after.amount ? exactMoney(after.amount) : '–'],
    [i18n.t('Owner'), before.owner?.name ?? '–', after.owner?.name ?? '–'],
  ]
  return rows.filter(([, left, right]) => left !== right)
}

const wordOf = (outcome: string | null): string =>
  outcome === 'won' ? i18n.t('won') : outcome === 'lost' ? i18n.t('lost') : (outcome ?? i18n.t('open'))
