import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useNames } from '../routing/routing-data.ts'
import { calendarsQuery } from '../settings/calendars-data.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import type { Part } from './part.ts'

/** Within which time receivers accept it, and who is told where they do not. */
export function AcceptFields({ rule, onRule, wrong }: Part) {
  const calendars = useQuery(calendarsQuery).data?.data ?? []
  const { people } = useNames()
  const { respond, ...rest } = rule
  const [first] = calendars
  if (!respond)
    return (
      <div className="grid gap-1">
        <Checkbox
          checked={false}
          disabled={!first}
          label={i18n.t('Its receivers accept it within a time limit, or return it')}
          onChange={() => first && onRule({ ...rest, respond: { hours: 16, calendar: first.key } })}
        />
        {!first && (
          <p className="text-xs text-mute">
            {i18n.t('A time limit in business hours needs a calendar.')}{' '}
            <Link className="text-accent underline" params={{ section: 'calendars' }} to="/settings/$section">
              {i18n.t('Write one in the settings')}
            </Link>
          </p>
        )}
        {wrong('respond') && <p className="text-xs text-lost">{wrong('respond')}</p>}
      </div>
    )
  const set = (part: Partial<typeof respond>) => onRule({ ...rest, respond: { ...respond, ...part } })
  return (
    <div className="grid gap-3">
      <Checkbox
        checked
        label={i18n.t('Its receivers accept it within a time limit, or return it')}
        onChange={() => onRule(rest)}
      />
      {wrong('respond') && <p className="text-xs text-lost">{wrong('respond')}</p>}
      <div className="grid gap-3 sm:grid-cols-3">
        <TextField
          error={wrong('respond/hours')}
          label={i18n.t('Business hours')}
          max={1000}
          min={0.25}
          onChange={({ target }) => set({ hours: Number(target.value) })}
          required
          step={0.25}
          type="number"
          value={respond.hours}
        />
        <Select
          error={wrong('respond/calendar')}
          label={i18n.t('By the calendar')}
          onChange={({ target }) => set({ calendar: target.value })}
          options={calendars.map(({ key, name }) => ({ value: key, label: name }))}
          value={respond.calendar}
        />
        <Select
          empty={i18n.t('the owner’s manager')}
          error={wrong('respond/escalate_to')}
          label={i18n.t('When time is over, told')}
          onChange={({ target }) => {
            const { escalate_to: _, ...kept } = respond
            onRule({ ...rest, respond: target.value ? { ...kept, escalate_to: target.value } : kept })
          }}
          options={people}
          value={respond.escalate_to ?? ''}
        />
      </div>
    </div>
  )
}

/** Who of the old deal is credited with the new one. */
export function CreditFields({ rule, onRule, wrong }: Part) {
  const { credit } = rule
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Checkbox
        checked={credit.sourced}
        label={i18n.t('The old owner brought the new deal')}
        onChange={(sourced) => onRule({ ...rule, credit: { ...credit, sourced } })}
      />
      <TextField
        error={wrong('credit/overlay')}
        hint={i18n.t('Beside the money, which stays whole; empty for none')}
        label={i18n.t('Overlay credit of the old owner, %')}
        max={100}
        min={0.01}
        onChange={({ target }) => {
          const { overlay: _, ...rest } = credit
          const overlay = Math.round(Number(target.value) * 100)
          onRule({ ...rule, credit: target.value === '' ? rest : { ...rest, overlay } })
        }}
        step={0.01}
        type="number"
        value={credit.overlay === undefined ? '' : credit.overlay / 100}
      />
    </div>
  )
}
