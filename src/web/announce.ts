/** Tells a screen reader what changed by itself, politely, through one live region of the page. */
export function announce(text: string): void {
  const region = document.getElementById('announcements') ?? made()
  region.textContent = text
}

function made(): HTMLElement {
  const region = document.createElement('div')
  region.id = 'announcements'
  region.className = 'sr-only'
  region.setAttribute('aria-live', 'polite')
  document.body.append(region)
  return region
}
