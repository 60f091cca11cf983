import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useContext, usePeriod, usePipelines } from '../data.ts'
import { RecordLine, useRecords } from '../forecast/accuracy/record-line.tsx'
import { gridQuery, nameOf, type Row } from '../forecast/grid/grid-data.ts'
import { compactMoney } from '../format.ts'
import { minus } from '../money.ts'
import { Amount } from '../ui/amount.tsx'
import { Mark } from '../ui/mark.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { calledWords, modelWords, NearerLine, useCallRecords } from './call-records.tsx'

/** What people call beside what the model says, pipeline by pipeline, and how far the two are apart. */
export function CalledPanel({ className }: { className: string }) {
  const { as_of, ccy } = useContext()
  const period = usePeriod()
  const query = useQuery(gridQuery({ period, rows: 'pipelines', as_of, currency: ccy }))
  const total = query.data?.rows[0]
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`} data-called>
      <h2 className="text-[15px] font-semibold">{total ? findingOf(total) : i18n.t('Called and model')}</h2>
      <p className="text-mute">
        {i18n.t(
          'Commit with what is closed, beside the likely value of the model; below each, how far it was off in periods that are over, as a share of what was won',
        )}
      </p>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && (
        <Loading label={i18n.t('Loading the grid')}>
          <Skeleton className="mt-2 h-32" />
        </Loading>
      )}
      {query.data && <Rows rows={query.data.rows} />}
    </section>
  )
}

function Rows({ rows }: { rows: Row[] }) {
  const { marks } = usePipelines()
  const records = useRecords()
  const calls = useCallRecords()
  const [total, ...all] = rows
  const pipelines = all.filter(
    (row) => row.quota || Number(row.pipeline_call.cumulative.amount) > 0 || Number(row.likely?.amount ?? 0) > 0,
  )
  return (
    <div className="relative mt-2 overflow-x-auto">
      <table className="w-full min-w-140 text-left">
        <thead>
          <tr className="text-xs text-mute">
            <th className="py-1 pr-3 font-medium" scope="col">
              {i18n.t('Pipeline')}
            </th>
            {[i18n.t('Called'), i18n.t('Model'), i18n.t('Difference'), i18n.t('Quota')].map((head) => (
              <th className="py-1 pr-3 text-right font-medium" key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...pipelines, ...(total ? [total] : [])].map((row) => {
            const key = row.kind === 'total' ? 'total' : (row.pipeline?.key ?? '')
            const past = calls?.records.get(key)
            return (
              <tr
                className={`border-t ${row.kind === 'total' ? 'border-edge font-medium' : 'border-line'}`}
                key={row.key}
              >
                <th
                  className={`py-1.5 pr-3 align-top ${row.kind === 'total' ? 'font-medium' : 'font-normal'}`}
                  scope="row"
                >
                  <Link
                    className="flex items-center gap-2 hover:underline"
                    search={row.pipeline ? { pipeline: row.pipeline.key } : {}}
                    to="/forecast/grid"
                  >
                    {row.pipeline && <Mark mark={marks.get(row.pipeline.key)} size="small" />}
                    {nameOf(row)}
                  </Link>
                  <RecordLine className="mt-0.5 font-normal max-md:hidden" record={records.get(key)} />
                </th>
                <td className="py-1.5 pr-3 text-right align-top">
                  <Amount money={row.commit.cumulative} />
                  {past && calls && <Past words={calledWords(past, calls.needed)} />}
                </td>
                <td className="py-1.5 pr-3 text-right align-top">
                  <Amount money={row.likely} />
                  {past && calls && <Past words={modelWords(past, calls.needed)} />}
                </td>
                <td className="py-1.5 pr-3 text-right align-top">
                  <Amount money={row.likely && minus(row.commit.cumulative, row.likely)} />
                </td>
                <td className="py-1.5 pr-3 text-right align-top">
                  <Amount className="text-mute" money={row.quota} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {calls && all.length > 0 && <NearerLine needed={calls.needed} record={calls.records.get('total')} />}
      <p className="mt-2 text-xs text-mute">
        {i18n.t('Likely values of pipelines do not add up to that of all together.')}{' '}
        <Link className="text-accent underline" to="/review">
          {i18n.t('Review the deals behind it')}
        </Link>
      </p>
    </div>
  )
}

/** How far it was off before, under what it says now. */
const Past = ({ words }: { words: string }) => <span className="block text-xs font-normal text-mute">{words}</span>

/** The finding: who says more, and by how much. */
function findingOf({ commit, likely }: Row): string {
  const difference = likely && minus(commit.cumulative, likely)
  if (!difference)
    return i18n.t('{called} is called; the model says nothing yet', { called: compactMoney(commit.cumulative) })
  const less = difference.amount.startsWith('-')
  const by = compactMoney({ ...difference, amount: difference.amount.replace('-', '') })
  return less
    ? i18n.t('People call {by} less than the model', { by })
    : i18n.t('People call {by} more than the model', { by })
}
