/** What a caller must be allowed to do. Roles map to these in `people/access.ts`. */
export const accesses = [
  'workspace:read',
  'workspace:administer',
  'pipelines:read',
  'pipelines:configure',
  'deals:read',
  'deals:work',
  'forecast:read',
  'forecast:configure',
  'imports:work',
] as const
export type Access = (typeof accesses)[number]
