import type { Me } from '../wire.ts'

/**
 * Where somebody lands who signs in without a page in mind: a manager where the call is prepared, revenue operations where
 * pipelines connect, everybody else on Home, which for a rep begins with the work of the day. It changes nothing of what
 * there is to see.
 */
export function landingOf(role: Me['person']['role']): '/review' | '/pipelines/map' | '/' {
  if (role === 'manager') return '/review'
  if (role === 'revops') return '/pipelines/map'
  return '/'
}
