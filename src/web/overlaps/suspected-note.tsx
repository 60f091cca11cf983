import { Link } from '@tanstack/react-router'
import type { SuspectedSum } from '../../client/schema.ts'
import { compactMoney, exactMoney } from '../format.ts'
import { i18n } from '../words.ts'

/** "2 suspected duplicates, 300k" beside a total that holds them; nothing where there are none. */
export function SuspectedNote({ suspected }: { suspected: SuspectedSum | null | undefined }) {
  if (!suspected || suspected.count === 0) return null
  const { count, sum, unconverted } = suspected
  return (
    <Link
      className="inline-flex items-center gap-1.5 rounded-md bg-risk-soft px-2 py-0.5 text-xs text-risk hover:underline"
      title={i18n.t('In the total: {amounts}', { amounts: [sum, ...unconverted].map(exactMoney).join(', ') })}
      to="/overlaps"
    >
      {i18n.t('{count, plural, one {# suspected duplicate} other {# suspected duplicates}}, {sum}', {
        count,
        sum: compactMoney(sum),
      })}
    </Link>
  )
}
