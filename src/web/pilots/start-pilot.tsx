import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { client } from '../api.ts'
import { usePipelines } from '../data.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { refreshPilots, teamsQuery } from './pilots-data.ts'

const draft = 'draft'
const byLot = 'lot'

type Entered = {
  pipeline: string
  tried: string
  who: string
  share: string
  ends_on: string
  figure: '' | 'won' | 'lost'
  worse_by: string
}

/** Tries a draft or another pipeline beside one: on whom, until when, and what ends it early. */
export function StartPilot({ onClose }: { onClose: () => void }) {
  const { list } = usePipelines()
  const active = list.filter(({ lifecycle }) => lifecycle === 'active')
  const teams = useQuery(teamsQuery).data ?? []
  const [entered, enter] = useState<Entered>(() => ({
    pipeline: active[0]?.key ?? '',
    tried: draft,
    who: byLot,
    share: '30',
    ends_on: inDays(90),
    figure: 'won',
    worse_by: '5',
  }))
  const first = useRef<HTMLSelectElement>(null)
  const start = useMutation({
    mutationFn: () => client.pilots.create(requestOf(entered)),
    async onSuccess({ name }) {
      onClose()
      say({ title: i18n.t('{name} runs', { name }) })
      await refreshPilots()
    },
  })
  const set = (part: Partial<Entered>) => enter({ ...entered, ...part })
  const wrong = (pointer: string) => fieldError(start.error, pointer)
  const placed = ['/pilot_pipeline', '/share', '/team_id', '/ends_on', '/stop_rule/worse_by'].some(wrong)
  return (
    <Dialog
      description={i18n.t('Each new deal is sent one of two ways when it begins, and stays there.')}
      focus={() => first.current}
      onClose={onClose}
      open
      title={i18n.t('Start a pilot')}
    >
      <form
        className="grid gap-3"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          start.mutate()
        }}
      >
        <Select
          label={i18n.t('Whose new deals are divided')}
          onChange={({ target }) => set({ pipeline: target.value, tried: draft })}
          options={active.map(({ key, name }) => ({ value: key, label: name }))}
          ref={first as never}
          value={entered.pipeline}
        />
        <Select
          error={wrong('/pilot_pipeline')}
          label={i18n.t('What is tried')}
          onChange={({ target }) => set({ tried: target.value })}
          options={[
            { value: draft, label: i18n.t('Its draft, as it stands in the designer') },
            ...active
              .filter(({ key }) => key !== entered.pipeline)
              .map(({ key, name }) => ({ value: key, label: i18n.t('The pipeline {name}', { name }) })),
          ]}
          value={entered.tried}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <Select
            error={wrong('/team_id')}
            label={i18n.t('On whose deals')}
            onChange={({ target }) => set({ who: target.value })}
            options={[
              { value: byLot, label: i18n.t('A share of all, drawn by lot') },
              ...teams.map(({ id, name }) => ({ value: id, label: i18n.t('The team {name}', { name }) })),
            ]}
            value={entered.who}
          />
          {entered.who === byLot && (
            <TextField
              error={wrong('/share')}
              label={i18n.t('Share, in percent')}
              max={95}
              min={5}
              onChange={({ target }) => set({ share: target.value })}
              required
              type="number"
              value={entered.share}
            />
          )}
        </div>
        <TextField
          error={wrong('/ends_on')}
          label={i18n.t('Last day')}
          onChange={({ target }) => set({ ends_on: target.value })}
          required
          type="date"
          value={entered.ends_on}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <Select
            empty={i18n.t('Nothing: it runs until its last day')}
            label={i18n.t('What stops it early')}
            onChange={({ target }) => set({ figure: target.value as Entered['figure'] })}
            options={[
              { value: 'won', label: i18n.t('Fewer deals won') },
              { value: 'lost', label: i18n.t('More deals lost') },
            ]}
            value={entered.figure}
          />
          {entered.figure !== '' && (
            <TextField
              error={wrong('/stop_rule/worse_by')}
              hint={i18n.t('Only where that is hardly chance, and not before 50 deals went each way.')}
              label={i18n.t('By more than, in points of a hundred')}
              max={50}
              min={0}
              onChange={({ target }) => set({ worse_by: target.value })}
              required
              type="number"
              value={entered.worse_by}
            />
          )}
        </div>
        {start.isError && !placed && (
          <p className="text-lost" role="alert">
            {sentenceOf(start.error)}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button disabled={start.isPending} look="main" type="submit">
            {i18n.t('Start the pilot')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

function requestOf({ pipeline, tried, who, share, ends_on, figure, worse_by }: Entered) {
  return {
    pipeline,
    ends_on,
    ...(tried === draft ? {} : { pilot_pipeline: tried }),
    ...(who === byLot ? { share: Number(share) / 100 } : { team_id: who }),
    ...(figure === '' ? {} : { stop_rule: { figure, worse_by: Number(worse_by) / 100, least: 50 } }),
  }
}
