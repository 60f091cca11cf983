import { Link, useNavigate } from '@tanstack/react-router'
import { useMe } from '../data.ts'
import { i18n } from '../words.ts'
import type { MapEdge } from './map-data.ts'
import { ruleName } from './map-tables.tsx'

const look = 'text-accent underline'

/** The rules that lead this way, each with the page where it is changed, and where another one is written. */
export function EditWay({ edge }: { edge: MapEdge }) {
  const mayEdit = useMe().access.includes('pipelines:configure')
  const { declared, kind } = edge
  const pair = pairOf(edge)
  return (
    <p className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-mute">
      {declared.length > 0 && (
        <span>
          {i18n.t('Rules in force:')}{' '}
          {declared.map((one, i) => (
            <span key={`${one.in} ${one.rule}`}>
              {i > 0 && ', '}
              <RuleLink pair={pair} rule={one} />
            </span>
          ))}
        </span>
      )}
      {mayEdit && kind === 'handoff' && (
        <Link className={look} params={{ tab: 'handoff-rules' }} search={pair} to="/governance/$tab">
          {i18n.t('Write a hand-off rule for this way')}
        </Link>
      )}
      {mayEdit && kind === 'transfer' && !declared.some((one) => one.in === 'transfer_maps') && (
        <Link className={look} params={{ tab: 'transfer-maps' }} search={pair} to="/governance/$tab">
          {i18n.t('Say which stage leads to which')}
        </Link>
      )}
    </p>
  )
}

type Pair = { from: string; to: string }

function RuleLink({ rule, pair }: { rule: MapEdge['declared'][number]; pair: Pair }) {
  if (rule.in === 'routing')
    return (
      <Link className={look} to="/routing">
        {ruleName(rule)}
      </Link>
    )
  return rule.in === 'handoff_rules' ? (
    <Link className={look} params={{ tab: 'handoff-rules' }} search={{ rule: rule.rule ?? '' }} to="/governance/$tab">
      {ruleName(rule)}
    </Link>
  ) : (
    <Link className={look} params={{ tab: 'transfer-maps' }} search={pair} to="/governance/$tab">
      {ruleName(rule)}
    </Link>
  )
}

/** Goes where a way is changed: to its rule or map, or to where one is written that leads there. */
export function useEditWay(): (edge: MapEdge) => void {
  const navigate = useNavigate()
  return (edge) => {
    const { kind, declared } = edge
    if (kind === 'route') return void navigate({ to: '/routing' })
    if (kind === 'lineage') return void navigate({ to: '/pipelines/lineages' })
    const rule = declared.find((one) => one.in === 'handoff_rules')?.rule
    const tab = kind === 'handoff' || rule ? 'handoff-rules' : 'transfer-maps'
    void navigate({ to: '/governance/$tab', params: { tab }, search: rule ? { rule } : pairOf(edge) })
  }
}

/** The pipelines at both ends; what comes from an account comes from none. */
const pairOf = ({ from, to }: MapEdge): Pair => ({ from: from.startsWith('@') ? '' : from, to })
