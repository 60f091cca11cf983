import type { AnswerOf } from '../../client/client.ts'
import { i18n } from '../words.ts'
import { roleWords } from './role-words.ts'

type Place = AnswerOf<'hierarchy.get'>['data'][number]
type Props = { places: Place[]; onPlace?: (person_id: string, manager_id: string | null) => void }

/** Everybody below their manager; whoever may, says here who that is. */
export function HierarchyTree({ places, onPlace }: Props) {
  const here = places.filter(({ active }) => active)
  const ids = new Set(here.map(({ person }) => person.id))
  const roots = here.filter(({ manager_id }) => manager_id === null || !ids.has(manager_id))
  const branch = (above: Place[]) => (
    <ul className={`grid gap-1 ${above === roots ? '' : 'ml-1.5 border-l border-line pl-4'}`}>
      {above.map((place) => {
        const { person, role, manager_id } = place
        const below = here.filter((one) => one.manager_id === person.id)
        return (
          <li key={person.id}>
            <div className="flex min-h-9 items-center gap-3">
              <div className="flex min-w-0 grow flex-wrap items-baseline gap-x-3">
                <span className="font-medium">{person.name}</span>
                <span className="text-xs text-mute">{roleWords()[role]}</span>
              </div>
              {onPlace && (
                <select
                  aria-label={i18n.t('Manager of {name}', { name: person.name })}
                  className="h-8 w-44 shrink-0 md:w-56 rounded-md border border-edge/60 bg-panel px-2 text-mute"
                  onChange={(event) => onPlace(person.id, event.target.value || null)}
                  value={manager_id ?? ''}
                >
                  <option value="">{i18n.t('Reports to nobody')}</option>
                  {here
                    .filter((one) => one.person.id !== person.id)
                    .map((one) => (
                      <option key={one.person.id} value={one.person.id}>
                        {one.person.name}
                      </option>
                    ))}
                </select>
              )}
            </div>
            {below.length > 0 && branch(below)}
          </li>
        )
      })}
    </ul>
  )
  return <div className="panel p-4">{branch(roots)}</div>
}
