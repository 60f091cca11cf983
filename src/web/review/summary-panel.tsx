import { useShortcuts } from '../shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import type { Review } from './review-data.ts'
import { mailOf, summaryOf, textOf } from './summary-words.ts'

/** What a review that ended came to, to be read, copied or mailed. */
export function SummaryPanel({ review }: { review: Review }) {
  const summary = summaryOf(review)
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(textOf(summary))
      say({ title: i18n.t('The summary is copied') })
    } catch {
      say({
        title: i18n.t('The browser did not let it be copied'),
        detail: i18n.t('Select the text and copy it, or mail it.'),
        tone: 'bad',
      })
    }
  }
  useShortcuts([{ keys: 'Y', label: i18n.t('Copy the summary'), group: i18n.t('Review'), run: () => void copy() }])
  return (
    <section aria-labelledby="review-summary" className="panel min-w-0 p-4 md:p-5" data-summary>
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 grow basis-72">
          <h2 className="text-[15px] font-semibold" id="review-summary">
            {i18n.t('What it came to')}
          </h2>
          <p className="text-mute">{summary.finding}</p>
        </div>
        <div className="no-print flex gap-1.5">
          <Button onClick={() => void copy()}>
            {i18n.t('Copy')} <kbd className="text-mute">Y</kbd>
          </Button>
          <a
            className="flex h-8 items-center rounded-md border border-line bg-panel px-3 hover:bg-sunken"
            href={mailOf(summary)}
          >
            {i18n.t('Mail it')}
          </a>
        </div>
      </div>
      <div className="mt-3 grid gap-x-6 gap-y-3 md:grid-cols-2">
        {summary.sections.map(({ title, lines }) => (
          <section className="min-w-0" key={title}>
            <h3 className="font-medium">{title}</h3>
            <ul className="ml-4 list-disc">
              {lines.map((line) => (
                <li className="break-words" key={line}>
                  {line}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {summary.sections.length === 0 && (
        <p className="mt-2 text-mute">{i18n.t('Nothing was decided, and nothing is left over.')}</p>
      )}
    </section>
  )
}
