import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import { type Context, meQuery, pipelinesQuery } from './data.ts'
import { listedOf } from './deals/listed.ts'
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

const forecast = createRoute({
  getParentRoute: () => inside,
  path: '/forecast',
  component: lazyRouteComponent(() => import('./forecast/forecast-page.tsx'), 'ForecastPage'),
})

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
})

const settingsSection = createRoute({
  getParentRoute: () => inside,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
})

const reconciliation = createRoute({
  getParentRoute: () => inside,
  path: '/reconciliation',
  component: lazyRouteComponent(() => import('./reconciliation/reconciliation-page.tsx'), 'ReconciliationPage'),
})

const governancePage = lazyRouteComponent(() => import('./governance/governance-page.tsx'), 'GovernancePage')

const governance = createRoute({ getParentRoute: () => inside, path: '/governance', component: governancePage })

const governanceTab = createRoute({ getParentRoute: () => inside, path: '/governance/$tab', component: governancePage })

const review = createRoute({
  getParentRoute: () => inside,
  path: '/governance/reviews/$pipeline',
  component: lazyRouteComponent(() => import('./governance/review-page.tsx'), 'ReviewPage'),
})

const notifications = createRoute({
  getParentRoute: () => inside,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./notifications/notifications-page.tsx'), 'NotificationsPage'),
})

const governing = [governance, governanceTab, review, notifications]
const pages = [home, boards, board, deals, deal, forecast, reconciliation, settings, settingsSection, ...governing]

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

/** Only addresses of this application may follow the sign-in. */
const isLocal = (next: unknown): next is string => typeof next === 'string' && /^\/(?![/\\])/.test(next)
