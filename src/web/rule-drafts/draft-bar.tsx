import type { ReactNode } from 'react'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'
import type { Draft } from './use-draft.ts'

type Props = {
  draft: Pick<Draft<unknown>, 'drop' | 'goOn' | 'overtaken'>
  /** Why it cannot be proposed as it is. */
  error: Error | null
  /** It says elsewhere what keeps it from being proposed. */
  barred?: boolean
  onPropose: () => void
  /** What it would change. */
  children: ReactNode
}

/** What is written differs from what is published: how much, and what to do with it. */
export function DraftBar({ draft, error, barred = false, onPropose, children }: Props) {
  return (
    <section aria-label={i18n.t('Your draft')} className="panel grid gap-2 border-accent/50 p-3 md:px-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 grow basis-60">
          <span className="font-medium">{i18n.t('This is your draft; it decides nothing yet.')}</span>{' '}
          <span className="text-mute">{!error && children}</span>
        </p>
        <Button look="quiet" onClick={draft.drop}>
          {i18n.t('Drop it')}
        </Button>
        <Button disabled={error !== null || barred} look="main" onClick={onPropose}>
          {i18n.t('Propose it…')}
        </Button>
      </div>
      {draft.overtaken !== null && (
        <p className="flex flex-wrap items-center gap-2 text-risk">
          {i18n.t(
            'It was begun on version {version}, and another was published since: proposed like this, it undoes that.',
            {
              version: draft.overtaken,
            },
          )}
          <Button onClick={draft.goOn} size="small">
            {i18n.t('Go on with it all the same')}
          </Button>
        </p>
      )}
      {error && (
        <p className="text-lost" role="alert">
          {sentenceOf(error)}
        </p>
      )}
    </section>
  )
}
