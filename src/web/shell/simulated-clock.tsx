import { useMe } from '../data.ts'
import { shortDay } from '../format.ts'
import { i18n } from '../words.ts'

/** A server whose clock is simulated says so on every page: nothing here happened when it seems to. */
export function SimulatedClock() {
  const { clock_simulated, today } = useMe().workspace
  if (!clock_simulated) return null
  return (
    <p className="no-print border-b border-line bg-sunken px-5 py-1 text-xs text-mute" role="status">
      {i18n.t('The clock of this server is simulated. Its day is {day}.', { day: shortDay(today, '') })}
    </p>
  )
}
