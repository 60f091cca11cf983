import { compactMoney, exactMoney } from '../format.ts'
import type { Money } from '../wire.ts'

/** An amount, compact on the screen and exact on hover and for screen readers. */
export function Amount({ money, className }: { money: Money | null | undefined; className?: string }) {
  if (!money) return <span className={`text-mute ${className ?? ''}`}>–</span>
  return (
    <span className={`num ${className ?? ''}`} title={exactMoney(money)}>
      {compactMoney(money)}
    </span>
  )
}
