import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Lifecycle } from '../pipelines/index.ts'

export type LifecycleSituation = {
  name: string
  lifecycle: Lifecycle
  /** Open deals in it, and some of them by their keys. */
  open: number
  keys: readonly string[]
}

/** On what of it others decide where a policy says so: not on bringing it back. */
export function questionOf(from: Lifecycle, to: Lifecycle): 'sunset' | 'archive' | null {
  if (to === 'archived' && from !== 'archived') return 'archive'
  return to === 'sunset' && from === 'active' ? 'sunset' : null
}

const ways: Record<Lifecycle, readonly Lifecycle[]> = {
  draft: ['active'],
  active: ['sunset', 'archived'],
  sunset: ['active', 'archived'],
  archived: ['sunset'],
}

/** Decides where a pipeline goes in its life. What is archived holds no open deal, and is readable for ever. */
export function decideLifecycle(
  { name, lifecycle, open, keys }: LifecycleSituation,
  to: Lifecycle,
): Decision<Lifecycle> {
  if (to === lifecycle) return accept(to)
  if (!ways[lifecycle].includes(to))
    return refuse(
      'lifecycle-way',
      `${name} is ${lifecycle}; from there it becomes ${ways[lifecycle].join(' or ')}, not ${to}.`,
      {
        lifecycle,
        ways: ways[lifecycle],
      },
    )
  if (to !== 'archived' || open === 0) return accept(to)
  const deals = open === 1 ? 'One open deal is' : `${open} open deals are`
  const first = lifecycle === 'active' ? 'Let it sunset first, so that none is added, and then' : 'First'
  return refuse(
    'pipeline-has-open-deals',
    `${deals} still in ${name}. ${first} close them or move them to another pipeline.`,
    { open, deals: keys },
  )
}
