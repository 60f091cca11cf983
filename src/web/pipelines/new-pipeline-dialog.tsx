import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ChangeEvent, useState } from 'react'
import { client } from '../api.ts'
import { outlineOf } from '../designer/outline.ts'
import { usePipelines } from '../data.ts'
import { documentOf, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { PastDealsPanel } from '../rehearsals/past-deals-panel.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Loading, Skeleton } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { TextArea } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { shippedQuery } from './pipelines-data.ts'

/** A pipeline from one of the definitions that ship, or from a file. */
export function NewPipelineDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const [from, setFrom] = useState('shipped')
  const [source, setSource] = useState('')
  // What is held against the past before anybody creates it.
  const [tried, hold] = useState<string | null>(null)
  const create = useMutation({
    mutationFn: (text: string) => client.pipelines.create({ source: text }),
    async onSuccess(made) {
      await queries.invalidateQueries()
      onClose()
      const { change_request, key, name } = made
      if (change_request) {
        say({ title: i18n.t('{name} is there already; its change is asked for', { name }) })
        return navigate({ to: '/governance/changes/$change', params: { change: change_request.id } })
      }
      say({ title: i18n.t('{name} is there', { name }) })
      return navigate({ to: '/pipelines/$pipeline/design', params: { pipeline: key } })
    },
  })
  if (tried !== null)
    return (
      <Dialog
        description={i18n.t('Nothing is created yet, and no deal goes anywhere.')}
        onClose={onClose}
        open
        title={i18n.t('Which deals would have gone to {name}?', { name: outlineOf(tried)?.name ?? i18n.t('it') })}
        width="wide"
      >
        {create.isError && <Faults error={create.error} />}
        <PastDealsPanel source={tried} />
        <DialogActions>
          <Button onClick={() => hold(null)}>{i18n.t('Back')}</Button>
          <Button disabled={create.isPending} look="main" onClick={() => create.mutate(tried)}>
            {i18n.t('Create')}
          </Button>
        </DialogActions>
      </Dialog>
    )
  return (
    <Dialog
      description={i18n.t('It takes deals at once; from then on it changes by requests.')}
      onClose={onClose}
      open
      title={i18n.t('New pipeline')}
      width="wide"
    >
      <Tabs
        label={i18n.t('Begin from')}
        onPick={setFrom}
        tabs={[
          { value: 'shipped', label: i18n.t('A motion that ships') },
          { value: 'file', label: i18n.t('A file') },
        ]}
        value={from}
      />
      {create.isError && <Faults error={create.error} />}
      {from === 'shipped' ? (
        <Shipped busy={create.isPending} onPick={(text) => create.mutate(text)} onTry={hold} />
      ) : (
        <form
          className="mt-3 grid gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            create.mutate(source)
          }}
        >
          <label className="grid gap-1">
            <span className="text-xs font-medium text-mute">{i18n.t('Definition file, YAML or JSON')}</span>
            <input accept=".yaml,.yml,.json" onChange={(event) => void read(event).then(setSource)} type="file" />
          </label>
          <TextArea
            className="[&_textarea]:font-mono [&_textarea]:text-xs"
            label={i18n.t('Or its text')}
            onChange={(event) => setSource(event.target.value)}
            required
            rows={12}
            spellCheck={false}
            value={source}
          />
          <DialogActions>
            <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
            <Button disabled={source.trim() === ''} onClick={() => hold(source)}>
              {i18n.t('Try it on the past')}
            </Button>
            <Button disabled={create.isPending} look="main" type="submit">
              {i18n.t('Create')}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  )
}

const read = async ({ target }: ChangeEvent<HTMLInputElement>) => (await target.files?.[0]?.text()) ?? ''

type Finding = { line: number | null; message: string; remedy: string }

function Faults({ error }: { error: unknown }) {
  const findings = (documentOf(error)?.['findings'] as Finding[] | undefined) ?? []
  return (
    <div className="mt-3 rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
      <p className="font-medium">{sentenceOf(error)}</p>
      {findings.slice(0, 8).map(({ line, message, remedy }) => (
        <p className="text-xs" key={`${line} ${message}`}>
          {line !== null && i18n.t('Line {line}:', { line })} {message} {remedy}
        </p>
      ))}
    </div>
  )
}

type ShippedProps = { busy: boolean; onPick: (source: string) => void; onTry: (source: string) => void }

function Shipped({ busy, onPick, onTry }: ShippedProps) {
  const { data } = useQuery(shippedQuery)
  const { byKey } = usePipelines()
  if (!data)
    return (
      <Loading label={i18n.t('Loading the motions')}>
        <Skeleton className="mt-3 h-80" />
      </Loading>
    )
  return (
    <ul className="mt-3 grid max-h-[55vh] gap-2 overflow-y-auto">
      {data.map(({ key, name, charter, stages, source }) => (
        <li className="flex flex-wrap items-start gap-3 rounded-md border border-line p-3" key={key}>
          <div className="min-w-0 grow basis-64">
            <h3 className="font-medium">{name}</h3>
            <p className="text-mute">{charter['motion']}</p>
            <p className="mt-1 text-xs text-mute">{stages.map((stage) => stage.name).join(' → ')}</p>
          </div>
          {byKey.has(key) ? (
            <span className="text-xs text-mute">{i18n.t('is there')}</span>
          ) : (
            <div className="flex flex-wrap gap-2">
              <Button aria-label={i18n.t('Try it on the past: {name}', { name })} onClick={() => onTry(source)}>
                {i18n.t('Try it on the past')}
              </Button>
              <Button aria-label={i18n.t('Use this: {name}', { name })} disabled={busy} onClick={() => onPick(source)}>
                {i18n.t('Use this')}
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
