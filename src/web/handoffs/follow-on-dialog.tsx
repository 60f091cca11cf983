import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Handoff, HandoffOption } from '../../client/schema.ts'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { useMe, usePipelines } from '../data.ts'
import type { Moving } from '../move/target.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextArea } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { CarriedList, plainCarry } from './carried-list.tsx'
import { type FollowOnLink, linkNames } from './handoff-words.ts'
import { refreshHandoffs } from './handoffs-data.ts'
import { nothingSaid, OpeningFields, saidOf } from './opening-fields.tsx'

type Props = { deal: Pick<Moving, 'id' | 'key' | 'name' | 'pipeline'>; onClose: () => void }
type Free = { to_pipeline: string; to_stage: string; link: FollowOnLink }

/** "Open follow-on deal": by one of the rules of the pipeline or in a pipeline of one's choice, and what it takes over. */
export function FollowOnDialog({ deal, onClose }: Props) {
  const { byKey } = usePipelines()
  const { workspace } = useMe()
  const options = useQuery({
    queryKey: ['handoff-options', deal.id],
    queryFn: async () => (await client.handoff_options.list({ deal_id: deal.id })).data,
  })
  const rules = options.data ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const [free, setFree] = useState<Free>({ to_pipeline: '', to_stage: '', link: 'sourced_from' })
  const [note, setNote] = useState('')
  const [opening, setOpening] = useState(nothingSaid)
  const [key] = useState(() => crypto.randomUUID())
  const rule = rules.find((one) => one.rule === (chosen ?? rules[0]?.rule))
  const target = rule?.to.key ?? free.to_pipeline
  const moves = rule?.kind === 'transfer'
  const { to_pipeline, to_stage, link } = free
  const create = useMutation({
    mutationFn: () => {
      const { fields, ...said } = saidOf(opening, workspace.currency)
      const by = rule ? { rule: rule.rule } : { to_pipeline, link, ...(to_stage ? { to_stage } : {}) }
      const given = {
        ...(moves ? {} : said),
        ...(fields ? { fields } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      }
      return client.handoffs.create({ deal_id: deal.id, ...by, ...given }, { idempotency_key: key })
    },
    onSuccess: (handoff) => {
      told(handoff)
      onClose()
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (target !== '' && !create.isPending) create.mutate()
  }
  return (
    <Dialog
      description={i18n.t('A new deal, linked to {key} {name}, which stays as it is.', {
        key: deal.key,
        name: deal.name,
      })}
      onClose={onClose}
      open
      title={i18n.t('Open follow-on deal')}
    >
      {options.isPending ? (
        <p className="text-mute" role="status">
          {i18n.t('Looking for the rules of this pipeline …')}
        </p>
      ) : (
        <form className="grid gap-3" data-follow-on onSubmit={submit}>
          {rules.length > 0 && <Rules chosen={rule?.rule ?? ''} onChoose={setChosen} rules={rules} />}
          {!rule && <FreeChoice error={create.error} first={rules.length === 0} free={free} onChange={setFree} />}
          {!moves && <CarriedList carry={rule?.carry ?? plainCarry} />}
          {moves && <p className="text-mute">{i18n.t('This rule moves the deal itself; no second one is opened.')}</p>}
          <TextArea
            label={i18n.t('Note for whoever receives it')}
            maxLength={500}
            onChange={({ target: { value } }) => setNote(value)}
            rows={2}
            value={note}
          />
          {!moves && (
            <details open={create.isError || undefined}>
              <summary className="cursor-pointer text-accent">{i18n.t('Say more about the new deal')}</summary>
              <div className="mt-2">
                <OpeningFields
                  error={create.error}
                  onChange={setOpening}
                  pipeline={byKey.get(target)}
                  value={opening}
                />
              </div>
            </details>
          )}
          {create.isError && (
            <p className="rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
              {sentenceOf(create.error)}
            </p>
          )}
          <DialogActions>
            <Button look="quiet" onClick={onClose} type="button">
              {i18n.t('Cancel')}
            </Button>
            <Button disabled={target === '' || create.isPending} look="main" type="submit">
              {target === ''
                ? i18n.t('Open it')
                : i18n.t('Open in {pipeline}', { pipeline: rule?.to.name ?? byKey.get(target)?.name ?? target })}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  )
}

const freely = ''

type RulesProps = { rules: HandoffOption[]; chosen: string; onChoose: (rule: string) => void }

function Rules({ rules, chosen, onChoose }: RulesProps) {
  const rows = [
    ...rules.map(({ rule, name, to, waits }) => ({
      value: rule,
      label: name,
      detail: waits ? i18n.t('{pipeline}, which has to accept it', { pipeline: to.name }) : to.name,
    })),
    { value: freely, label: i18n.t('Another pipeline'), detail: i18n.t('without a rule, with your own rights') },
  ]
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('By which rule')}</legend>
      {rows.map(({ value, label, detail }, at) => (
        <Choice
          autoFocus={at === 0}
          checked={chosen === value}
          detail={detail}
          key={value}
          label={label}
          name="rule"
          onChoose={() => onChoose(value)}
        />
      ))}
    </fieldset>
  )
}

type FreeProps = { free: Free; onChange: (free: Free) => void; first: boolean; error: unknown }

function FreeChoice({ free, onChange, first, error }: FreeProps) {
  const { list, byKey } = usePipelines()
  const links = linkNames()
  const stages = byKey.get(free.to_pipeline)?.stages ?? []
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        autoFocus={first}
        empty={i18n.t('Choose a pipeline')}
        error={fieldError(error, '/to_pipeline')}
        label={i18n.t('Pipeline')}
        onChange={({ target }) => onChange({ ...free, to_pipeline: target.value, to_stage: '' })}
        options={list
          .filter(({ lifecycle }) => lifecycle === 'active')
          .map(({ key, name }) => ({ value: key, label: name }))}
        required
        value={free.to_pipeline}
      />
      <Select
        disabled={stages.length === 0}
        empty={i18n.t('Its first stage')}
        error={fieldError(error, '/to_stage')}
        label={i18n.t('Begins in')}
        onChange={({ target }) => onChange({ ...free, to_stage: target.value })}
        options={stages.map(({ key, name }) => ({ value: key, label: name }))}
        value={free.to_stage}
      />
      <Select
        className="sm:col-span-2"
        label={i18n.t('What it is to this deal')}
        onChange={({ target }) => onChange({ ...free, link: target.value as FollowOnLink })}
        options={(['sourced_from', 'expands', 'renews'] as const).map((value) => ({ value, label: links[value] }))}
        value={free.link}
      />
    </div>
  )
}

/** Says what came of it; a deal that one may not see is only said to be there. */
function told({ state, kind, to }: Handoff): void {
  const pipeline = to.pipeline.name
  const title =
    state === 'proposed'
      ? i18n.t('Proposed to {pipeline}', { pipeline })
      : kind === 'transfer'
        ? i18n.t('Moved to {pipeline}', { pipeline })
        : i18n.t('{key} opened in {pipeline}', { key: to.deal?.key ?? i18n.t('A deal'), pipeline })
  const detail = state === 'waiting' ? i18n.t('It waits to be accepted there.') : to.deal?.name
  say({ title, ...(detail === undefined ? {} : { detail }) })
  announce(title)
  refreshHandoffs()
}
