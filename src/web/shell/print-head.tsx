import { useContext, useMe, useMoment, usePeriod } from '../data.ts'
import { exactMoment } from '../format.ts'
import { namingMonth, periodName } from '../period.ts'
import { i18n } from '../words.ts'

/** On paper alone: whose figures these are, of which period, in which currency and as known when. */
export function PrintHead() {
  const { workspace } = useMe()
  const { ccy } = useContext()
  const { now } = useMoment()
  const period = usePeriod()
  return (
    <p className="hidden border-b border-line px-5 pb-1 text-xs text-mute print:block" data-print-head>
      {i18n.t('{workspace} · {period} · {currency} · as known on {moment}', {
        workspace: workspace.name,
        period: periodName(period, namingMonth(workspace)),
        currency: ccy ?? workspace.currency,
        moment: exactMoment(now),
      })}
    </p>
  )
}
