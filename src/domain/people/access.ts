import { type Access, accesses } from '../../platform/operation.ts'

export const roles = ['owner', 'revops', 'manager', 'rep', 'viewer'] as const
export type Role = (typeof roles)[number]

const reading: Access[] = ['workspace:read', 'pipelines:read', 'deals:read', 'forecast:read']

/** What each role may do. One table, so that a change of rights is one line to review. */
const granted: Record<Role, readonly Access[]> = {
  owner: accesses,
  revops: [...reading, 'deals:work', 'pipelines:configure', 'forecast:configure', 'imports:work'],
  manager: [...reading, 'deals:work', 'forecast:configure'],
  rep: [...reading, 'deals:work'],
  viewer: reading,
}

export const accessOf = (role: Role): ReadonlySet<Access> => new Set(granted[role])

/** The roles that hold a right, to tell somebody without it whom to ask. */
export const rolesWith = (access: Access): Role[] => roles.filter((role) => granted[role].includes(access))
