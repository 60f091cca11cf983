import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

type Tab = { value: string; label: ReactNode }
type Props = { label: string; tabs: Tab[]; value: string; onPick: (value: string) => void; children?: ReactNode }

/** A row of tabs; the panel below is drawn by the caller for the tab that is picked. */
export function Tabs({ label, tabs, value, onPick, children }: Props) {
  return (
    <Base.Root onValueChange={(next) => onPick(String(next))} value={value}>
      <Base.List aria-label={label} className="flex flex-wrap gap-1">
        {tabs.map((tab) => (
          <Base.Tab
            className="h-7 rounded-md px-2.5 text-mute hover:bg-sunken data-active:bg-accent-soft data-active:font-medium data-active:text-accent"
            key={tab.value}
            value={tab.value}
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {children !== undefined && (
        <Base.Panel className="outline-none" value={value}>
          {children}
        </Base.Panel>
      )}
    </Base.Root>
  )
}
