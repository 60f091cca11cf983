import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ChangeRequest } from '../../client/schema.ts'
import { i18n } from '../words.ts'
import { changesOfQuery } from './changes-data.ts'

/** Which change took this one back, or which one this takes back. */
export function TakenBack({ change: { id, state, pipeline, rollback_of } }: { change: ChangeRequest }) {
  const others = useQuery({ ...changesOfQuery(pipeline.key), enabled: state === 'rolled_back' })
  const by = others.data?.find((one) => one.rollback_of === id)
  const other = rollback_of ?? by?.id
  if (other === undefined) return null
  return (
    <p className="mt-2">
      <Link className="text-accent hover:underline" params={{ change: other }} to="/governance/changes/$change">
        {rollback_of === null
          ? i18n.t('{key} took it back', { key: by?.key ?? '' })
          : i18n.t('It takes an earlier change back')}
      </Link>
    </p>
  )
}
