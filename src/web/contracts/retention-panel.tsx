import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Retention } from '../../client/schema.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { compactMoney, exactMoney, percent } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { type ContractSearch, type Figure, partsOf } from './contract-words.ts'
import { RetainedTable } from './retained-table.tsx'

/** Net and gross retention between two days; every figure opens the accounts that it is made of. */
export function RetentionPanel() {
  const search = useSearch({ strict: false }) as ContractSearch
  const navigate = useNavigate()
  const { today } = useMe().workspace
  const from = search.from ?? yearBefore(today)
  const to = search.to ?? today
  const figure = (Object.keys(partsOf) as Figure[]).find((one) => one === search.figure)
  const query = useQuery({
    queryKey: ['retention', from, to],
    queryFn: () => client.retention.get({ from, to }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const set = (change: Partial<ContractSearch>) =>
    void navigate({ to: '/contracts', search: { ...search, ...change }, replace: true })
  return (
    <section aria-labelledby="retention" className="panel grid gap-3 p-4 md:p-5" data-retention>
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-60 flex-1">
          <h2 className="text-[15px] font-semibold" id="retention">
            {i18n.t('Retention')}
          </h2>
          <p className="text-mute">
            {i18n.t('What is left of a year’s recurring revenue of those who were customers on the first day')}
          </p>
        </div>
        <TextField
          label={i18n.t('From')}
          max={to}
          onChange={({ target: { value } }) => value && set({ from: value })}
          type="date"
          value={from}
        />
        <TextField
          label={i18n.t('To')}
          min={from}
          onChange={({ target: { value } }) => value && set({ to: value })}
          type="date"
          value={to}
        />
      </div>
      {query.isError && (
        <p className="text-lost" role="alert">
          {sentenceOf(query.error)}
        </p>
      )}
      {query.data && !query.isError && (
        <>
          <Figures
            figure={figure}
            onPick={(one) => set({ figure: one === figure ? undefined : one } as Partial<ContractSearch>)}
            retention={query.data}
          />
          {query.data.unconverted > 0 && (
            <p className="text-risk">
              {i18n.t(
                '{count, plural, one {# contract has} other {# contracts have}} no rate into the currency of the workspace, and {count, plural, one {is} other {are}} left out.',
                { count: query.data.unconverted },
              )}
            </p>
          )}
          {figure && <RetainedTable figure={figure} from={from} to={to} />}
        </>
      )}
    </section>
  )
}

type FiguresProps = { retention: Retention; figure: Figure | undefined; onPick: (figure: Figure) => void }

function Figures({ retention, figure, onPick }: FiguresProps) {
  const share = (value: number | null) => (value === null ? i18n.t('unknown') : percent(value))
  const { gross, net, accounts, starting, ending, expanded, contracted, churned, added } = retention
  const sum = (money: typeof starting) => ({ text: compactMoney(money), title: exactMoney(money) })
  const figures: { key: Figure; label: string; text: string; title: string }[] = [
    { key: 'net', label: i18n.t('net retention'), text: share(net), title: i18n.t('with growth') },
    { key: 'gross', label: i18n.t('gross retention'), text: share(gross), title: i18n.t('without growth') },
    {
      key: 'starting',
      label: i18n.t('{count, plural, one {# customer} other {# customers}} on the first day', { count: accounts }),
      ...sum(starting),
    },
    { key: 'expanded', label: i18n.t('more from those who grew'), ...sum(expanded) },
    { key: 'contracted', label: i18n.t('less from those who shrank'), ...sum(contracted) },
    { key: 'churned', label: i18n.t('gone with those who left'), ...sum(churned) },
    { key: 'ending', label: i18n.t('from the same customers on the last day'), ...sum(ending) },
    { key: 'added', label: i18n.t('from new customers, in neither share'), ...sum(added) },
  ]
  return (
    <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {figures.map(({ key, label, text, title }) => (
        <li key={key}>
          <button
            aria-expanded={key === figure}
            className="flex size-full flex-col rounded-lg border border-line px-3 py-2 text-left hover:bg-sunken aria-expanded:border-accent aria-expanded:bg-accent-soft"
            onClick={() => onPick(key)}
            title={title}
            type="button"
          >
            <span className="num text-lg font-semibold">{text}</span>
            <span className="text-xs text-mute">{label}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** The same day a year before; the 28th for the 29th of February. */
const yearBefore = (day: string): string =>
  `${Number(day.slice(0, 4)) - 1}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`
