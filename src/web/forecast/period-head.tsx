import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe, usePeriod } from '../data.ts'
import { namingMonth, neighbour, periodName } from '../period.ts'
import { useShortcuts } from '../shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'

type Props = { title: (period: string) => string; children?: ReactNode }

/** The quarter that a page of the forecast is about, with the ways to the one before and after, and what else is said of it. */
export function PeriodHead({ title, children }: Props) {
  const period = usePeriod()
  const { workspace } = useMe()
  const navigate = useNavigate()
  const step = (by: 1 | -1) =>
    void navigate({
      to: '.',
      search: (old: object) => ({ ...old, period: neighbour(period, by, workspace), span: undefined }) as never,
    })
  const group = i18n.t('Forecast')
  useShortcuts([
    { keys: 'K', label: i18n.t('The period before'), group, run: () => step(-1) },
    { keys: 'J', label: i18n.t('The period after'), group, run: () => step(1) },
  ])
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 col-span-full">
      <Button aria-label={i18n.t('The period before')} className="no-print size-8 px-0" onClick={() => step(-1)}>
        <Icon className="size-4 shrink-0 rotate-180" name="right" />
      </Button>
      <h1 className="text-lg font-semibold">{title(periodName(period, namingMonth(workspace)))}</h1>
      <Button aria-label={i18n.t('The period after')} className="no-print size-8 px-0" onClick={() => step(1)}>
        <Icon name="right" />
      </Button>
      {children}
    </div>
  )
}
