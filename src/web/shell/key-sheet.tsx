import { useState } from 'react'
import { setSingleKeys, singleKeysOn, type Shortcut, useActiveShortcuts, shownKeys } from '../shortcuts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { i18n } from '../words.ts'
import { closeWindow } from './windows.ts'

/** Every key that works on the page below, by group. */
export function KeySheet() {
  const groups = Map.groupBy(useActiveShortcuts(), (shortcut) => shortcut.group)
  const [on, setOn] = useState(singleKeysOn)
  return (
    <Dialog onClose={closeWindow} open title={i18n.t('Keyboard')} width="wide">
      <div className="columns-1 gap-8 md:columns-2">
        {[...groups].map(([group, shortcuts]) => (
          <section className="mb-4 break-inside-avoid" key={group}>
            <h3 className="mb-1 text-xs font-medium text-mute">{group}</h3>
            <dl>
              {unique(shortcuts).map((shortcut) => (
                <div className="flex items-center justify-between gap-4 py-0.5" key={shortcut.keys}>
                  <dt>{shortcut.label}</dt>
                  <dd>
                    <Keys keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="mt-2 flex items-center gap-2 border-t border-line pt-3">
        <input
          checked={on}
          className="size-4 accent-(--accent)"
          onChange={(event) => {
            setSingleKeys(event.target.checked)
            setOn(event.target.checked)
          }}
          type="checkbox"
        />
        {i18n.t('Single keys do something (those with Ctrl always do)')}
      </label>
    </Dialog>
  )
}

export function Keys({ keys }: { keys: string }) {
  return (
    <span className="flex gap-1">
      {shownKeys(keys)
        .split(' ')
        .map((key, index) => (
          <kbd className="rounded border border-line bg-sunken px-1.5 text-xs whitespace-nowrap" key={index}>
            {key}
          </kbd>
        ))}
    </span>
  )
}

const unique = (shortcuts: Shortcut[]) => [...new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut])).values()]
