/** Which workspace this tab is in, by its slug; unsaid, the server takes the one that the person joined first. */
const kept = 'workspace'

export const chosenWorkspace = (): string | null => sessionStorage.getItem(kept)

/** Enters another workspace: the page begins anew, so that nothing of the one before stays in memory. */
export function enterWorkspace(slug: string): void {
  sessionStorage.setItem(kept, slug)
  location.assign('/')
}

export const leaveWorkspace = (): void => sessionStorage.removeItem(kept)

/** Sent with every request, so that two tabs may be in two workspaces. */
export const workspaceHeaders = (): Record<string, string> => {
  const slug = chosenWorkspace()
  return slug === null ? {} : { 'tributary-workspace': slug }
}
