const kept = 'tributary-theme'

export type Theme = 'light' | 'dark'

/** What the person chose, or else what their system prefers. */
export const currentTheme = (): Theme => (document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light')

export function startTheme(): void {
  const prefersDark = matchMedia('(prefers-color-scheme: dark)')
  apply(chosen() ?? (prefersDark.matches ? 'dark' : 'light'))
  prefersDark.addEventListener('change', (event) => {
    if (!chosen()) apply(event.matches ? 'dark' : 'light')
  })
}

export function toggleTheme(): Theme {
  const next = currentTheme() === 'dark' ? 'light' : 'dark'
  localStorage.setItem(kept, next)
  apply(next)
  return next
}

function chosen(): Theme | null {
  const stored = localStorage.getItem(kept)
  return stored === 'light' || stored === 'dark' ? stored : null
}

function apply(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
}
