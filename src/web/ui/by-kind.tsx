import { Fragment } from 'react'
import type { ByRevenueKind } from '../../client/schema.ts'
import { compactMoney, exactMoney } from '../format.ts'
import { sizeOf } from '../money.ts'
import { i18n } from '../words.ts'

const kinds = ['new', 'expansion', 'renewal'] as const

/** "new 3.1M · expansion 1.2M · renewal 4.0M" under a total that adds them; nothing where there is nothing to add. */
export function ByKind({ parts, className = '' }: { parts: ByRevenueKind | null; className?: string }) {
  const shown = parts ? kinds.filter((kind) => sizeOf(parts[kind]) !== 0) : []
  if (!parts || shown.length === 0) return null
  const named = { new: i18n.t('new'), expansion: i18n.t('expansion'), renewal: i18n.t('renewal') }
  return (
    <p className={`num text-xs text-mute ${className}`} title={i18n.t('The total by kind of revenue')}>
      {shown.map((kind, i) => (
        <Fragment key={kind}>
          {i > 0 && ' · '}
          <span className="whitespace-nowrap" title={exactMoney(parts[kind])}>
            {named[kind]} {compactMoney(parts[kind])}
          </span>
        </Fragment>
      ))}
    </p>
  )
}
