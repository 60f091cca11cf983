import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { BulkTransfer } from '../../client/schema.ts'
import { type BulkChange, client } from '../api.ts'
import { changeAll, refreshDeals } from '../bulk/change-all.ts'
import { wholeNumber } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'

type Props = { transfer: BulkTransfer; target: string }

/** Gives each deal that went its place back, unless something came after it. */
function TakeBack({ transfer_id, moved }: { transfer_id: string; moved: number }) {
  const back = useMutation({
    mutationFn: async () => {
      const gone: BulkChange[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await client.transfers.deals({
          bulk_transfer_id: transfer_id,
          state: 'moved',
          limit: 200,
          ...(cursor ? { cursor } : {}),
        })
        for (const one of page.data)
          if (one.transfer_id) gone.push({ op: 'reverse', deal_id: one.deal_id, transfer_id: one.transfer_id })
        if (!page.next_cursor) return changeAll(gone)
        cursor = page.next_cursor
      }
    },
    onSuccess: () => refreshDeals(),
  })
  if (back.data)
    return (
      <p role="status">
        {i18n.t(
          '{done, plural, one {# deal is} other {# deals are}} back; {refused} were changed since and stay',
          back.data,
        )}
      </p>
    )
  return (
    <>
      {back.isError && (
        <p className="text-lost" role="alert">
          {sentenceOf(back.error)}
        </p>
      )}
      <Button className="justify-self-start" disabled={back.isPending} onClick={() => back.mutate()} type="button">
        {back.isPending
          ? i18n.t('Taking them back …')
          : i18n.t('{moved, plural, one {Take # deal back} other {Take # deals back}}', { moved })}
      </Button>
    </>
  )
}

/** How far many deals have come on their way, and which of them stay, each with why. */
export function BulkProgress({ transfer, target }: Props) {
  const { id, deals, moved, refused, dry_run, job } = transfer
  const running = job.status === 'queued' || job.status === 'running'
  const stopped = useQuery({
    queryKey: ['bulk-transfer', id, 'refused', refused],
    queryFn: async () => (await client.transfers.deals({ bulk_transfer_id: id, state: 'refused', limit: 50 })).data,
    enabled: !running && refused > 0,
  })
  const counts = { moved: wholeNumber(moved), refused: wholeNumber(refused), deals: wholeNumber(deals), target }
  return (
    <section className="grid gap-2 rounded-lg bg-sunken px-3 py-2.5" data-progress={job.status}>
      <p className={job.status === 'failed' ? 'text-lost' : 'font-medium'} role="status">
        {sentence()}
      </p>
      {running && (
        <progress
          aria-label={i18n.t('Deals that were looked at')}
          className="h-1.5 w-full accent-accent"
          max={deals}
          value={moved + refused}
        />
      )}
      {job.error !== null && <p className="text-lost">{job.error}</p>}
      {!running && !dry_run && moved > 0 && <TakeBack moved={moved} transfer_id={id} />}
      {stopped.data && stopped.data.length > 0 && (
        <ul className="max-h-60 divide-y divide-line overflow-y-auto" data-refused>
          {stopped.data.map(({ deal_id, key, name, message }) => (
            <li className="grid gap-x-3 py-1.5 sm:grid-cols-[14rem_1fr]" key={deal_id}>
              <Link className="truncate hover:underline" params={{ deal: key }} to="/deals/$deal">
                <span className="num text-mute">{key}</span> {name}
              </Link>
              <span className="text-mute">{message}</span>
            </li>
          ))}
        </ul>
      )}
      {stopped.data && refused > stopped.data.length && (
        <p className="text-xs text-mute">
          {i18n.t('and {count} more', { count: wholeNumber(refused - stopped.data.length) })}
        </p>
      )}
    </section>
  )

  function sentence(): string {
    if (running && dry_run) return i18n.t('Asking what would stop them …')
    if (running) return i18n.t('{moved} of {deals} went to {target}', counts)
    if (job.status === 'failed') return i18n.t('It stopped: {moved} of {deals} went to {target}', counts)
    if (job.status === 'cancelled')
      return dry_run
        ? i18n.t('Stopped before all were looked at')
        : i18n.t('Stopped: {moved} of {deals} went to {target}, each wholly; the others stayed', counts)
    if (dry_run) return i18n.t('{moved} would go to {target}, {refused} would stay', counts)
    return i18n.t('{moved} went to {target}, {refused} stayed', counts)
  }
}
