import { useNavigate } from '@tanstack/react-router'
import { api } from '../api.ts'
import { useMe } from '../data.ts'
import { initials } from '../format.ts'
import { stopListening } from '../live.ts'
import { queries } from '../query.ts'
import { shownKeys } from '../shortcuts.ts'
import { toggleTheme } from '../theme.ts'
import { Icon } from '../ui/icon.tsx'
import { ActionMenu } from '../ui/menu.tsx'
import { i18n } from '../words.ts'
import { enterWorkspace, leaveWorkspace } from '../workspace.ts'
import { openWindow } from './windows.ts'

/** What belongs to the person: theme, keys, sign-out. In the header, and as *More* on a phone. */
export function MoreMenu({ place }: { place: 'header' | 'bottom' }) {
  const { person, workspace, workspaces } = useMe()
  const navigate = useNavigate()
  async function leave(): Promise<void> {
    await api.signOut()
    leaveWorkspace()
    stopListening()
    queries.clear()
    await navigate({ to: '/sign-in' })
  }
  const actions = [
    { label: i18n.t('Search and actions'), hint: shownKeys('Ctrl+K'), run: () => openWindow('palette') },
    ...(place === 'bottom'
      ? [
          { label: i18n.t('Review'), run: () => void navigate({ to: '/review' }) },
          { label: i18n.t('Hand-offs'), run: () => void navigate({ to: '/handoffs' }) },
          { label: i18n.t('Contracts'), run: () => void navigate({ to: '/contracts' }) },
          { label: i18n.t('Pipelines'), run: () => void navigate({ to: '/pipelines' }) },
          { label: i18n.t('Routing'), run: () => void navigate({ to: '/routing' }) },
          { label: i18n.t('Governance'), run: () => void navigate({ to: '/governance' }) },
        ]
      : []),
    { label: i18n.t('Settings'), run: () => void navigate({ to: '/settings' }) },
    { label: i18n.t('Light or dark'), hint: 'T', run: () => void toggleTheme() },
    { label: i18n.t('Keyboard'), hint: '?', run: () => openWindow('keys') },
    ...workspaces
      .filter(({ slug }) => slug !== workspace.slug)
      .map(({ slug, name }) => ({ label: i18n.t('Go to {name}', { name }), run: () => enterWorkspace(slug) })),
    { label: i18n.t('Sign out ({name})', { name: person.name }), run: () => void leave() },
  ]
  if (place === 'bottom')
    return (
      <div className="grid h-14 place-items-center content-center text-[11px] text-mute">
        <ActionMenu actions={actions} label={i18n.t('More')}>
          <span className="grid justify-items-center gap-0.5">
            <Icon className="size-5" name="more" />
            {i18n.t('More')}
          </span>
        </ActionMenu>
      </div>
    )
  return (
    <ActionMenu
      actions={actions}
      label={i18n.t('{initials}: you, {name}', { initials: initials(person.name), name: person.name })}
    >
      <span className="grid size-7 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent">
        {initials(person.name)}
      </span>
    </ActionMenu>
  )
}
