import { wholeNumber } from '../format.ts'
import type { BoardStage } from '../wire.ts'
import { i18n } from '../words.ts'

type Props = { columns: BoardStage[]; stage: string; onPick: (stage: string) => void }

/** On a phone the board shows one stage at a time; this is how one goes to another. */
export function StagePicker({ columns, stage, onPick }: Props) {
  return (
    <div aria-label={i18n.t('Stages')} className="flex shrink-0 gap-1.5 overflow-x-auto px-4 pb-2" role="group">
      {columns.map((column) => (
        <button
          aria-pressed={column.key === stage}
          className="h-8 shrink-0 rounded-full border border-line bg-panel px-3 whitespace-nowrap text-mute aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent"
          key={column.key}
          onClick={() => onPick(column.key)}
          type="button"
        >
          {column.name} <span className="num">{wholeNumber(column.count)}</span>
        </button>
      ))}
    </div>
  )
}
