import { Link } from '@tanstack/react-router'
import type { StageImpact } from '../../client/schema.ts'
import { wholeNumber } from '../format.ts'
import { i18n } from '../words.ts'

type Props = { stages: readonly StageImpact[]; pipeline: string; nameOf: (key: string) => string }

/** Which stages come, go or change, with how many open deals in each, and where those go. */
export function StageTable({ stages, pipeline, nameOf }: Props) {
  if (stages.length === 0) return <p className="text-mute">{i18n.t('Every stage stays as it is.')}</p>
  const words = changeNames()
  return (
    <ul className="grid gap-1.5">
      {stages.map(({ key, name, change, new_name, open_deals, to }) => (
        <li className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-baseline" key={key}>
          <span className={`text-xs ${looks[change]}`}>{words[change]}</span>
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className={`font-medium ${change === 'removed' ? 'line-through decoration-lost' : ''}`}>{name}</span>
            {new_name !== null && <span>→ {new_name}</span>}
            {change !== 'added' && open_deals > 0 && (
              <Link
                className="num text-accent hover:underline"
                search={{ pipeline, stage: key, outcome: 'open' }}
                to="/deals"
              >
                {i18n.t('{count, plural, one {# open deal} other {# open deals}}', { count: open_deals })}
              </Link>
            )}
            {change !== 'added' && open_deals === 0 && <span className="num text-mute">{wholeNumber(0)}</span>}
            {(change === 'removed' || change === 'older') && open_deals > 0 && (
              <span>
                {to === null ? i18n.t('stay in their version') : i18n.t('go to {stage}', { stage: nameOf(to) })}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

const changeNames = (): Record<StageImpact['change'], string> => ({
  added: i18n.t('added'),
  renamed: i18n.t('renamed'),
  removed: i18n.t('removed'),
  changed: i18n.t('changed'),
  older: i18n.t('older'),
})

const looks: Record<StageImpact['change'], string> = {
  added: 'text-won',
  renamed: 'text-risk',
  removed: 'text-lost',
  changed: 'text-risk',
  older: 'text-mute',
}
