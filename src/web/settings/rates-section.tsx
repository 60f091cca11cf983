import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { shortDay } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { RateFilePanel } from './rate-file-panel.tsx'
import { ratesKey } from './rates-data.ts'
import { Table } from './table.tsx'

/** Exchange rates, each for one euro from its day on, and a way to bring those of the ECB. */
export function RatesSection() {
  const { workspace, access } = useMe()
  const [currency, choose] = useState(workspace.currency === 'EUR' ? 'USD' : workspace.currency)
  const name = new Intl.DisplayNames(undefined, { type: 'currency' })
  const codes = Intl.supportedValuesOf('currency').filter((code) => code !== 'EUR')
  return (
    <div className="grid grid-cols-1 gap-5">
      <p className="max-w-3xl text-mute">
        {i18n.t(
          'What is open is added up at the rate of the day, what is won at the rate that was frozen with it. Two currencies are crossed through the euro.',
        )}
      </p>
      {access.includes('forecast:configure') && <RateFilePanel />}
      <div className="grid max-w-3xl gap-3">
        <Select
          className="max-w-xs"
          label={i18n.t('Rates of')}
          onChange={({ target }) => choose(target.value)}
          options={codes.map((code) => ({ value: code, label: `${code} · ${name.of(code)}` }))}
          value={currency}
        />
        <RateTable currency={currency} key={currency} />
      </div>
    </div>
  )
}

function RateTable({ currency }: { currency: string }) {
  const { today } = useMe().workspace
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery({
    queryKey: [...ratesKey, currency],
    queryFn: ({ pageParam }) => client.rates.list({ currency, limit: 30, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const rates = data.pages.flatMap((page) => page.data)
  if (rates.length === 0)
    return (
      <p className="panel p-4 text-mute">
        {i18n.t('There is no rate of {currency} yet. Amounts in it are named beside every total, and are in none.', {
          currency,
        })}
      </p>
    )
  return (
    <>
      <Table heads={[i18n.t('From'), i18n.t('For one euro'), i18n.t('Source')]} label={i18n.t('Rates')}>
        {rates.map(({ valid_from, per_euro, source }) => (
          <tr key={valid_from}>
            <td className="num whitespace-nowrap">{shortDay(valid_from, today)}</td>
            <td className="num">{per_euro}</td>
            <td className="text-mute">{source}</td>
          </tr>
        ))}
      </Table>
      {hasNextPage && (
        <Button className="justify-self-start" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {i18n.t('Older ones')}
        </Button>
      )}
    </>
  )
}
