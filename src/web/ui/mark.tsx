import { hueColor, hueInk, type Mark as Look } from '../hue.ts'

/** The badge of a pipeline: its hue and its two letters. */
export function Mark({ mark, size = 'usual' }: { mark: Look | undefined; size?: 'small' | 'usual' }) {
  if (!mark) return null
  const box = size === 'small' ? 'h-4.5 w-6 text-[10px]' : 'h-6 w-8 text-[11px]'
  return (
    <span
      aria-hidden="true"
      className={`inline-grid shrink-0 place-items-center rounded font-semibold ${box}`}
      style={{ background: hueColor(mark.hue), color: hueInk(mark.hue) }}
    >
      {mark.monogram}
    </span>
  )
}
