import { outlineOf } from '../designer/outline.ts'

const files = import.meta.glob<string>('../../../motions/*.yaml', { query: '?raw', import: 'default', eager: true })

/** The motions that ship, each with its file. */
export const shipped = Object.values(files).flatMap((source) => {
  const outline = outlineOf(source)
  return outline ? [{ source, ...outline }] : []
})
