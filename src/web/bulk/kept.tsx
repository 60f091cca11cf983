import { i18n } from '../words.ts'
import type { Chosen } from './chosen.ts'

export type KeptDeal = Pick<Chosen, 'id' | 'key' | 'name'> & { why: string }

/** Deals that stay as they are, each with what keeps it. */
export function Kept({ deals }: { deals: readonly KeptDeal[] }) {
  if (deals.length === 0) return null
  return (
    <ul
      aria-label={i18n.t('Deals that stay')}
      className="max-h-60 divide-y divide-line overflow-y-auto rounded-lg bg-sunken px-3 py-1"
      data-refused
      tabIndex={0}
    >
      {deals.map(({ id, key, name, why }) => (
        <li className="py-1.5" key={id}>
          <span className="num text-mute">{key}</span> {name}
          <span className="block text-mute">{why}</span>
        </li>
      ))}
    </ul>
  )
}
