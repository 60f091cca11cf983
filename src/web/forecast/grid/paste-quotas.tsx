import { type FormEvent, useState } from 'react'
import { client } from '../../api.ts'
import { useMe } from '../../data.ts'
import { documentOf, sentenceOf } from '../../problem.ts'
import { queries } from '../../query.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { say } from '../../ui/toast.ts'
import { i18n } from '../../words.ts'

/** Quotas copied out of a spreadsheet: all of them, or none where anything is wrong. */
export function PasteQuotas() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button className="ml-auto" onClick={() => setOpen(true)}>
        {i18n.t('Paste quotas…')}
      </Button>
      {open && <PasteDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function PasteDialog({ onClose }: { onClose: () => void }) {
  const { workspace } = useMe()
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>(null)
  async function submit(event: FormEvent) {
    event.preventDefault()
    setError(null)
    try {
      const { set, unchanged } = await client.quotas.paste({ text, currency: workspace.currency })
      void queries.invalidateQueries({ queryKey: ['forecast-grid'] })
      say({
        title: i18n.t('{set, plural, one {# quota set} other {# quotas set}}', { set }),
        detail: i18n.t('{unchanged} were agreed just so already', { unchanged }),
      })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  const faults = documentOf(error)?.errors ?? []
  return (
    <Dialog
      description={i18n.t('The first line names the columns: person, team or pipeline, then one for each period.')}
      onClose={onClose}
      open
      title={i18n.t('Quotas from a spreadsheet')}
      width="wide"
    >
      <form className="grid gap-3" onSubmit={(event) => void submit(event)}>
        <TextArea
          className="font-mono"
          label={i18n.t('Cells')}
          onChange={({ target }) => setText(target.value)}
          placeholder={'person\tpipeline\t2026-Q4\t2027-Q1\nana@example.com\tenterprise\t250000\t300000'}
          required
          rows={8}
          value={text}
        />
        {error !== null && (
          <ul className="grid gap-0.5 text-lost" role="alert">
            {faults.length === 0 && <li>{sentenceOf(error)}</li>}
            {faults.map(({ pointer, detail }) => (
              <li key={`${pointer} ${detail}`}>
                {i18n.t('Line {line}: {detail}', { line: /line\/(\d+)/.exec(pointer)?.[1] ?? '?', detail })}
              </li>
            ))}
          </ul>
        )}
        <DialogActions>
          <Button look="main" type="submit">
            {i18n.t('Set quotas')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
