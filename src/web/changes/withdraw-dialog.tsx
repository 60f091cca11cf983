import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { client } from '../api.ts'
import type { ChangeRequest } from '../../client/schema.ts'
import { readDraft } from '../designer/design-data.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

type Props = { change: ChangeRequest; redesign: boolean; onClose: () => void }

/** Takes a request back; what it asked for may go on as the draft of its pipeline. */
export function WithdrawDialog({ change, redesign, onClose }: Props) {
  const navigate = useNavigate()
  const { pipeline, source, stage_map } = change
  const withdraw = useMutation({
    async mutationFn() {
      if (redesign) {
        const draft = await readDraft(pipeline.key)
        const seen = draft === null ? {} : { if_version: draft.version }
        await client.drafts.save({ pipeline: pipeline.key, source, stage_map, ...seen })
      }
      return client.change_requests.withdraw({ change_request_id: change.id })
    },
    async onSuccess() {
      onClose()
      say({ title: i18n.t('{key} is withdrawn', { key: change.key }) })
      if (redesign) await navigate({ to: '/pipelines/$pipeline/design', params: { pipeline: pipeline.key } })
      await queries.invalidateQueries({ queryKey: ['changes'] })
    },
  })
  return (
    <Dialog
      description={
        redesign
          ? i18n.t(
              'What it asks for becomes the draft, in the place of one that may be there: stages, where deals go, rules. Ask for it again when it is right.',
            )
          : i18n.t('It is not published then. What it asked for stays readable here.')
      }
      onClose={onClose}
      open
      title={
        redesign
          ? i18n.t('Withdraw {key} and go on in the designer?', { key: change.key })
          : i18n.t('Withdraw {key}?', { key: change.key })
      }
    >
      {withdraw.isError && (
        <p className="text-lost" role="alert">
          {sentenceOf(withdraw.error)}
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
        <Button disabled={withdraw.isPending} look="danger" onClick={() => withdraw.mutate()}>
          {redesign ? i18n.t('Withdraw and go on') : i18n.t('Withdraw')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
