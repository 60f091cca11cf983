import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

/** A panel with something that is shown this once, and a button that copies it. */
export function CopyBox({ label, text }: { label: string; text: string }) {
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text)
    say({ title: i18n.t('Copied') })
  }
  return (
    <div className="panel grid gap-2 p-4">
      <p className="text-mute">{label}</p>
      <div className="flex items-center gap-2">
        <input
          aria-label={label}
          className="h-8 w-full min-w-0 rounded-md border border-edge/60 bg-sunken px-2.5 font-mono text-xs"
          onFocus={(event) => event.target.select()}
          readOnly
          value={text}
        />
        <Button onClick={() => void copy()}>{i18n.t('Copy')}</Button>
      </div>
    </div>
  )
}
