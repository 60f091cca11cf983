import type { Problem } from '../../platform/problem.ts'

/**
 * Why a deal waits for a person, by what kept it from a pipeline: a person can do something about each of these. Said
 * without the names of pipelines, since the queue is read by people who do not see all of them.
 */
const reasons: Readonly<Record<string, (details: Record<string, unknown>) => string>> = {
  unrouted: ({ version }) =>
    version === null
      ? 'A rule sends it to where whoever handed it in may not open deals.'
      : `No rule of version ${version} takes it, and there is no fallback.`,
  'pipeline-unclear': () => 'No routing rules are published, and there is not just one pipeline that takes new deals.',
  'pipeline-not-active': () => 'The pipeline that a rule sends it to takes no new deals since a moment ago.',
  'pipeline-right': () => 'A rule sends it to where whoever handed it in may not work.',
  'gate-not-met': () => 'The first stage of the pipeline that a rule sends it to asks for more than it says.',
}

/** What keeps a deal from a pipeline but not from the queue. */
export const isForAPerson = ({ code }: Problem): boolean => reasons[code] !== undefined

export const whyItWaits = ({ code, details }: Problem): string => reasons[code]?.(details) ?? ''
