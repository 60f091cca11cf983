/** What a merge patch may say of a thing: any of its members, those that are absent staying as they are. */
export type Patch<T> = { [Name in keyof T]?: T[Name] | undefined }

/** A thing after a merge patch. */
export const patched = <T extends object>(thing: T, patch: Patch<T>): T => ({
  ...thing,
  ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)),
})
