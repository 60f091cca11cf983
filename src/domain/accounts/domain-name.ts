import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { accept, type Decision, refuse } from '../../values/decision.ts'

/** Reads a company's domain as people paste it (`https://www.Acme.co.id/about`) and keeps it as `acme.co.id`. */
export function readDomain(text: string): Decision<string> {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '')
  const domain = domainToASCII(host)
  if (domain.length <= 253 && pattern.test(domain)) return accept(domain)
  return refuse('domain-unknown', 'expected a domain such as acme.co.id')
}

/** Labels of letters, digits and hyphens; the last one no number, which would be an address. */
const pattern = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/** Schema of a domain on the wire. */
export const DomainSchema = z
  .string({ error: 'expected a domain such as acme.co.id' })
  .max(2000)
  .transform((text, context) => {
    const read = readDomain(text)
    if (read.ok) return read.value
    context.addIssue({ code: 'custom', message: read.refusal.message })
    return z.NEVER
  })
