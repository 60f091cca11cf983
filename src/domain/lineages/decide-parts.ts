import { accept, type Decision, refuse } from '../../values/decision.ts'

type Named = { from: string; to: string; rule?: string | undefined }

/**
 * Whether parts are a split (one pipeline into several, or into one and what stays) or a merge (several into one), or
 * neither. Each of them must be reachable, and none may lead back to where it comes from.
 */
export function decideKind(parts: readonly Named[]): Decision<'split' | 'merge'> {
  const sources = new Set(parts.map(({ from }) => from))
  const targets = new Set(parts.map(({ to }) => to))
  const round = parts.findIndex(({ from, to }) => from === to)
  if (round >= 0)
    return at(round, 'to', 'pipeline-same', 'These deals are there already; leave them out, and they stay.')
  const again = parts.findIndex(({ to }) => sources.has(to))
  if (again >= 0)
    return at(
      again,
      'to',
      'pipeline-left',
      'Deals are taken out of this pipeline by another part; send them where they end.',
    )
  const twice = parts.findIndex((one, i) => parts.findIndex(({ from, to }) => from === one.from && to === one.to) < i)
  if (twice >= 0)
    return at(twice, 'to', 'part-twice', 'There is a part from here to there already; join their rules with ||.')
  const hidden = parts.findIndex((_, i) => isBehindRest(parts, i))
  if (hidden >= 0)
    return at(
      hidden,
      'rule',
      'part-unreachable',
      'A part before this one takes all deals that are left; put that one last.',
    )
  if (sources.size > 1 && targets.size > 1)
    return refuse(
      'neither-split-nor-merge',
      'Split one pipeline into several, or merge several into one; do the one, then the other.',
    )
  return accept(sources.size > 1 ? 'merge' : 'split')
}

const isBehindRest = (parts: readonly Named[], i: number): boolean =>
  parts.slice(0, i).some(({ from, rule }) => from === parts[i]?.from && rule === undefined)

const at = (i: number, member: string, code: string, message: string): Decision<never> =>
  refuse(code, message, { pointer: `/parts/${i}/${member}` })
