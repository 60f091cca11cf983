import type { RoutingOwner } from '../../client/schema.ts'
import { Select, TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { useNames } from './routing-data.ts'

type Props = {
  owner: RoutingOwner | undefined
  onOwner: (owner: RoutingOwner | undefined) => void
  wrong: (member: string) => string | undefined
  /** Whose they become where nobody says. */
  unsaid?: string
}
type Turns = Extract<RoutingOwner, { by: 'round_robin' }>

/** Whose the deals become: nobody said, one person, the account's owner, the least busy, or in turn. */
export function OwnerFields({ owner, onOwner, wrong, unsaid = i18n.t('whoever brings it in') }: Props) {
  const { people, teams } = useNames()
  const first = (list: readonly { value: string }[]) => list[0]?.value ?? ''
  const begin: Record<string, () => RoutingOwner | undefined> = {
    '': () => undefined,
    account_owner: () => ({ by: 'account_owner' }),
    person: () => ({ by: 'person', person_id: first(people) }),
    team: () => ({ by: 'team', team_id: first(teams) }),
    round_robin: () =>
      teams.length > 0 ? { by: 'round_robin', team_id: first(teams) } : { by: 'round_robin', person_ids: [] },
  }
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        empty={unsaid}
        error={wrong('owner')}
        label={i18n.t('Owner')}
        onChange={({ target }) => onOwner(begin[target.value]?.())}
        options={[
          { value: 'account_owner', label: i18n.t('the account’s owner') },
          { value: 'person', label: i18n.t('one person') },
          ...(teams.length > 0 ? [{ value: 'team', label: i18n.t('the least busy of a team') }] : []),
          { value: 'round_robin', label: i18n.t('several people in turn') },
        ]}
        value={owner?.by ?? ''}
      />
      {owner?.by === 'person' && (
        <Select
          error={wrong('owner/person_id')}
          label={i18n.t('Who')}
          onChange={({ target }) => onOwner({ by: 'person', person_id: target.value })}
          options={people}
          value={owner.person_id}
        />
      )}
      {owner?.by === 'team' && (
        <Select
          error={wrong('owner/team_id')}
          label={i18n.t('Team')}
          onChange={({ target }) => onOwner({ by: 'team', team_id: target.value })}
          options={teams}
          value={owner.team_id}
        />
      )}
      {owner?.by === 'round_robin' && <TurnFields onOwner={onOwner} owner={owner} wrong={wrong} />}
    </div>
  )
}

const thesePeople = 'people'

function TurnFields({ owner, onOwner, wrong }: { owner: Turns } & Pick<Props, 'onOwner' | 'wrong'>) {
  const { people, teams } = useNames()
  const { capacity, person_ids } = owner
  const up = capacity === undefined ? {} : { capacity }
  const chosen = new Set(person_ids)
  const toggle = (id: string) => {
    const next = people.flatMap(({ value }) => ((value === id ? !chosen.has(value) : chosen.has(value)) ? [value] : []))
    onOwner({ by: 'round_robin', person_ids: next, ...up })
  }
  return (
    <>
      <Select
        error={wrong('owner/team_id')}
        label={i18n.t('Who takes turns')}
        onChange={({ target }) =>
          onOwner({
            by: 'round_robin',
            ...(target.value === thesePeople ? { person_ids: [] } : { team_id: target.value }),
            ...up,
          })
        }
        options={[
          ...teams.map(({ value, label }) => ({ value, label: i18n.t('The team {name}', { name: label }) })),
          { value: thesePeople, label: i18n.t('People I choose') },
        ]}
        value={owner.team_id ?? thesePeople}
      />
      {owner.team_id === undefined && (
        <fieldset className="sm:col-span-2">
          <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('In this order, again and again')}</legend>
          <div className="grid max-h-32 gap-x-4 gap-y-1 overflow-y-auto rounded-md bg-sunken p-2 sm:grid-cols-2">
            {people.map(({ value, label }) => (
              <label className="flex min-h-6 items-center gap-2" key={value}>
                <input
                  checked={chosen.has(value)}
                  className="size-4 accent-accent"
                  onChange={() => toggle(value)}
                  type="checkbox"
                />
                {label}
              </label>
            ))}
          </div>
          {wrong('owner/person_ids') && <p className="text-xs text-lost">{wrong('owner/person_ids')}</p>}
        </fieldset>
      )}
      <TextField
        error={wrong('owner/capacity')}
        hint={i18n.t('Whoever has as many open deals there is passed over; empty for no limit')}
        label={i18n.t('At most, open deals each')}
        max={10_000}
        min={1}
        onChange={({ target }) => {
          const { capacity: _, ...rest } = owner
          onOwner(target.value === '' ? rest : { ...rest, capacity: Number(target.value) })
        }}
        type="number"
        value={capacity ?? ''}
      />
    </>
  )
}
