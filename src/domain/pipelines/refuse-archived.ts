import { Problem } from '../../platform/problem.ts'

/** What is archived stays as it is, readable for ever: nothing is asked of it, published in it or taken back. */
export function refuseArchived({ name, lifecycle }: { name: string; lifecycle: string }): void {
  if (lifecycle !== 'archived') return
  const detail = `${name} is archived and is not changed any more; bring it back to sunset first.`
  throw new Problem('refused', detail, 'pipeline-archived')
}
