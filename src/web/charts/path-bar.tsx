import { days, shortDays } from '../format.ts'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'

export type PathStep = {
  key: string
  name: string
  state: 'done' | 'here' | 'ahead' | 'skipped'
  /** Days spent there, over all stays; null where the deal never was. */
  spent: number | null
  usual: number | null
  long: number | null
  /** Of the stage where the deal is: how old it is there by the one measure that cards and lists use. */
  age?: 'fresh' | 'slow' | 'stuck' | 'waiting'
}

/** The way of a deal through its stages, each with the time spent there beside what is usual and what is long. */
export function PathBar({ steps }: { steps: PathStep[] }) {
  const most = Math.max(1, ...steps.flatMap((step) => [step.spent ?? 0, step.usual ?? 0, step.long ?? 0]))
  return (
    <ol aria-label={i18n.t('Path through the stages')} className="grid auto-cols-fr gap-x-1 gap-y-2.5 md:grid-flow-col">
      {steps.map((step) => (
        <li aria-current={step.state === 'here' ? 'step' : undefined} className="min-w-0" key={step.key}>
          <Bar most={most} step={step} />
          <p
            className={`mt-1 flex items-center gap-1 truncate ${step.state === 'here' ? 'font-semibold' : 'text-mute'}`}
          >
            {step.state === 'done' && <Icon className="size-3.5 shrink-0 text-won" name="check" />}
            <span className="truncate" title={step.name}>
              {step.name}
            </span>
          </p>
          <p className="num text-xs text-mute">{wordsOf(step)}</p>
        </li>
      ))}
    </ol>
  )
}

function Bar({ step, most }: { step: PathStep; most: number }) {
  const share = (count: number | null) => `${Math.min(100, ((count ?? 0) / most) * 100)}%`
  const late = step.age ? step.age === 'stuck' : step.long !== null && (step.spent ?? 0) > step.long
  const slow = step.age ? step.age === 'slow' : !late && step.usual !== null && (step.spent ?? 0) > step.usual * 1.5
  const color = late ? 'bg-lost' : slow ? 'bg-risk' : step.state === 'here' ? 'bg-accent' : 'bg-edge'
  return (
    <div className="relative h-2.5 overflow-hidden rounded-sm bg-sunken">
      {step.spent !== null && (
        <div className={`h-full ${color}`} style={{ width: share(Math.max(step.spent, most / 60)) }} />
      )}
      {step.usual !== null && (
        <div className="absolute inset-y-0 w-0.5 bg-ink/70" style={{ left: share(step.usual) }} />
      )}
    </div>
  )
}

function wordsOf(step: PathStep): string {
  const usual = step.usual === null ? '' : i18n.t('usually {days}', { days: days(step.usual) })
  if (step.state === 'skipped') return i18n.t('skipped')
  if (step.spent === null) return usual
  const spent = step.state === 'here' ? i18n.t('day {n}', { n: Math.floor(step.spent) + 1 }) : shortDays(step.spent)
  const long =
    step.long !== null && step.spent > step.long ? i18n.t('long is over {days}', { days: days(step.long) }) : usual
  return [spent, long].filter(Boolean).join(' · ')
}
