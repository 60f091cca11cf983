import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useMe, usePeriod } from '../data.ts'
import { periodName } from '../period.ts'
import { useShortcuts } from '../shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { looks } from './edge-mark.tsx'
import { kindNames, type MapEdge, nameOfNode, type PipelineMap, useMap, useWindow } from './map-data.ts'
import { MapDrawing } from './map-drawing.tsx'
import { MapTables } from './map-tables.tsx'
import { PassagesDialog } from './passages-dialog.tsx'

const MapSankey = lazy(() => import('./map-sankey.tsx').then((m) => ({ default: m.MapSankey })))

/** How the pipelines connect, and where deals leak between them: one picture for a quarter, and the same as tables. */
export function PipelineMapPage() {
  const window = useWindow()
  const query = useMap(window)
  const { edge: shown, view } = useSearch({ strict: false }) as Asked
  const navigate = useNavigate()
  const ask = (name: keyof Asked, value?: string) =>
    void navigate({
      to: '.',
      search: ({ [name]: _, ...rest }: Asked) => ({ ...rest, ...(value ? { [name]: value } : {}) }) as never,
    })
  const show = (edge?: string) => ask('edge', edge)
  const flow = view === 'sankey'
  const turn = () => ask('view', flow ? undefined : 'sankey')
  useShortcuts([
    { keys: 'S', label: i18n.t('Picture or value flow'), group: i18n.t('Map of the pipelines'), run: turn },
  ])
  const map = query.data
  const edge = map?.edges.find(({ id }) => id === shown)
  return (
    <div className="mx-auto grid max-w-[1500px] grid-cols-1 gap-4 p-3 md:p-5">
      {query.isPending && (
        <Loading label={i18n.t('Drawing the map')}>
          <Skeleton className="h-120" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {map && (
        <>
          <Heading flow={flow} map={map} onTurn={turn} />
          {map.edges.length === 0 && <Nothing map={map} />}
          {map.edges.length > 0 && (
            <section
              aria-label={i18n.t('Picture')}
              className={`panel order-1 min-w-0 overflow-x-auto p-2 print:overflow-visible ${flow ? '' : 'max-md:order-2'}`}
            >
              {flow ? (
                <div className="p-2">
                  <Suspense fallback={<Skeleton className="h-80" />}>
                    <MapSankey map={map} onOpen={({ id }: MapEdge) => show(id)} />
                  </Suspense>
                </div>
              ) : (
                <MapDrawing map={map} onOpen={({ id }: MapEdge) => show(id)} />
              )}
              <Legend flow={flow} map={map} />
            </section>
          )}
          <div className="order-1 grid min-w-0 grid-cols-1 gap-4">
            <MapTables map={map} onOpen={({ id }: MapEdge) => show(id)} />
          </div>
        </>
      )}
      {map && edge && (
        <PassagesDialog
          edge={edge}
          names={new Map(map.nodes.map((node) => [node.key, nameOfNode(node)]))}
          onClose={() => show()}
          window={window}
        />
      )}
    </div>
  )
}

type Asked = { edge?: string; view?: string }

function Heading({ map, flow, onTurn }: { map: PipelineMap; flow: boolean; onTurn: () => void }) {
  const { workspace } = useMe()
  const period = periodName(usePeriod(), workspace.fiscal_year_start_month)
  const count = (wanted: MapEdge['kind']) =>
    map.edges.reduce((sum, { kind, deals }) => (kind === wanted ? sum + deals : sum), 0)
  const waiting = map.edges.reduce((sum, edge) => sum + edge.waiting, 0)
  return (
    <header className="flex flex-wrap items-start gap-3">
      <div className="min-w-0 grow">
        <h1 className="text-lg font-semibold">
          {i18n.t(
            '{period}: {handoffs, plural, one {# hand-off} other {# hand-offs}} and {transfers, plural, one {# transfer} other {# transfers}} between pipelines',
            { period, handoffs: count('handoff'), transfers: count('transfer') },
          )}
        </h1>
        <p className="text-mute">
          {waiting > 0 &&
            i18n.t(
              '{waiting, plural, one {One waits for somebody to accept it.} other {# wait for somebody to accept them.}}',
              { waiting },
            )}{' '}
          {i18n.t('A way is as wide as what went there; press one for its deals.')}
        </p>
      </div>
      <Link
        className="no-print flex h-8 items-center rounded-md border border-line bg-panel px-3 hover:bg-sunken"
        params={{ tab: 'handoff-rules' }}
        to="/governance/$tab"
      >
        {i18n.t('Hand-off rules')}
      </Link>
      <Button
        aria-pressed={flow}
        className="no-print aria-pressed:bg-accent-soft aria-pressed:text-accent"
        onClick={onTurn}
      >
        {i18n.t('Value flow')}{' '}
        <kbd aria-hidden="true" className="text-xs text-mute max-md:hidden">
          S
        </kbd>
      </Button>
      <Button className="no-print max-md:hidden" onClick={() => print()}>
        {i18n.t('Print')}
      </Button>
    </header>
  )
}

function Nothing({ map }: { map: PipelineMap }) {
  const pipelines = map.nodes.filter(({ pipeline }) => pipeline !== null).length
  const title =
    pipelines === 0
      ? i18n.t('There is no pipeline yet')
      : pipelines === 1
        ? i18n.t('One pipeline, no hand-offs')
        : i18n.t('{pipelines} pipelines, and nothing between them in this period', { pipelines })
  return (
    <EmptyState
      action={
        <Link className="text-accent underline" to="/pipelines">
          {i18n.t('Go to the pipelines')}
        </Link>
      }
      title={title}
    >
      {pipelines > 1
        ? i18n.t(
            'Choose another quarter above, move a deal to another pipeline, or publish a routing or hand-off rule.',
          )
        : i18n.t(
            'With a second pipeline, and a rule or a deal that goes from one to the other, they stand here together.',
          )}
    </EmptyState>
  )
}

function Legend({ map, flow }: { map: PipelineMap; flow: boolean }) {
  const drawn = map.edges.filter(({ total }) => !flow || Number(total.amount) > 0)
  const kinds = new Set(drawn.map(({ kind }) => kind))
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 px-3 pt-1 pb-2 text-xs text-mute">
      {Object.entries(kindNames()).flatMap(([kind, name]) => {
        const look = looks[kind as MapEdge['kind']]
        return kinds.has(kind as MapEdge['kind'])
          ? [
              <li className="flex items-center gap-1.5" key={kind}>
                <svg aria-hidden="true" height="8" width="26">
                  <path d="M0 4H26" stroke={look.color} strokeDasharray={look.dash} strokeWidth="4" />
                </svg>
                {name}
              </li>,
            ]
          : []
      })}
      {!flow && map.edges.some(({ deals }) => deals === 0) && (
        <li className="flex items-center gap-1.5">
          <svg aria-hidden="true" height="8" width="26">
            <path d="M0 4H26" stroke="var(--mute)" strokeDasharray="6 4" strokeWidth="1.5" />
          </svg>
          {i18n.t('Declared, no deal yet')}
        </li>
      )}
    </ul>
  )
}
