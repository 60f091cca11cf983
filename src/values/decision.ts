/** Why a request that is well formed and permitted is still not carried out. */
export type Refusal = {
  /** Stable, kebab-case; clients switch on it. */
  code: string
  /** One sentence for a person: what stands in the way and what would do. */
  message: string
  /** Members that go into the problem document as they are, for a machine. */
  details?: Record<string, unknown>
}

export type Decision<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export const accept = <T>(value: T): Decision<T> => ({ ok: true, value })

export const refuse = (code: string, message: string, details?: Record<string, unknown>): Decision<never> => ({
  ok: false,
  refusal: details === undefined ? { code, message } : { code, message, details },
})
