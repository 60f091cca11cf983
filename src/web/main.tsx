import './theme.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { queries } from './query.ts'
import { router } from './router.tsx'
import { listenForShortcuts } from './shortcuts.ts'
import { startTheme } from './theme.ts'
import { speak } from './speak.ts'

// Messages and menus follow after the first picture: they are not needed for it.
const Toasts = lazy(() => import('./ui/toast-pile.tsx').then((module) => ({ default: module.ToastPile })))

startTheme()
listenForShortcuts()
await speak(navigator.language.slice(0, 2))

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Suspense>
          <Toasts />
        </Suspense>
      </QueryClientProvider>
    </StrictMode>,
  )
