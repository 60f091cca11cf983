import { usePipelines } from '../data.ts'
import { clock } from '../format.ts'
import { shownKeys } from '../shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { ActionMenu } from '../ui/menu.tsx'
import { say } from '../ui/toast.ts'
import { sentenceOf } from '../problem.ts'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import type { Draft } from './use-draft.ts'

type Props = {
  draft: Draft
  may: boolean
  /** Null while it is being checked. */
  ok: boolean | null
  faults: number
  warnings: number
  onSave: () => void
  onStep: (event: { shiftKey: boolean }) => void
  onImpact: () => void
  onRequest: () => void
}

/** Which version is being changed, whether that is kept and holds, and what to do with it. */
export function DesignHead({ draft, may, ok, faults, warnings, onSave, onStep, onImpact, onRequest }: Props) {
  const { pipeline } = useDesign()
  const mark = usePipelines().marks.get(pipeline.key)
  const { kept, unsaved } = draft
  const begun = kept.version !== null || unsaved
  async function discard(): Promise<void> {
    try {
      await draft.discard()
      say({ title: i18n.t('The draft was thrown away'), undo: draft.undo })
    } catch (error) {
      say({ title: sentenceOf(error), tone: 'bad' })
    }
  }
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="flex min-w-0 items-center gap-2 text-lg font-semibold">
        <Mark mark={mark} size="small" />
        <span className="truncate">{pipeline.name}</span>
      </h1>
      <p className="num text-mute">
        {begun
          ? i18n.t('Version {version} → draft', { version: pipeline.definition.version })
          : i18n.t('Version {version}', { version: pipeline.definition.version })}
        {may && <> · {keptText(draft)}</>}
      </p>
      <p className="flex items-center gap-2" role="status">
        {ok === null && <span className="text-mute">{i18n.t('Checking')}</span>}
        {ok === true && warnings === 0 && <span className="text-won">{i18n.t('Holds')}</span>}
        {ok !== null && faults > 0 && (
          <span className="font-medium text-lost">
            {i18n.t('{count, plural, one {# fault} other {# faults}}', { count: faults })}
          </span>
        )}
        {ok !== null && warnings > 0 && (
          <span className="text-risk">
            {i18n.t('{count, plural, one {# warning} other {# warnings}}', { count: warnings })}
          </span>
        )}
      </p>
      <div className="ml-auto flex flex-wrap items-center gap-1.5">
        {may && (
          <>
            <Button
              aria-label={i18n.t('Take back')}
              disabled={!draft.canUndo}
              look="quiet"
              onClick={() => onStep({ shiftKey: false })}
              title={`${i18n.t('Take back')} ${shownKeys('Ctrl+Z')}`}
            >
              <Icon name="undo" />
            </Button>
            <Button
              aria-label={i18n.t('Do again')}
              disabled={!draft.canRedo}
              look="quiet"
              onClick={() => onStep({ shiftKey: true })}
              title={i18n.t('Do again')}
            >
              <Icon className="size-4 -scale-x-100" name="undo" />
            </Button>
            <Button disabled={!unsaved} onClick={onSave}>
              {i18n.t('Save')} <kbd className="text-xs text-mute max-md:hidden">{shownKeys('Ctrl+S')}</kbd>
            </Button>
          </>
        )}
        <Button className="max-md:hidden" onClick={onImpact}>
          {i18n.t('Impact')} <kbd className="text-xs text-mute max-md:hidden">{shownKeys('Ctrl+')}⏎</kbd>
        </Button>
        {may && (
          <>
            <Button
              disabled={!begun || faults > 0}
              look="main"
              onClick={onRequest}
              title={shownKeys('Ctrl+Shift+Enter').replace('Enter', '⏎')}
            >
              {i18n.t('Open change request')}
            </Button>
            <ActionMenu
              actions={[
                { label: i18n.t('Throw the draft away'), disabled: kept.version === null, run: () => void discard() },
              ]}
              label={i18n.t('More about the draft')}
            >
              <Icon className="size-5" name="more" />
            </ActionMenu>
          </>
        )}
      </div>
    </header>
  )
}

function keptText({ saving, fault, unsaved, kept }: Draft): string {
  if (saving) return i18n.t('saving')
  if (fault !== null) return i18n.t('not saved: {why}', { why: fault })
  if (unsaved) return i18n.t('not saved yet')
  return kept.at === null ? i18n.t('nothing changed') : i18n.t('saved {time}', { time: clock(kept.at) })
}
