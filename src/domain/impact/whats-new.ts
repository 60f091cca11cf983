import type { Fingerprint } from './impact.ts'

/** What has changed since a plan was shown, in sentences; none where it is still as it was. */
export function whatsNew(shown: Fingerprint, now: Fingerprint): string[] {
  if (shown.version !== now.version)
    return [`The pipeline is at version ${now.version} now; this was planned on version ${shown.version}.`]
  return [
    ...between(shown.stages, now.stages, (one) => `in ${one.name}`),
    ...between(shown.failing, now.failing, (one) => `that would newly fail ${one.label}`),
  ]
}

type Counted = { deals: number; digest: string }

function between<T extends Counted>(shown: Record<string, T>, now: Record<string, T>, where: (one: T) => string) {
  return [...new Set([...Object.keys(shown), ...Object.keys(now)])].flatMap((key): string[] => {
    const [a, b] = [shown[key], now[key]]
    if (a?.digest === b?.digest) return []
    const one = b ?? a
    const [was, is] = [a?.deals ?? 0, b?.deals ?? 0]
    if (!one) return []
    if (was === is) return [`${is} open deals ${where(one)}, as before, but not the same ones.`]
    return [`${is} open ${is === 1 ? 'deal' : 'deals'} ${where(one)} now; ${was} when it was planned.`]
  })
}
