/** Gives the keyboard to what is about to be drawn; gives up after half a second. */
export function focusSoon(selector: string, select = false, tries = 30): void {
  requestAnimationFrame(() => {
    const found = document.querySelector<HTMLElement>(selector)
    if (!found) return tries > 0 ? focusSoon(selector, select, tries - 1) : undefined
    found.focus()
    if (select && found instanceof HTMLInputElement) found.select()
  })
}
