import type { Override } from './override-form.tsx'
import type { NewEvidence } from '../wire.ts'
import type { Moving, Target } from './target.ts'

/** What a person adds to a move. */
export type Given = { reason?: string; fields?: Record<string, unknown>; evidence?: NewEvidence[]; override?: Override }

/** A move that is shown but not yet settled. */
export type Pending = { deal: Moving; target: Target; state: 'moving' | 'waiting' | 'gate' | 'reason' }
