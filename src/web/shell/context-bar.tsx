import { useNavigate } from '@tanstack/react-router'
import { useContext, useMe, usePeriod } from '../data.ts'
import { exactMoment } from '../format.ts'
import { namingMonth, neighbour, periodName } from '../period.ts'
import { Icon } from '../ui/icon.tsx'
import { PickMenu } from '../ui/menu.tsx'
import { i18n } from '../words.ts'
import { openWindow } from './windows.ts'

/** Period, currency and moment; all three live in the address. */
export function ContextBar() {
  const { workspace } = useMe()
  const { ccy, as_of } = useContext()
  const period = usePeriod()
  const navigate = useNavigate()
  const name = (quarter: string) => periodName(quarter, namingMonth(workspace))
  const currency = ccy ?? workspace.currency
  const currencies = [...new Set([workspace.currency, 'EUR', 'USD', 'IDR'])]
  const set = (change: object) => void navigate({ to: '.', search: (old: object) => ({ ...old, ...change }) as never })
  return (
    <>
      <PickMenu
        choices={[...new Set([-4, -3, -2, -1, 0, 1, 2].map((step) => neighbour(period, step, workspace)))].map(
          (value) => ({ value, label: name(value) }),
        )}
        label={i18n.t('Period')}
        onPick={(value) => set({ period: value })}
        shown={name(period)}
        terse
        value={period}
      />
      <PickMenu
        choices={currencies.map((value) => ({ value, label: value }))}
        label={i18n.t('Currency')}
        onPick={(value) => set({ ccy: value === workspace.currency ? undefined : value })}
        shown={currency}
        terse
        value={currency}
      />
      <button
        className={`inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 whitespace-nowrap ${as_of ? 'border-risk bg-risk-soft text-risk' : 'border-line bg-panel hover:bg-sunken'}`}
        onClick={() => openWindow('moment')}
        type="button"
      >
        <span className={as_of ? 'max-md:sr-only' : 'text-mute'}>{i18n.t('As of')}</span>
        <span className="num font-medium">{as_of ? exactMoment(as_of) : i18n.t('now')}</span>
        <Icon className="size-3.5" name="clock" />
      </button>
    </>
  )
}
