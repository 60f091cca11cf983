/** What a caller must be allowed to do. Roles map to these in `people/access.ts`. */
export const accesses = [
  'me:read',
  'workspace:read',
  'workspace:administer',
  'people:administer',
  'keys:administer',
  'rights:administer',
  'webhooks:configure',
  'audit:read',
  'personal_data:administer',
  'pipelines:read',
  'pipelines:configure',
  'deals:read',
  'deals:work',
  'gates:override',
  'forecast:read',
  'forecast:submit',
  'forecast:configure',
  'imports:work',
  'data:export',
] as const
export type Access = (typeof accesses)[number]
