import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import type { ContractSearch } from './contracts/contract-words.ts'
import { type Context, meQuery, pipelinesQuery } from './data.ts'
import { listedOf } from './deals/listed.ts'
import { type AccuracySearch, accuracyMembers } from './forecast/accuracy/accuracy-search.ts'
import { type GridSearch, gridMembers } from './forecast/grid/grid-search.ts'
import { type MovementSearch, movementMembers } from './forecast/movement-search.ts'
import { reviewMembers, type ReviewSearch } from './review/review-search.ts'
import { isPeriod } from './period.ts'
import { isProblem } from './problem.ts'
import { queries } from './query.ts'
import { NotFound, PageError } from './shell/page-states.tsx'
import { Shell } from './shell/shell.tsx'
import { chosenWorkspace, leaveWorkspace } from './workspace.ts'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next, error }): { next?: string; error?: string } => ({
    ...(isLocal(next) ? { next } : {}),
    ...(typeof error === 'string' ? { error } : {}),
  }),
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./sign-in/set-up-page.tsx'), 'SetUpPage'),
})

const accept = createRoute({
  getParentRoute: () => root,
  path: '/accept',
  component: lazyRouteComponent(() => import('./sign-in/accept-page.tsx'), 'AcceptPage'),
})

/** Everything behind the sign-in. The address carries period, currency and moment from page to page. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  validateSearch: contextOf,
  search: { middlewares: [retainSearchParams<Context>(['period', 'ccy', 'as_of'])] },
  beforeLoad: async ({ location }) => {
    const load = () => Promise.all([queries.ensureQueryData(meQuery), queries.ensureQueryData(pipelinesQuery)])
    try {
      await load().catch((error: unknown) => {
        // A workspace that somebody was taken out of must not keep them from their others.
        if (!isProblem(error) || error.status !== 401 || chosenWorkspace() === null) throw error
        leaveWorkspace()
        return load()
      })
    } catch (error) {
      if (isProblem(error) && error.status === 401) throw redirect({ to: '/sign-in', search: { next: location.href } })
      throw error
    }
  },
  component: Shell,
  errorComponent: PageError,
})

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
})

const boards = createRoute({
  getParentRoute: () => inside,
  path: '/board',
  beforeLoad: ({ search }) => {
    const [first] = queries.getQueryData(pipelinesQuery.queryKey) ?? []
    throw redirect({ to: '/board/$pipeline', params: { pipeline: first?.key ?? 'all' }, search, replace: true })
  },
})

const board = createRoute({
  getParentRoute: () => inside,
  path: '/board/$pipeline',
  component: lazyRouteComponent(() => import('./board/board-page.tsx'), 'BoardPage'),
})

const deals = createRoute({
  getParentRoute: () => inside,
  path: '/deals',
  validateSearch: listedOf,
  component: lazyRouteComponent(() => import('./deals/deals-page.tsx'), 'DealsPage'),
})

const deal = createRoute({
  getParentRoute: () => inside,
  path: '/deals/$deal',
  component: lazyRouteComponent(() => import('./deal/deal-page.tsx'), 'DealPage'),
})

const account = createRoute({
  getParentRoute: () => inside,
  path: '/accounts/$account',
  component: lazyRouteComponent(() => import('./accounts/account-page.tsx'), 'AccountPage'),
})

const forecast = createRoute({
  getParentRoute: () => inside,
  path: '/forecast',
  validateSearch: (search): { rates?: string } => textsOf(search, ['rates']),
  component: lazyRouteComponent(() => import('./forecast/forecast-page.tsx'), 'ForecastPage'),
})

const forecastGrid = createRoute({
  getParentRoute: () => inside,
  path: '/forecast/grid',
  validateSearch: (search): GridSearch => textsOf(search, [...gridMembers]),
  component: lazyRouteComponent(() => import('./forecast/grid/grid-page.tsx'), 'GridPage'),
})

const submissions = createRoute({
  getParentRoute: () => inside,
  path: '/forecast/submissions',
  validateSearch: (search): { pipeline?: string } => textsOf(search, ['pipeline']),
  component: lazyRouteComponent(() => import('./forecast/submissions/submissions-page.tsx'), 'SubmissionsPage'),
})

const movement = createRoute({
  getParentRoute: () => inside,
  path: '/forecast/movement',
  validateSearch: (search): MovementSearch => textsOf(search, [...movementMembers]),
  component: lazyRouteComponent(() => import('./forecast/movement-page.tsx'), 'MovementPage'),
})

const accuracy = createRoute({
  getParentRoute: () => inside,
  path: '/forecast/accuracy',
  validateSearch: (search): AccuracySearch => textsOf(search, [...accuracyMembers]),
  component: lazyRouteComponent(() => import('./forecast/accuracy/accuracy-page.tsx'), 'AccuracyPage'),
})

const dealReview = createRoute({
  getParentRoute: () => inside,
  path: '/review',
  validateSearch: (search): ReviewSearch => textsOf(search, [...reviewMembers]),
  component: lazyRouteComponent(() => import('./review/review-page.tsx'), 'ReviewPage'),
})

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
})

const settingsSection = createRoute({
  getParentRoute: () => inside,
  path: '/settings/$section',
  validateSearch: (search): { subject?: string; event?: string } => textsOf(search, ['subject', 'event']),
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
})

const reconciliation = createRoute({
  getParentRoute: () => inside,
  path: '/reconciliation',
  component: lazyRouteComponent(() => import('./reconciliation/reconciliation-page.tsx'), 'ReconciliationPage'),
})

const overlaps = createRoute({
  getParentRoute: () => inside,
  path: '/overlaps',
  validateSearch: (search): { state?: string } => textsOf(search, ['state']),
  component: lazyRouteComponent(() => import('./overlaps/overlaps-page.tsx'), 'OverlapsPage'),
})

const handoffs = createRoute({
  getParentRoute: () => inside,
  path: '/handoffs',
  validateSearch: (search): { view?: string } => textsOf(search, ['view']),
  component: lazyRouteComponent(() => import('./handoffs/handoffs-page.tsx'), 'HandoffsPage'),
})

const contracts = createRoute({
  getParentRoute: () => inside,
  path: '/contracts',
  validateSearch: (search): ContractSearch => textsOf(search, ['state', 'account', 'figure', 'from', 'to']),
  component: lazyRouteComponent(() => import('./contracts/contracts-page.tsx'), 'ContractsPage'),
})

const pipelines = createRoute({
  getParentRoute: () => inside,
  path: '/pipelines',
  component: lazyRouteComponent(() => import('./pipelines/pipelines-page.tsx'), 'PipelinesPage'),
})

const pipelineMap = createRoute({
  getParentRoute: () => inside,
  path: '/pipelines/map',
  validateSearch: (search): { edge?: string; view?: string } => textsOf(search, ['edge', 'view']),
  component: lazyRouteComponent(() => import('./pipeline-map/pipeline-map-page.tsx'), 'PipelineMapPage'),
})

const lineages = createRoute({
  getParentRoute: () => inside,
  path: '/pipelines/lineages',
  component: lazyRouteComponent(() => import('./lineages/lineages-page.tsx'), 'LineagesPage'),
})

const design = createRoute({
  getParentRoute: () => inside,
  path: '/pipelines/$pipeline/design',
  validateSearch: (search): { part?: string; pane?: string } => textsOf(search, ['part', 'pane']),
  component: lazyRouteComponent(() => import('./designer/designer-page.tsx'), 'DesignerPage'),
})

const governancePage = lazyRouteComponent(() => import('./governance/governance-page.tsx'), 'GovernancePage')

const governance = createRoute({ getParentRoute: () => inside, path: '/governance', component: governancePage })

const governanceTab = createRoute({
  getParentRoute: () => inside,
  path: '/governance/$tab',
  validateSearch: (search): { rule?: string; from?: string; to?: string } => textsOf(search, ['rule', 'from', 'to']),
  component: governancePage,
})

const handoffChange = createRoute({
  getParentRoute: () => inside,
  path: '/governance/handoff-changes/$change',
  component: lazyRouteComponent(() => import('./handoff-rules/handoff-change-page.tsx'), 'HandoffChangePage'),
})

const change = createRoute({
  getParentRoute: () => inside,
  path: '/governance/changes/$change',
  component: lazyRouteComponent(() => import('./changes/change-page.tsx'), 'ChangePage'),
})

const review = createRoute({
  getParentRoute: () => inside,
  path: '/governance/reviews/$pipeline',
  component: lazyRouteComponent(() => import('./governance/review-page.tsx'), 'ReviewPage'),
})

const routingPage = lazyRouteComponent(() => import('./routing/routing-page.tsx'), 'RoutingPage')

const routing = createRoute({ getParentRoute: () => inside, path: '/routing', component: routingPage })

const routingTab = createRoute({ getParentRoute: () => inside, path: '/routing/$tab', component: routingPage })

const routingChange = createRoute({
  getParentRoute: () => inside,
  path: '/routing/changes/$change',
  component: lazyRouteComponent(() => import('./routing/routing-change-page.tsx'), 'RoutingChangePage'),
})

const notifications = createRoute({
  getParentRoute: () => inside,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./notifications/notifications-page.tsx'), 'NotificationsPage'),
})

const pages = [
  home,
  boards,
  board,
  deals,
  deal,
  account,
  forecast,
  forecastGrid,
  submissions,
  movement,
  accuracy,
  dealReview,
  pipelines,
  pipelineMap,
  lineages,
  design,
  governance,
  governanceTab,
  change,
  handoffChange,
  review,
  routing,
  routingTab,
  routingChange,
  notifications,
  overlaps,
  handoffs,
  contracts,
  reconciliation,
  settings,
  settingsSection,
]

export const router = createRouter({
  routeTree: root.addChildren([signIn, setUp, accept, inside.addChildren(pages)]),
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function contextOf(search: Record<string, unknown>): Context {
  const { period, ccy, as_of } = search
  return {
    ...(isPeriod(period) ? { period } : {}),
    ...(typeof ccy === 'string' && /^[A-Z]{3}$/.test(ccy) ? { ccy } : {}),
    ...(typeof as_of === 'string' && !Number.isNaN(Date.parse(as_of)) ? { as_of } : {}),
  }
}

const textsOf = (search: Record<string, unknown>, names: string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]] as [string, string]] : [])),
  )

/** Only addresses of this application may follow the sign-in. */
const isLocal = (next: unknown): next is string => typeof next === 'string' && /^\/(?![/\\])/.test(next)
