import type { ReactNode } from 'react'
import { wholeNumber } from '../format.ts'

/** A part of a plan under its question, with how much there is of it. */
export function Section({ title, count, children }: { title: ReactNode; count?: number; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1.5 flex items-baseline gap-2 font-semibold">
        {title}
        {count !== undefined && <span className="num text-xs font-normal text-mute">{wholeNumber(count)}</span>}
      </h3>
      {children}
    </section>
  )
}
