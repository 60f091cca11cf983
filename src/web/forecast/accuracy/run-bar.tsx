import { sentenceOf } from '../../problem.ts'
import { Button } from '../../ui/button.tsx'
import { i18n } from '../../words.ts'
import { type BacktestSummary, useRunning } from './accuracy-data.ts'

type Props = { running: BacktestSummary | undefined; last: BacktestSummary | undefined; first: boolean }

/** Begins a backtest, shows how far it is, and stops it. */
export function RunBar({ running, last, first }: Props) {
  const { begin, stop } = useRunning()
  const wrong = begin.error ?? stop.error
  return (
    <div className="no-print grid gap-2">
      {running ? (
        <div className="flex flex-wrap items-center gap-2" role="status">
          <span>
            {running.status === 'queued' ? i18n.t('Waiting for its turn') : i18n.t('Looking back through history')}
          </span>
          <progress
            aria-label={i18n.t('How far the backtest is')}
            className="h-2 w-40 accent-(--accent)"
            max={running.total ?? 1}
            value={running.total === null ? undefined : running.done}
          />
          <Button disabled={stop.isPending || stop.isSuccess} onClick={() => stop.mutate(running.job_id)} size="small">
            {stop.isSuccess ? i18n.t('Stopping') : i18n.t('Stop')}
          </Button>
        </div>
      ) : (
        <Button disabled={begin.isPending} look={first ? 'main' : 'plain'} onClick={() => begin.mutate()}>
          {first ? i18n.t('Run the first backtest') : i18n.t('Run it again')}
        </Button>
      )}
      {!running && last?.status === 'failed' && (
        <p className="text-lost" role="alert">
          {i18n.t('The last one failed: {reason}', { reason: last.error ?? '' })}
        </p>
      )}
      {!running && last?.status === 'cancelled' && (
        <p className="text-mute" role="status">
          {i18n.t('The last one was stopped and left nothing behind.')}
        </p>
      )}
      {wrong && (
        <p className="text-lost" role="alert">
          {sentenceOf(wrong)}
        </p>
      )}
    </div>
  )
}
