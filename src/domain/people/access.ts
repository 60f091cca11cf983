import { type Access, accesses } from '../../platform/operation.ts'

export const roles = [
  'owner',
  'revops',
  'manager',
  'rep',
  'channel_manager',
  'partner',
  'executive',
  'viewer',
  'integration',
] as const
export type Role = (typeof roles)[number]

const reading: Access[] = ['me:read', 'workspace:read', 'pipelines:read', 'deals:read', 'forecast:read']

/** What each role may do. One table, so that a change of rights is one line to review. */
const granted: Record<Role, readonly Access[]> = {
  owner: accesses,
  revops: [
    ...reading,
    'deals:work',
    'gates:override',
    'pipelines:configure',
    'forecast:submit',
    'forecast:configure',
    'imports:work',
    'rights:administer',
    'webhooks:configure',
    'audit:read',
    'data:export',
  ],
  manager: [...reading, 'deals:work', 'gates:override', 'forecast:submit', 'forecast:configure', 'data:export'],
  rep: [...reading, 'deals:work', 'forecast:submit'],
  channel_manager: [...reading, 'deals:work', 'forecast:submit', 'data:export'],
  // Somebody of another company: what they may see of their own comes with the portal.
  partner: ['me:read'],
  executive: [...reading, 'forecast:submit', 'data:export'],
  viewer: reading,
  integration: [...reading, 'deals:work', 'imports:work', 'data:export'],
}

export const accessOf = (role: Role): ReadonlySet<Access> => new Set(granted[role])

/** The roles that hold a right, to tell somebody without it whom to ask. */
export const rolesWith = (access: Access): Role[] => roles.filter((role) => granted[role].includes(access))
