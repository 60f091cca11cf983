import type { ReactNode } from 'react'
import { i18n } from '../words.ts'

/** A table of the settings; on a phone it is pushed sideways, never the page. */
export function Table({ label, heads, children }: { label: string; heads: string[]; children: ReactNode }) {
  return (
    <section aria-label={label} className="panel relative overflow-x-auto" tabIndex={0}>
      <table className="w-full min-w-150 text-left">
        <thead>
          <tr className="border-b border-line text-xs text-mute">
            {heads.map((head, i) => (
              <th className="px-3 py-2 font-medium" key={head || i} scope="col">
                {head || <span className="sr-only">{i18n.t('Actions')}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&_td]:h-11 [&_td]:px-3 [&_td]:py-1 [&_tr]:border-b [&_tr]:border-line [&_tr:last-child]:border-0">
          {children}
        </tbody>
      </table>
    </section>
  )
}
