import { useMe, useMoment, usePipelines } from '../data.ts'
import { useForecast } from '../forecast/forecast-data.ts'
import { SpreadPanel } from '../forecast/spread-panel.tsx'
import { i18n } from '../words.ts'
import { CalledPanel } from './called-panel.tsx'
import { ChangesPanel } from './changes-panel.tsx'
import { FirstSteps } from './first-steps.tsx'
import { MovementPanel } from './movement-panel.tsx'
import { NeedsPanel } from './needs-panel.tsx'
import { PipelinesPanel } from './pipelines-panel.tsx'
import { TheNumber } from './the-number.tsx'

/** How all pipelines are doing, and what the number is. */
export function HomePage() {
  const { list } = usePipelines()
  const { past } = useMoment()
  const { person } = useMe()
  // Whoever sells asks first what is to be done today; the others, where all of it stands.
  const sells = person.role === 'rep'
  const today = !past && (
    <>
      <NeedsPanel className="lg:col-span-5" />
      <ChangesPanel className="lg:col-span-7" />
    </>
  )
  const forecast = useForecast()
  return (
    <div className="mx-auto grid max-w-[1500px] gap-3 p-3 md:p-5 grid-cols-1 lg:grid-cols-12">
      <h1 className="sr-only">{i18n.t('Home')}</h1>
      {list.length === 0 && <FirstSteps />}
      {sells && today}
      {list.length > 0 && (
        <>
          <TheNumber {...forecast} className="lg:col-span-7" />
          <MovementPanel className="lg:col-span-5" />
          <SpreadPanel {...forecast} className="lg:col-span-12" />
          <PipelinesPanel className="lg:col-span-12" />
          <CalledPanel className="lg:col-span-12" />
        </>
      )}
      {!sells && today}
    </div>
  )
}
