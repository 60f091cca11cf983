import { useNavigate, useSearch } from '@tanstack/react-router'
import { compactMoney } from '../format.ts'
import type { Money } from '../wire.ts'
import { i18n } from '../words.ts'

/** Whether what was won is shown at today's rates too, beside those that were frozen when it was won; the address says so. */
export const useBothRates = (): boolean => (useSearch({ strict: false }) as { rates?: string }).rates === 'both'

export function BothRatesSwitch({ both }: { both: boolean }) {
  const navigate = useNavigate()
  return (
    <label className="no-print mt-1 flex w-fit items-center gap-2">
      <input
        checked={both}
        className="size-4 accent-accent"
        onChange={({ target }) =>
          void navigate({
            to: '.',
            search: (old: object) => ({ ...old, rates: target.checked ? 'both' : undefined }) as never,
            replace: true,
            resetScroll: false,
          })
        }
        type="checkbox"
      />
      {i18n.t('Beside what was won at frozen rates, the same at today’s')}
    </label>
  )
}

/** The same wins at today's rates; null where one of their currencies has none. */
export const AtCurrentRates = ({ money }: { money: Money | null }) => (
  <span className="block text-xs whitespace-nowrap text-mute">
    {money === null ? i18n.t('no rate today') : i18n.t('{amount} today', { amount: compactMoney(money) })}
  </span>
)
