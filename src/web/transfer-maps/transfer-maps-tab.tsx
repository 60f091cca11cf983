import { queryOptions, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { TransferMap } from '../../client/schema.ts'
import { client } from '../api.ts'
import { stageName, useMe, usePipelines } from '../data.ts'
import { shortDay } from '../format.ts'
import { useShortcuts } from '../shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'

const MapDialog = lazy(() => import('./map-dialog.tsx').then((m) => ({ default: m.MapDialog })))

export const transferMapsQuery = queryOptions({
  queryKey: ['transfer-maps'],
  queryFn: async () => (await client.transfer_maps.list()).data,
})

type Asked = { from?: string; to?: string }

/** In which stage deals land that go from one pipeline to another, and which fields they keep, pair by pair. */
export function TransferMapsTab() {
  const query = useQuery(transferMapsQuery)
  const mayEdit = useMe().access.includes('pipelines:configure')
  const several = usePipelines().list.length > 1
  const navigate = useNavigate()
  const { from, to } = useSearch({ strict: false }) as Asked
  const ask = (pair: Asked) =>
    void navigate({
      to: '.',
      search: ({ from: _f, to: _t, ...rest }: Asked) => ({ ...rest, ...pair }) as never,
      replace: true,
    })
  const add = () => ask({ from: '', to: '' })
  const group = i18n.t('Transfer maps')
  const mayAdd = mayEdit && several
  useShortcuts(mayAdd ? [{ keys: 'A', label: i18n.t('Declare a pair'), group, run: add }] : [])
  return (
    <div className="grid grid-cols-1 gap-4">
      <header className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 grow basis-60">
          <h2 className="text-lg font-semibold">{i18n.t('Where deals land in another pipeline')}</h2>
          <p className="max-w-prose text-mute">
            {i18n.t(
              'Without a map a deal lands in the stage of the same key, else of the same phase. It holds for transfers from now on.',
            )}
          </p>
          {!mayEdit && (
            <p className="text-mute">
              {i18n.t('You may read the maps; to change them takes the right to design pipelines.')}
            </p>
          )}
        </div>
        {mayAdd && (
          <Button onClick={add}>
            {i18n.t('Declare a pair')}{' '}
            <kbd aria-hidden="true" className="text-xs text-mute max-md:hidden">
              A
            </kbd>
          </Button>
        )}
      </header>
      {query.isPending && (
        <Loading label={i18n.t('Loading the maps')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.length === 0 && (
        <EmptyState
          action={
            mayAdd && (
              <Button look="main" onClick={add}>
                {i18n.t('Declare the first pair')}
              </Button>
            )
          }
          title={i18n.t('No pair of pipelines has a map')}
        >
          {several
            ? i18n.t('Where keys and phases say too little, say here which stage leads to which.')
            : i18n.t('It takes two pipelines; there is only one.')}
        </EmptyState>
      )}
      <ul className="grid gap-3 lg:grid-cols-2">
        {query.data?.map((map) => (
          <Pair
            key={map.id}
            map={map}
            mayEdit={mayEdit}
            onEdit={() => ask({ from: map.from_pipeline.key, to: map.to_pipeline.key })}
          />
        ))}
      </ul>
      <Suspense>
        {mayEdit && from !== undefined && to !== undefined && query.data && (
          <MapDialog from={from} key={`${from} ${to}`} maps={query.data} onClose={() => ask({})} to={to} />
        )}
      </Suspense>
    </div>
  )
}

function Pair({ map, mayEdit, onEdit }: { map: TransferMap; mayEdit: boolean; onEdit: () => void }) {
  const { byKey } = usePipelines()
  const [from, to] = [byKey.get(map.from_pipeline.key), byKey.get(map.to_pipeline.key)]
  const label = i18n.t('{from} to {to}', { from: map.from_pipeline.name, to: map.to_pipeline.name })
  const rows = [
    ...Object.entries(map.stages).map(([key, target]) => [stageName(from, key), stageName(to, target)]),
    ...Object.entries(map.fields).map(([key, target]) => [fieldName(from, key), fieldName(to, target)]),
  ]
  return (
    <li
      aria-label={label}
      className="panel grid content-start gap-2 p-4"
      data-map={`${map.from_pipeline.key}>${map.to_pipeline.key}`}
    >
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="flex min-w-0 grow flex-wrap items-center gap-2 font-semibold">
          <Named pipeline={map.from_pipeline} />
          <Icon className="size-4 text-mute" name="right" />
          <Named pipeline={map.to_pipeline} />
        </h3>
        {mayEdit && (
          <Button aria-label={i18n.t('Change {name}', { name: label })} onClick={onEdit} size="small">
            {i18n.t('Change')}
          </Button>
        )}
      </div>
      {rows.length === 0 && <p className="text-mute">{i18n.t('Says nothing of its own: keys and phases decide.')}</p>}
      <ul className="grid gap-0.5">
        {rows.map(([one, other]) => (
          <li className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-2" key={`${one} ${other}`}>
            <span className="truncate">{one}</span>
            <Icon className="size-3.5 text-mute" name="right" />
            <span className="truncate">{other}</span>
          </li>
        ))}
      </ul>
      <p className="text-xs text-mute">
        {i18n.t('since {day}', { day: shortDay(map.valid_from, new Date().toISOString()) })}
      </p>
    </li>
  )
}

function Named({ pipeline: { key, name } }: { pipeline: { key: string; name: string } }) {
  return (
    <span className="inline-flex items-center gap-2">
      <Mark mark={usePipelines().marks.get(key)} size="small" />
      {name}
    </span>
  )
}

const fieldName = (pipeline: Pipeline | undefined, key: string): string =>
  pipeline?.fields.find((field) => field.subject === 'deal' && field.key === key)?.label ?? key
