import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useMe, useMoment, usePipelines } from '../data.ts'
import { shortDay } from '../format.ts'
import { PickMenu } from '../ui/menu.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { i18n } from '../words.ts'
import { dayIn } from '../zone.ts'
import type { useMovement } from './movement-data.ts'
import type { MovementSearch } from './movement-search.ts'
import { figureName } from './movement-words.ts'

type Props = { movement: ReturnType<typeof useMovement>; onSet: (change: MovementSearch) => void }

/** Which figure, since when, of which pipeline and whose deals; all of it lives in the address. */
export function MovementScope({ movement: { query, search, since, measure }, onSet }: Props) {
  const { list, byKey } = usePipelines()
  const { now } = useMoment()
  const { workspace } = useMe()
  const whose = useWhose()
  const spans = {
    week: i18n.t('since a week ago'),
    month: i18n.t('since a month ago'),
    period: i18n.t('since the period began'),
  }
  const clear = (value: string) => (value === 'all' ? undefined : value)
  return (
    <div className="no-print flex flex-wrap items-center gap-2">
      <Tabs
        label={i18n.t('Figure')}
        onPick={(value) => onSet({ measure: value })}
        tabs={(['open', 'expected'] as const).map((value) => ({ value, label: figureName(value) }))}
        value={measure}
      />
      <PickMenu
        choices={Object.entries(spans).map(([value, label]) => ({ value, label }))}
        label={i18n.t('Changes')}
        onPick={(value) => onSet({ since: value })}
        shown={spans[since as keyof typeof spans] ?? i18n.t('since {day}', { day: shortDay(since, now) })}
        terse
        value={since}
      />
      <DayField
        label={i18n.t('From')}
        max={now.slice(0, 10)}
        onPick={(since) => onSet({ since })}
        value={query.data ? dayIn(query.data.from, workspace.time_zone) : ''}
      />
      <DayField
        label={i18n.t('To')}
        max={now.slice(0, 10)}
        onPick={(until) => onSet({ until })}
        value={search.until ?? (query.data ? dayIn(query.data.to, workspace.time_zone) : '')}
      />
      <PickMenu
        choices={[
          { value: 'all', label: i18n.t('All pipelines') },
          ...list.map(({ key, name }) => ({ value: key, label: name })),
        ]}
        label={i18n.t('Pipeline')}
        onPick={(value) => onSet({ in: clear(value) } as MovementSearch)}
        shown={search.in === undefined ? i18n.t('All pipelines') : (byKey.get(search.in)?.name ?? search.in)}
        terse
        value={search.in ?? 'all'}
      />
      <PickMenu
        choices={whose}
        label={i18n.t('Whose')}
        onPick={(value) => onSet({ whose: clear(value) } as MovementSearch)}
        shown={whose.find(({ value }) => value === (search.whose ?? 'all'))?.label ?? search.whose ?? ''}
        terse
        value={search.whose ?? 'all'}
      />
    </div>
  )
}

type DayProps = { label: string; value: string; max: string; onPick: (day: string) => void }

/** A day of the bridge; what is typed half is not a day yet. */
function DayField({ label, value, max, onPick }: DayProps) {
  return (
    <label className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-panel px-2.5">
      <span className="text-mute">{label}</span>
      <input
        className="num bg-transparent outline-offset-2"
        max={max}
        min="1970-01-02"
        onChange={({ target }) => target.value >= '1970-01-02' && onPick(target.value)}
        type="date"
        value={value}
      />
    </label>
  )
}

/** Everybody, oneself, each team and each person. */
export function useWhose(): { value: string; label: string; hint?: string }[] {
  const { person } = useMe()
  const teams = useQuery({ queryKey: ['teams'], queryFn: api.teams, staleTime: 300_000 })
  const people = useQuery({ queryKey: ['people'], queryFn: api.people, staleTime: 300_000 })
  return [
    { value: 'all', label: i18n.t('Everybody') },
    { value: 'me', label: i18n.t('Me') },
    ...(teams.data?.data ?? []).flatMap(({ id, name, active }) =>
      active ? [{ value: id, label: name, hint: i18n.t('team') }] : [],
    ),
    ...(people.data?.data ?? []).flatMap(({ id, name }) => (id === person.id ? [] : [{ value: id, label: name }])),
  ]
}
