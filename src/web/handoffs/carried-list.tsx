import type { HandoffCarry } from '../../client/schema.ts'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'

/** What is taken over where somebody chooses the pipeline freely. */
export const plainCarry: HandoffCarry = { name: '{deal}', amount: 'none', lines: 'none', partner: true, fields: {} }

/** What the new deal takes over from the old one, line by line, and that its amount is new money. */
export function CarriedList({ carry }: { carry: HandoffCarry }) {
  return (
    <section aria-label={i18n.t('What it takes over')} className="rounded-lg bg-sunken px-3 py-2" data-carried>
      <h3 className="text-xs font-medium text-mute">{i18n.t('What it takes over')}</h3>
      <ul className="mt-1 grid gap-0.5">
        {carriedLines(carry).map((line) => (
          <li className="flex items-center gap-2" key={line}>
            <Icon className="size-3.5 shrink-0 text-won" name="check" />
            {line}
          </li>
        ))}
      </ul>
      {carry.amount === 'none' && carry.lines === 'none' && (
        <p className="mt-1 text-xs text-mute">
          {i18n.t('No amount: what follows is new money, and this deal keeps its own.')}
        </p>
      )}
    </section>
  )
}

/** What of the old deal comes along, a line each. */
export function carriedLines(carry: HandoffCarry): string[] {
  return [
    i18n.t('Account and, where there is one, partner'),
    ...(carry.amount === 'deal' ? [i18n.t('The amount')] : []),
    ...(carry.amount === 'contract' ? [i18n.t('What the contract was worth over its term')] : []),
    ...(carry.lines === 'recurring' ? [i18n.t('Its recurring lines')] : []),
    ...(carry.lines === 'all' ? [i18n.t('All its lines')] : []),
    ...(carry.close_in_days === undefined
      ? []
      : [i18n.t('Close date in {days, plural, one {# day} other {# days}}', { days: carry.close_in_days })]),
    ...(carry.next_step ? [i18n.t('Next step: {step}', { step: carry.next_step })] : []),
    ...(Object.keys(carry.fields).length > 0
      ? [
          i18n.t('{count, plural, one {# field} other {# fields}}: {names}', {
            count: Object.keys(carry.fields).length,
            names: Object.keys(carry.fields).join(', '),
          }),
        ]
      : []),
  ]
}
