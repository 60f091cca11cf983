import type { Reason } from './review-data.ts'
import { reasonName, reasonTone } from './review-words.ts'

const tones = {
  risk: 'bg-risk-soft text-risk',
  lost: 'bg-lost-soft text-lost',
  won: 'bg-won-soft text-won',
  plain: 'bg-sunken text-mute',
}

/** Why a deal is talked about, in a few words. */
export const ReasonChip = ({ reason }: { reason: Reason }) => (
  <span className={`rounded px-1.5 py-0.5 text-[11px] whitespace-nowrap ${tones[reasonTone(reason)]}`}>
    {reasonName(reason)}
  </span>
)
