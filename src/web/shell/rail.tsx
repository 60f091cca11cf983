import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useMe, usePipelines } from '../data.ts'
import { useFreshRouting, waitingQuery } from '../routing/routing-data.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { i18n } from '../words.ts'

const MoreMenu = lazy(() => import('./more-menu.tsx').then((module) => ({ default: module.MoreMenu })))

const places = () =>
  [
    { to: '/', icon: 'home', label: i18n.t('Home'), keys: 'G H' },
    { to: '/board', icon: 'board', label: i18n.t('Board'), keys: 'G B' },
    { to: '/deals', icon: 'list', label: i18n.t('Deals'), keys: 'G D' },
    { to: '/forecast', icon: 'forecast', label: i18n.t('Forecast'), keys: 'G F' },
  ] as const satisfies { to: string; icon: IconName; label: string; keys: string }[]

/** What is worked on from a desk; a phone has it under *More*. */
const desk = () =>
  [
    { to: '/review', icon: 'task', label: i18n.t('Review'), keys: 'G V' },
    { to: '/handoffs', icon: 'handoffs', label: i18n.t('Hand-offs'), keys: 'G J' },
    { to: '/contracts', icon: 'note', label: i18n.t('Contracts'), keys: 'G C' },
    { to: '/pipelines', icon: 'pipelines', label: i18n.t('Pipelines'), keys: 'G P' },
    { to: '/routing', icon: 'routing', label: i18n.t('Routing'), keys: 'G T' },
    { to: '/governance', icon: 'governance', label: i18n.t('Governance'), keys: 'G O' },
  ] as const satisfies { to: string; icon: IconName; label: string; keys: string }[]

const row =
  'flex h-9 items-center gap-2.5 rounded-md px-2 text-mute hover:bg-sunken hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-accent'

/** Where one can go: with words from 1280 px on, icons alone on a tablet. */
export function Rail() {
  const { list, marks } = usePipelines()
  return (
    <nav
      aria-label={i18n.t('Main')}
      className="no-print hidden w-14 shrink-0 flex-col gap-0.5 border-r border-line bg-panel p-2 md:flex xl:w-52"
    >
      <Link className="mb-3 flex h-9 items-center gap-2 px-1.5 font-semibold" to="/">
        <img alt="" className="size-7" src="/icon.svg" />
        <span className="hidden xl:inline">Tributary</span>
        <span className="sr-only xl:hidden">Tributary</span>
      </Link>
      {[...places(), ...desk()].map((place) => (
        <Link
          activeOptions={{ exact: place.to === '/' }}
          className={`${row} relative`}
          key={place.to}
          title={place.label}
          to={place.to}
        >
          <Icon className="size-5 shrink-0 xl:size-4" name={place.icon} />
          <span className="hidden grow xl:inline">{place.label}</span>
          <span className="sr-only xl:hidden">{place.label}</span>
          {place.to === '/routing' && <Waiting />}
          <kbd aria-hidden="true" className="hidden text-[11px] xl:inline">
            {place.keys}
          </kbd>
        </Link>
      ))}
      <h2 className="mt-4 mb-1 hidden px-2 text-xs font-medium text-mute xl:block">{i18n.t('Boards')}</h2>
      <div className="mt-3 min-h-0 space-y-0.5 overflow-y-auto xl:mt-0">
        {list.map((pipeline) => (
          <Link
            className={`${row} h-8 justify-center xl:justify-start`}
            key={pipeline.key}
            params={{ pipeline: pipeline.key }}
            title={pipeline.name}
            to="/board/$pipeline"
          >
            <Mark mark={marks.get(pipeline.key)} size="small" />
            <span className="hidden truncate xl:inline">{pipeline.name}</span>
            <span className="sr-only xl:hidden">{pipeline.name}</span>
          </Link>
        ))}
      </div>
    </nav>
  )
}

/** How many incoming deals wait for a person, read again as soon as one comes or goes. */
function Waiting() {
  useFreshRouting()
  const waiting = useQuery({ ...waitingQuery, enabled: useMe().access.includes('deals:work') }).data
  if (!waiting || waiting === '0') return null
  return (
    <span className="num rounded bg-risk-soft px-1 text-[11px] text-risk max-xl:absolute max-xl:top-0 max-xl:right-0">
      {waiting}
      <span className="sr-only"> {i18n.t('incoming deals wait')}</span>
    </span>
  )
}

/** The rail of a phone: Home, Board, Deals, Forecast, More. */
export function BottomBar() {
  return (
    <nav
      aria-label={i18n.t('Main')}
      className="no-print grid shrink-0 grid-cols-5 border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {places().map((place) => (
        <Link
          activeOptions={{ exact: place.to === '/' }}
          className="grid h-14 place-items-center content-center gap-0.5 text-[11px] text-mute data-[status=active]:text-accent"
          key={place.to}
          to={place.to}
        >
          <Icon className="size-5" name={place.icon} />
          {place.label}
        </Link>
      ))}
      <Suspense>
        <MoreMenu place="bottom" />
      </Suspense>
    </nav>
  )
}
