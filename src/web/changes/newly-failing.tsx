import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { NewlyFailing as Failing } from '../../client/schema.ts'
import { api } from '../api.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { levelNames } from './change-words.ts'

type Props = { criteria: readonly Failing[]; nameOf: (key: string) => string }

/** The rules that deals would newly fail, each with those deals. */
export function NewlyFailing({ criteria, nameOf }: Props) {
  if (criteria.length === 0) return <p className="text-mute">{i18n.t('No open deal would fail anything new.')}</p>
  return (
    <ul className="grid gap-3">
      {criteria.map((one) => (
        <Rule failing={one} key={one.criterion} nameOf={nameOf} />
      ))}
    </ul>
  )
}

const shownAtOnce = 8

function Rule({
  failing: { label, level, rule, stage, count, deal_ids },
  nameOf,
}: { failing: Failing } & Pick<Props, 'nameOf'>) {
  const [shown, show] = useState(0)
  return (
    <li>
      <p>
        <span className="font-medium">{label}</span>{' '}
        <span className="text-mute">
          {stage === null ? i18n.t('for winning') : i18n.t('in {stage}', { stage: nameOf(stage) })} ·{' '}
          {levelNames()[level]}
        </span>
      </p>
      {rule !== null && <code className="font-mono text-xs break-all text-mute">{rule}</code>}
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <span className="num">{i18n.t('{count, plural, one {# open deal} other {# open deals}}', { count })}</span>
        {shown < deal_ids.length && (
          <Button onClick={() => show(shown + shownAtOnce)} size="small">
            {shown === 0 ? i18n.t('Show them') : i18n.t('Show more')}
          </Button>
        )}
      </div>
      {shown > 0 && <Deals ids={deal_ids.slice(0, shown)} />}
    </li>
  )
}

function Deals({ ids }: { ids: string[] }) {
  const deals = useQueries({ queries: ids.map((id) => ({ queryKey: ['deal', id], queryFn: () => api.deal(id) })) })
  return (
    <ul className="mt-1 grid gap-0.5">
      {deals.map(({ data, isError }, index) => (
        <li key={ids[index]}>
          {data && (
            <Link className="flex flex-wrap gap-x-2 hover:underline" params={{ deal: data.key }} to="/deals/$deal">
              <span className="num text-mute">{data.key}</span>
              <span className="text-accent">{data.name}</span>
              <Amount className="text-mute" money={data.amount} />
            </Link>
          )}
          {isError && <span className="text-mute">{i18n.t('A deal that you may not see')}</span>}
          {!data && !isError && (
            <Loading label={i18n.t('Loading the deal')}>
              <Skeleton className="h-5 w-60" />
            </Loading>
          )}
        </li>
      ))}
    </ul>
  )
}
