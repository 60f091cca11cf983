import type { NamedIn } from '../../client/schema.ts'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

/** Says what goes on naming somebody who has left, or a team that is no more. */
export function sayNamedIn(name: string, places: readonly NamedIn[]): void {
  if (places.length === 0) return
  const detail = i18n.t('They are passed over there: {places}. Change that under Routing.', {
    places: places.map((place) => place.name).join(', '),
  })
  say({ title: i18n.t('{name} is still named by the routing rules', { name }), detail })
}
