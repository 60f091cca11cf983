import type { Actor } from '../../platform/context.ts'
import { boundByNothing } from '../../platform/rights.ts'
import { accessOf } from './access.ts'

/** What is decided happens whoever asked for it is still here or not; their name stands beside it. */
export const systemFor = (workspace_id: string, person_id: string | null): Actor => ({
  id: person_id ?? '',
  name: 'system',
  role: 'owner',
  workspace_id,
  channel: 'system',
  access: accessOf('owner'),
  rights: boundByNothing,
})
