import { Link } from '@tanstack/react-router'
import type { HandoffDifference, HandoffRule } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { i18n } from '../words.ts'
import { RuleCard } from './rule-card.tsx'

type Props = {
  rules: readonly HandoffRule[]
  /** What of them is not as it is published. */
  diff: readonly HandoffDifference[]
  mayEdit: boolean
  onEdit: (rule: HandoffRule) => void
  onRemove: (rule: HandoffRule) => void
}

/** Rules by the two pipelines that they join, those of the same beginning beside each other. */
export function PairList({ rules, diff, mayEdit, onEdit, onRemove }: Props) {
  const pairs = pairsOf(rules).map(({ from, to, rules: own }) => (
    <section
      aria-label={`${from ?? ''} → ${to}`}
      className={`grid content-start gap-2 ${own.length > 1 ? 'lg:col-span-2' : ''}`}
      data-pair={`${from ?? ''}>${to}`}
      key={`${from} ${to}`}
    >
      <h2 className="flex flex-wrap items-center gap-2 font-semibold">
        {from === undefined ? i18n.t('Accounts and contracts') : <Named pipeline={from} />}
        <Icon className="size-4 text-mute" name="right" />
        <Named pipeline={to} />
      </h2>
      <ul className={`grid gap-3 ${own.length > 1 ? 'lg:grid-cols-2' : ''}`}>
        {own.map((rule) => (
          <RuleCard
            change={diff.find((one) => one.rule === rule.key)?.change}
            key={rule.key}
            mayEdit={mayEdit}
            onEdit={() => onEdit(rule)}
            onRemove={() => onRemove(rule)}
            rule={rule}
          />
        ))}
      </ul>
    </section>
  ))
  return <div className="grid grid-cols-1 items-start gap-x-3 gap-y-4 lg:grid-cols-2">{pairs}</div>
}

function Named({ pipeline }: { pipeline: string }) {
  const { byKey, marks } = usePipelines()
  return (
    <span className="inline-flex items-center gap-2">
      <Mark mark={marks.get(pipeline)} size="small" />
      <Link className="hover:underline" params={{ pipeline }} to="/board/$pipeline">
        {byKey.get(pipeline)?.name ?? pipeline}
      </Link>
    </span>
  )
}

type Pair = { from: string | undefined; to: string; rules: HandoffRule[] }

function pairsOf(rules: readonly HandoffRule[]): Pair[] {
  const pairs = new Map<string, Pair>()
  for (const rule of rules) {
    const [from, to] = [rule.trigger.pipeline, rule.to.pipeline]
    const pair = pairs.get(`${from} ${to}`) ?? { from, to, rules: [] }
    pair.rules.push(rule)
    pairs.set(`${from} ${to}`, pair)
  }
  return [...pairs.values()].toSorted((one, other) => (one.from ?? '~').localeCompare(other.from ?? '~'))
}
