import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { shortDay } from '../format.ts'
import { documentOf, fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextArea, TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { Table } from './table.tsx'

type Props = {
  /** Those that calendars keep the holidays of. */
  regions: string[]
  may: boolean
}

const again = () => queries.invalidateQueries({ queryKey: ['holidays'] })

/** Days on which a region does not work, from today on, and the way to paste more. */
export function HolidaysPanel({ regions, may }: Props) {
  const { today } = useMe().workspace
  const [region, setRegion] = useState('')
  const query = useInfiniteQuery({
    queryKey: ['holidays', region],
    queryFn: ({ pageParam }) =>
      client.holidays.list({ ...(region ? { region } : {}), from: today, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const remove = useMutation({
    mutationFn: (one: { region: string; day: string }) => client.holidays.delete(one),
    onError: (error) => say({ title: sentenceOf(error), tone: 'bad' }),
    onSettled: again,
  })
  const days = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <section className="grid gap-3" data-holidays>
      <div className="flex flex-wrap items-end gap-3">
        <h2 className="grow font-semibold">{i18n.t('Holidays')}</h2>
        <Select
          empty={i18n.t('All regions')}
          label={i18n.t('Region')}
          onChange={({ target }) => setRegion(target.value)}
          options={regions.map((value) => ({ value, label: value }))}
          value={region}
        />
      </div>
      {query.isSuccess && days.length === 0 && (
        <p className="text-mute">{i18n.t('None from today on. Limits count every weekday as it stands above.')}</p>
      )}
      {days.length > 0 && (
        <Table heads={[i18n.t('Day'), i18n.t('Holiday'), i18n.t('Region'), '']} label={i18n.t('Holidays')}>
          {days.map((one) => (
            <tr key={`${one.region} ${one.day}`}>
              <td className="num whitespace-nowrap">{shortDay(one.day, today)}</td>
              <td>{one.name}</td>
              <td>{one.region}</td>
              <td className="text-right">
                {may && (
                  <Button
                    aria-label={i18n.t('Take away {name}, {region}', one)}
                    disabled={remove.isPending}
                    look="quiet"
                    onClick={() => remove.mutate({ region: one.region, day: one.day })}
                  >
                    {i18n.t('Take away')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {query.hasNextPage && (
        <Button className="justify-self-center" onClick={() => void query.fetchNextPage()}>
          {i18n.t('Show more')}
        </Button>
      )}
      {may && <AddHolidays regions={regions} />}
    </section>
  )
}

function AddHolidays({ regions }: { regions: string[] }) {
  const [region, setRegion] = useState(regions[0] ?? '')
  const [text, setText] = useState('')
  const add = useMutation({
    mutationFn: () => client.holidays.create({ region: region.trim().toUpperCase(), text }),
    async onSuccess({ added, renamed, unchanged }) {
      await again()
      setText('')
      say({
        title: i18n.t('{added} added, {renamed} renamed, {unchanged} were there already', {
          added,
          renamed,
          unchanged,
        }),
      })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (text.trim() && !add.isPending) add.mutate()
  }
  return (
    <form className="panel grid gap-3 p-4" data-add-holidays onSubmit={submit}>
      <div className="grid gap-3 sm:grid-cols-[8rem_1fr]">
        <TextField
          error={fieldError(add.error, '/region')}
          hint={i18n.t('Such as DE-BE, ID')}
          label={i18n.t('Of region')}
          onChange={({ target }) => setRegion(target.value)}
          required
          value={region}
        />
        <TextArea
          error={fieldError(add.error, '/text')}
          hint={i18n.t('A line each: 2027-01-01, New Year. Or the whole text of a calendar file (.ics).')}
          label={i18n.t('Paste holidays')}
          onChange={({ target }) => setText(target.value)}
          required
          rows={4}
          value={text}
        />
      </div>
      {add.isError && !documentOf(add.error)?.errors?.length && (
        <p className="text-lost" role="alert">
          {sentenceOf(add.error)}
        </p>
      )}
      <Button className="justify-self-end" disabled={!text.trim() || add.isPending} look="main" type="submit">
        {i18n.t('Add holidays')}
      </Button>
    </form>
  )
}
