import { type DragEvent, useId, useState } from 'react'
import { type LoadedRates, loadRateFile } from '../../client/rate-file.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { shortDay, wholeNumber } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

type Read = { name: string; text: string; preview: LoadedRates }

/** A file of the ECB: dropped or chosen, shown for what it would bring, and recorded. */
export function RateFilePanel() {
  const input = useId()
  const [over, setOver] = useState(false)
  const [read, setRead] = useState<Read>()
  const [share, setShare] = useState<number>()
  const [error, setError] = useState<unknown>(null)
  const [replace, setReplace] = useState(false)

  /** Goes through the file, for a look or for good; what stands in the way is said. */
  async function go(work: () => Promise<void>) {
    setError(null)
    setShare(0)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    }
    setShare(undefined)
  }
  const look = (file: File | undefined) =>
    file &&
    go(async () => {
      setRead(undefined)
      setReplace(false)
      const text = await file.text()
      const preview = await loadRateFile(client, text, { dry_run: true }, setShare)
      setRead({ name: file.name, text, preview })
    })
  const record = ({ text }: Read) =>
    go(async () => {
      const { recorded, different, replaced } = await loadRateFile(client, text, { replace }, setShare)
      setRead(undefined)
      await queries.invalidateQueries()
      say({
        title: i18n.t('{count, plural, one {# rate recorded} other {# rates recorded}}', {
          count: recorded + (replaced ? different : 0),
        }),
      })
    })
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void look(event.dataTransfer.files[0])
  }
  const busy = share !== undefined
  return (
    <section aria-labelledby={`${input}-title`} className="panel grid max-w-3xl gap-3 p-4">
      <h2 className="font-semibold" id={`${input}-title`}>
        {i18n.t('Rates of the European Central Bank')}
      </h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the field inside does the same by keyboard */}
      <div
        className={`grid justify-items-center gap-2 rounded-md border border-dashed p-5 text-center ${over ? 'border-accent bg-accent-soft' : 'border-edge/60'}`}
        onDragLeave={() => setOver(false)}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDrop={drop}
      >
        <label className="font-medium" htmlFor={input}>
          {i18n.t('Drop eurofxref.csv or eurofxref-hist.csv here, or choose it')}
        </label>
        <input
          accept=".csv,text/csv"
          className="max-w-full text-mute file:mr-3 file:h-8 file:rounded-md file:border file:border-line file:bg-panel file:px-3 file:text-ink"
          disabled={busy}
          id={input}
          onChange={({ target }) => {
            void look(target.files?.[0])
            target.value = ''
          }}
          type="file"
        />
        <p className="text-xs text-mute">
          {i18n.t('The ECB offers both under “Euro foreign exchange reference rates”, as CSV; unpack the zip first.')}
        </p>
      </div>
      {busy && (
        <progress aria-label={i18n.t('Going through the file')} className="h-2 w-full accent-accent" value={share} />
      )}
      {error !== null && (
        <p className="text-lost" role="alert">
          {sentenceOf(error)}
        </p>
      )}
      {read && !busy && (
        <>
          <Preview read={read} />
          {read.preview.different > 0 && (
            <label className="flex items-start gap-2">
              <input
                checked={replace}
                className="mt-0.5 size-4 accent-accent"
                onChange={({ target }) => setReplace(target.checked)}
                type="checkbox"
              />
              {i18n.t(
                'Take the file’s where another rate is known; reports as of an earlier moment keep the known one',
              )}
            </label>
          )}
          <div className="flex gap-2">
            <Button
              disabled={read.preview.recorded + (replace ? read.preview.different : 0) === 0}
              look="main"
              onClick={() => void record(read)}
            >
              {i18n.t('{count, plural, one {Record # rate} other {Record # rates}}', {
                count: read.preview.recorded + (replace ? read.preview.different : 0),
              })}
            </Button>
            <Button look="quiet" onClick={() => setRead(undefined)}>
              {i18n.t('Discard')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

function Preview({ read: { name, preview } }: { read: Read }) {
  const { today } = useMe().workspace
  const { days, from, until, currencies, recorded, unchanged, different, differences, skipped, skipped_count } = preview
  const [untold, more] = [skipped_count - skipped.length, different - differences.length]
  return (
    <div className="grid gap-3" role="status">
      <p>
        <span className="font-medium">{name}</span>:{' '}
        {from === null || until === null
          ? i18n.t('no day with rates')
          : i18n.t('{days, plural, one {# day} other {# days}} from {from} to {until}', {
              days,
              from: shortDay(from, today),
              until: shortDay(until, today),
            })}
        , {i18n.t('{count, plural, one {# currency} other {# currencies}}', { count: currencies.length })}
      </p>
      <dl className="grid grid-cols-3 gap-3">
        <Figure label={i18n.t('new')} value={recorded} />
        <Figure label={i18n.t('known just so')} value={unchanged} />
        <Figure label={i18n.t('known otherwise')} value={different} />
      </dl>
      {differences.length > 0 && (
        <details>
          <summary>{i18n.t('What is known otherwise')}</summary>
          <ul className="num mt-1 max-h-52 overflow-y-auto text-sm">
            {differences.map(({ currency, valid_from, known, given, source }) => (
              <li key={`${currency} ${valid_from}`}>
                {shortDay(valid_from, today)} {currency}: {known} → {given}{' '}
                <span className="text-mute">({source})</span>
              </li>
            ))}
            {more > 0 && <li>{i18n.t('and {count} more', { count: wholeNumber(more) })}</li>}
          </ul>
        </details>
      )}
      {skipped.length > 0 && (
        <details open={skipped.some(({ row }) => row !== null)}>
          <summary>{i18n.t('Left out: {count}', { count: wholeNumber(skipped_count) })}</summary>
          <ul className="mt-1 max-h-52 overflow-y-auto text-sm">
            {skipped.map(({ row, column, message }) => (
              <li key={`${row} ${column}`}>
                <span className="font-medium">
                  {row === null ? column : i18n.t('Line {line}, {column}', { line: row, column })}
                </span>
                : <span className="text-mute">{message}</span>
              </li>
            ))}
            {untold > 0 && <li>{i18n.t('and {count} more', { count: wholeNumber(untold) })}</li>}
          </ul>
        </details>
      )}
    </div>
  )
}

const Figure = ({ label, value }: { label: string; value: number }) => (
  <div>
    <dt className="text-xs text-mute">{label}</dt>
    <dd className="num text-lg font-semibold">{wholeNumber(value)}</dd>
  </div>
)
