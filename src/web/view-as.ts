const kept = 'view-as'

/** Sent with every request: whom an administrator looks through, in this window only. */
export const viewHeaders: Record<string, string> = headersOf(sessionStorage.getItem(kept))

/** Sees the product as this person does, or again as oneself; everything that was read before is read anew. */
export function lookAs(person_id: string | null): void {
  if (person_id === null) sessionStorage.removeItem(kept)
  else sessionStorage.setItem(kept, person_id)
  location.assign('/')
}

function headersOf(person_id: string | null): Record<string, string> {
  return person_id === null ? {} : { 'tributary-view-as': person_id }
}
