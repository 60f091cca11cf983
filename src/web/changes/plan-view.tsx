import { Link } from '@tanstack/react-router'
import type { ChangePlan } from '../../client/schema.ts'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { ExpectedBefore } from './expected-before.tsx'
import { NewlyFailing } from './newly-failing.tsx'
import { Section } from './section.tsx'
import { StageTable } from './stage-table.tsx'

export type Plan = Pick<
  ChangePlan,
  'stages' | 'newly_failing' | 'expected' | 'references' | 'rights_lost' | 'diff' | 'summary'
>

type Props = {
  plan: Plan
  pipeline: Pick<Pipeline, 'key' | 'stages'>
  /** Names of the stages as they would be, by their keys. */
  names: Record<string, string>
}

/** What a change would do, in the order in which people ask: what changes, to which deals, and to which figures. */
export function PlanView({ plan, pipeline, names }: Props) {
  const name = (key: string) => names[key] ?? pipeline.stages.find((stage) => stage.key === key)?.name ?? key
  // A stage that goes has no chance of its own any more; where its deals go says the table.
  const gone = plan.stages.filter(({ change }) => change === 'removed').map(({ key }) => key)
  const chances = plan.expected.chances.filter(({ stage }) => !gone.includes(stage))
  return (
    <div className="grid gap-5">
      <p className="text-[15px] font-semibold" data-plan-summary>
        {plan.summary}
      </p>
      <Section count={plan.diff.changes.length} title={i18n.t('In words')}>
        <Changes changes={plan.diff.changes} />
      </Section>
      <Section count={plan.stages.length} title={i18n.t('Stages and their open deals')}>
        <StageTable nameOf={name} pipeline={pipeline.key} stages={plan.stages} />
      </Section>
      <Section title={i18n.t('Deals that would newly fail a gate')}>
        <NewlyFailing criteria={plan.newly_failing} nameOf={name} />
      </Section>
      <Section title={i18n.t('Expected value')}>
        <ExpectedBefore expected={{ ...plan.expected, chances }} nameOf={name} />
      </Section>
      {plan.references.length > 0 && (
        <Section count={plan.references.length} title={i18n.t('Refers to what changes')}>
          <ul className="grid gap-1">
            {plan.references.map((one) => (
              <li key={`${one.kind} ${one.id} ${one.refers_to.key}`}>
                <ReferenceName reference={one} />{' '}
                <span className="text-mute">
                  → {one.refers_to.kind} <code>{one.refers_to.key}</code>
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {plan.rights_lost.length > 0 && (
        <Section count={plan.rights_lost.length} title={i18n.t('Rights that are lost')}>
          <ul className="grid gap-1">
            {plan.rights_lost.map(({ field, right, roles }) => (
              <li key={`${field} ${right}`}>
                {right === 'read'
                  ? i18n.t('{roles} may no longer read {field}', { roles: roles.join(', '), field })
                  : i18n.t('{roles} may no longer write {field}', { roles: roles.join(', '), field })}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {plan.diff.lines !== '' && (
        <Section title={i18n.t('In the file')}>
          <DiffLines lines={plan.diff.lines} />
        </Section>
      )}
    </div>
  )
}

function ReferenceName({ reference: { kind, id, name } }: { reference: Plan['references'][number] }) {
  if (kind !== 'change_request') return name
  return (
    <Link className="text-accent hover:underline" params={{ change: id }} to="/governance/changes/$change">
      {name}
    </Link>
  )
}

const tones = { '+': 'text-won', '-': 'text-lost', '~': 'text-risk' }

function Changes({ changes }: { changes: Plan['diff']['changes'] }) {
  if (changes.length === 0) return <p className="text-mute">{i18n.t('Nothing that a deal would notice.')}</p>
  return (
    <ul className="grid gap-1" data-changes>
      {changes.map(({ op, path, sentence }, index) => (
        <li className="flex gap-2" key={`${path} ${index}`} title={path}>
          <span
            aria-label={opNames()[op]}
            className={`w-3 shrink-0 text-center font-mono font-bold ${tones[op]}`}
            role="img"
          >
            {op === '-' ? '−' : op}
          </span>
          <span className="min-w-0 wrap-anywhere">{sentence}</span>
        </li>
      ))}
    </ul>
  )
}

const opNames = () => ({ '+': i18n.t('added'), '-': i18n.t('removed'), '~': i18n.t('changed') })

/** A difference in the unified format, each line coloured and marked by its first character. */
export function DiffLines({ lines }: { lines: string }) {
  return (
    <pre
      aria-label={i18n.t('Lines of the file')}
      className="max-h-96 overflow-auto rounded-md border border-line bg-sunken py-2 font-mono text-xs leading-5"
      tabIndex={0}
    >
      {lines
        .trimEnd()
        .split('\n')
        .map((line, index) => (
          <span className={`block min-w-fit px-3 ${lookOf(line)}`} key={index}>
            {line === '' ? ' ' : line}
          </span>
        ))}
    </pre>
  )
}

const looks: Record<string, string> = { '+': 'bg-won-soft text-won', '-': 'bg-lost-soft text-lost', '@': 'text-mute' }
const lookOf = (line: string) => looks[line[0] ?? ''] ?? ''
