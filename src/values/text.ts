import { z } from 'zod'

/** Schema of one line of text on the wire: trimmed, not empty, without control characters. */
export const Line = (most: number) =>
  z
    .string({ error: 'expected text' })
    .trim()
    .min(1, 'must not be empty')
    .max(most, `at most ${most} characters`)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'must not hold control characters')

/** Schema of text of several lines on the wire. A database keeps no NUL, and no half of a surrogate pair. */
export const Prose = (most: number) =>
  z
    .string({ error: 'expected text' })
    .trim()
    .min(1, 'must not be empty')
    .max(most, `at most ${most} characters`)
    .refine((text) => text.isWellFormed() && !/[^\P{Cc}\n\r\t]/u.test(text), 'must not hold control characters')

/**
 * Schema of text in an answer that the product itself wrote or holds to a narrow form: keys, codes, cursors, sentences of
 * its own. Any other free text of an answer counts as written by outsiders, and is marked so wherever agents read it.
 */
export const Ours = z.string().meta({ 'x-ours': true })

/** Text as names are compared: one spelling of letters, no capitals, single spaces. */
export const foldedText = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
