import { Link } from '@tanstack/react-router'
import type { SuspectedSum } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { SuspectedNote } from '../overlaps/suspected-note.tsx'
import { openWindow } from '../shell/windows.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { i18n } from '../words.ts'

type Props = { current: string; canWork: boolean; suspected?: SuspectedSum | null | undefined }

/** Which pipeline is shown, what may be counted twice in it, the toggle to all of them, and a new deal. */
export function BoardHead({ current, canWork, suspected }: Props) {
  const { list, byKey, marks } = usePipelines()
  const pipeline = byKey.get(current)
  const one = pipeline?.key ?? list[0]?.key ?? 'all'
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-2 px-4 sm:gap-x-3 pt-3 pb-2 md:px-5">
      <h1 className="flex min-w-0 items-center gap-2 text-lg font-semibold">
        {pipeline ? (
          <>
            <Mark mark={marks.get(pipeline.key)} />
            <span className="truncate">{pipeline.name}</span>
            <span className="hidden text-xs font-normal text-mute sm:inline">
              {i18n.t('version {version}', { version: pipeline.definition.version })}
            </span>
          </>
        ) : (
          <span className="truncate">{i18n.t('All pipelines by phase')}</span>
        )}
      </h1>
      <SuspectedNote suspected={suspected} />
      <div
        aria-label={i18n.t('What the board shows')}
        className="ml-auto flex shrink-0 rounded-lg border border-line bg-panel p-0.5"
        role="group"
      >
        <Toggle label={i18n.t('one pipeline')} on={pipeline !== undefined} to={one} />
        <Toggle label={i18n.t('all')} on={pipeline === undefined} to="all" />
      </div>
      {canWork && (
        <Button look="main" onClick={() => openWindow('new-deal')}>
          <Icon name="plus" />
          <span className="sr-only sm:not-sr-only">{i18n.t('New deal')}</span>
        </Button>
      )}
    </div>
  )
}

function Toggle({ label, on, to }: { label: string; on: boolean; to: string }) {
  return (
    <Link
      aria-current={on ? 'true' : undefined}
      className={`flex h-6.5 items-center rounded-md px-2.5 ${on ? 'bg-accent-soft font-medium text-accent' : 'text-mute hover:text-ink'}`}
      params={{ pipeline: to }}
      to="/board/$pipeline"
    >
      {label}
    </Link>
  )
}
