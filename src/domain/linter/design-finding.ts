import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { Ours } from '../../values/text.ts'

/** `error`: cannot work as written. `warning`: a fault of the design. `advice`: worth knowing. */
export const severities = ['error', 'warning', 'advice'] as const
export type Severity = (typeof severities)[number]

/** Everything that is looked for, each with how much it weighs. */
export const designFaults = {
  'activity-stage': 'warning',
  'black-box': 'warning',
  'silent-stage': 'warning',
  'alike-neighbours': 'warning',
  'skipped-stage': 'warning',
  'invented-chance': 'warning',
  'invented-category': 'warning',
  'invented-duration': 'advice',
  'no-criteria': 'warning',
  'won-unasked': 'warning',
  'never-failing': 'warning',
  'never-holding': 'error',
  'only-filled-in': 'advice',
  'alike-pipelines': 'warning',
  'few-deals': 'advice',
  'review-overdue': 'warning',
} as const satisfies Record<string, Severity>
export type FaultCode = keyof typeof designFaults

/** Figures by name, such as `n`; shares and chances 0 … 1, times in days. */
export type Figures = Record<string, number>

/** A fault of the design before it is known where in a text it stands. */
export type DesignFault = {
  code: FaultCode
  path: (string | number)[]
  /** The stage it is about, by its key. */
  stage: string | null
  message: string
  remedy: string
  figures?: Figures
  /** The deals it rests on. */
  deals?: readonly string[]
  severity?: Severity
}

/** At most so many deals are named with a finding; how many there are in all stands beside. */
export const shownDeals = 100

export const DesignFinding = z
  .object({
    code: z.enum(Object.keys(designFaults) as [FaultCode, ...FaultCode[]]),
    severity: z.enum(severities),
    stage: Ours.nullable(),
    /** Where in the definition: `stages[2].exit[0].rule`. */
    path: Ours,
    /** In the definition's file, from 1; null where no text is at hand. */
    line: z.int().nullable(),
    column: z.int().nullable(),
    message: z.string(),
    /** What would put it right. */
    remedy: z.string(),
    /** What it rests on: shares and chances 0 … 1, times in days, `n` how many deals were counted. */
    figures: z.record(z.string(), z.number()),
    /** The deals it rests on: some of them by id, and how many in all. */
    deals: z.object({ total: z.int(), ids: z.array(Id('deal')) }),
  })
  .meta({ id: 'DesignFinding' })
export type DesignFinding = z.infer<typeof DesignFinding>
