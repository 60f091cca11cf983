import { i18n } from '../../words.ts'
import { ForecastTabs } from '../forecast-tabs.tsx'
import { HitRates } from './hit-rates.tsx'

/** Were we right before, and which method should be believed. */
export function AccuracyPage() {
  return (
    <div className="mx-auto grid w-full max-w-[1500px] grid-cols-1 gap-3 p-3 md:p-5">
      <ForecastTabs />
      <h1 className="text-lg font-semibold">{i18n.t('Were we right before?')}</h1>
      <HitRates />
    </div>
  )
}
