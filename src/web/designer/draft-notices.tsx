import type { ReactNode } from 'react'
import { DiffLines } from '../changes/plan-view.tsx'
import type { DefinitionDraft } from '../../client/schema.ts'
import { useMe } from '../data.ts'
import { ago } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import { compareLines } from './merge-lines.ts'
import type { Draft } from './use-draft.ts'

type Props = { draft: Draft; begun: DefinitionDraft | null; readable: boolean }

/** What one should know before going on: somebody else is at it, or the ground has moved. */
export function DraftNotices({ draft, begun, readable }: Props) {
  const me = useMe().person.id
  const { pipeline } = useDesign()
  const { kept, theirs, written, settle } = draft
  const now = new Date().toISOString()
  const version = pipeline.definition.version
  return (
    <div className="grid shrink-0 gap-2 empty:hidden">
      {theirs && (
        <Notice>
          <p>
            {i18n.t('{name} saved other changes of the same lines {when}. Which draft goes on?', {
              name: theirs.updated_by.name,
              when: ago(theirs.updated_at, now),
            })}
          </p>
          <details className="mt-1">
            <summary>{i18n.t('What differs: − theirs, + yours')}</summary>
            <DiffLines lines={changedLines(theirs.source, written.source)} />
          </details>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button onClick={() => settle('theirs')}>{i18n.t('Take theirs')}</Button>
            <Button onClick={() => settle('mine')}>{i18n.t('Keep mine over it')}</Button>
          </div>
        </Notice>
      )}
      {!theirs && kept.by && kept.by.id !== me && kept.at !== null && (
        <Notice look="plain">
          <p>
            {i18n.t('{name} wrote this draft {when}. What you change goes into the same draft.', {
              name: kept.by.name,
              when: ago(kept.at, now),
            })}
          </p>
        </Notice>
      )}
      {begun?.behind && (
        <Notice>
          <p>
            {i18n.t(
              'This draft was begun on version {old}; version {version} is published now. Look at what differs before you ask for it.',
              {
                old: begun.based_on.version,
                version,
              },
            )}
          </p>
        </Notice>
      )}
      {!readable && (
        <Notice>
          <p>
            {i18n.t(
              'The file cannot be read just now, so the form is closed. Put it right in the file, or take the last step back.',
            )}
          </p>
        </Notice>
      )}
    </div>
  )
}

const Notice = ({ look = 'warn', children }: { look?: 'warn' | 'plain'; children: ReactNode }) => (
  <div
    className={`flex gap-2 rounded-md px-3 py-2 ${look === 'warn' ? 'bg-risk-soft' : 'bg-accent-soft'}`}
    role="status"
  >
    {look === 'warn' ? (
      <Icon className="mt-0.5 size-4 shrink-0 text-risk" name="warn" />
    ) : (
      <Icon className="mt-0.5 size-4 shrink-0 text-accent" name="person" />
    )}
    <div className="min-w-0 grow">{children}</div>
  </div>
)

const changedLines = (before: string, after: string) =>
  compareLines(before, after)
    .filter(({ op }) => op !== ' ')
    .map(({ op, line }) => op + line)
    .join('\n')
