import type { ReactNode } from 'react'
import { useMoment, usePipelines } from '../data.ts'
import { exactMoment, exactMoney, wholeNumber } from '../format.ts'
import { ByKind } from '../ui/by-kind.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { Money, Reconciliation } from '../wire.ts'
import { i18n } from '../words.ts'
import { useReconciliation } from './reconciliation-data.ts'

type Currency = Reconciliation['currencies'][number]
type Kind = Currency['pipelines'][number]['movements'][number]['kind']

/** Whether the pipelines add up to the total, and how each came to stand where it does. */
export function ReconciliationPage() {
  const query = useReconciliation()
  const { past } = useMoment()
  return (
    <div className="mx-auto grid max-w-[1300px] grid-cols-1 gap-4 p-3 md:p-5">
      {query.isPending && (
        <Loading label={i18n.t('Replaying the ledger')}>
          <Skeleton className="h-60" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <Verdict reconciliation={query.data} past={past} />
          {query.data.currencies.length === 0 && (
            <EmptyState title={i18n.t('No deal has an amount yet')}>
              {i18n.t('As soon as one has, every amount that comes and goes is listed here.')}
            </EmptyState>
          )}
          {query.data.currencies.map((currency) => (
            <Books currency={currency} key={currency.currency} />
          ))}
        </>
      )}
    </div>
  )
}

function Verdict({ reconciliation, past }: { reconciliation: Reconciliation; past: boolean }) {
  const { balanced, as_of, rows, disagreements } = reconciliation
  const said = { rows: wholeNumber(rows), moment: exactMoment(as_of) }
  return (
    <section className="panel min-w-0 p-4 md:p-5">
      <h1 className="flex items-center gap-2 text-lg font-semibold">
        <Icon className={`size-5 shrink-0 ${balanced ? 'text-won' : 'text-lost'}`} name={balanced ? 'check' : 'warn'} />
        {balanced
          ? i18n.t('The pipelines add up to the total, in every currency')
          : i18n.t('The pipelines do not add up to the total')}
      </h1>
      <p className="mt-1 text-mute">
        {past
          ? i18n.t('{rows} changes of deals up to {moment}, replayed one by one, beside the deals as they stood.', said)
          : i18n.t(
              '{rows} changes of deals up to {moment}, replayed one by one, beside the deals as they stand and the totals of the boards.',
              said,
            )}
      </p>
      {disagreements.length > 0 && (
        <ul className="mt-3 list-disc space-y-1 pl-5 text-lost" role="alert">
          {disagreements.map((one) => (
            <li key={`${one.pipeline} ${one.currency} ${one.side} ${one.revenue_kind} ${one.beside}`}>
              {i18n.t(
                '{pipeline}: the changes say {ours}, the {beside, select, board {board says} other {deals say}} {theirs}.',
                {
                  pipeline: one.pipeline,
                  ours: exactMoney(one.postings),
                  beside: one.beside,
                  theirs: exactMoney(one.other),
                },
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const kinds = (): [Kind, string][] => [
  ['created', i18n.t('Created')],
  ['re_estimated', i18n.t('Re-estimated')],
  ['transferred', i18n.t('Transferred')],
  ['reclassified', i18n.t('Reclassified')],
  ['lost', i18n.t('Lost')],
  ['void', i18n.t('Void')],
  ['reopened', i18n.t('Reopened')],
  ['counted_elsewhere', i18n.t('Counted elsewhere')],
]

/** One currency: what came and went in each pipeline, and where that left it. */
function Books({ currency: { currency, pipelines, total, by_revenue_kind, difference } }: { currency: Currency }) {
  const { byKey, marks } = usePipelines()
  const shown = kinds().filter(([kind]) =>
    pipelines.some(({ movements }) => movements.some((one) => one.kind === kind)),
  )
  return (
    <section className="panel min-w-0 p-4 md:p-5">
      <h2 className="text-[15px] font-semibold">
        {i18n.t('{currency}: {total} open and won', { currency, total: exactMoney(total) })}
      </h2>
      <ByKind className="mt-1" parts={by_revenue_kind} />
      <div className="mt-2 overflow-x-auto">
        <table className="w-full min-w-160 text-right">
          <thead>
            <tr className="text-xs text-mute">
              <Cell head left>
                {i18n.t('Pipeline')}
              </Cell>
              {shown.map(([kind, label]) => (
                <Cell head key={kind}>
                  {label}
                </Cell>
              ))}
              <Cell head>{i18n.t('Open')}</Cell>
              <Cell head>{i18n.t('Won')}</Cell>
            </tr>
          </thead>
          <tbody>
            {pipelines.map(({ pipeline, movements, open, won }) => (
              <tr className="border-t border-line" key={pipeline}>
                <th className="py-2 pr-4 text-left font-normal" scope="row">
                  <span className="flex items-center gap-2">
                    <Mark mark={marks.get(pipeline)} size="small" />
                    {byKey.get(pipeline)?.name ?? pipeline}
                  </span>
                </th>
                {shown.map(([kind]) => (
                  <Cell key={kind}>
                    <Sum money={movements.find((one) => one.kind === kind)?.amount} />
                  </Cell>
                ))}
                <Cell>
                  <Sum money={open} />
                </Cell>
                <Cell>
                  <Sum money={won} />
                </Cell>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="border-t border-line">
              <th className="py-2 pr-4 text-left font-normal text-mute" scope="row">
                {i18n.t('Difference to the total')}
              </th>
              <td className="num py-2" colSpan={shown.length + 2}>
                {exactMoney(difference)}
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  )
}

function Sum({ money }: { money: Money | undefined }) {
  return money ? (
    <span className="num whitespace-nowrap">{exactMoney(money)}</span>
  ) : (
    <span className="text-mute">–</span>
  )
}

function Cell({ head, left, children }: { head?: boolean; left?: boolean; children: ReactNode }) {
  const look = `py-2 pr-4 last:pr-0 ${left ? 'text-left' : ''}`
  return head ? (
    <th className={`${look} font-medium`} scope="col">
      {children}
    </th>
  ) : (
    <td className={look}>{children}</td>
  )
}
