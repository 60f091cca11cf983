/**
 * Whether an error says that the connection to the database was lost: it was ended, the database was restarted, or it
 * cannot be reached. Whatever was under way is then rolled back, and may be tried again.
 */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && (/^(08...|57P0[123])$/.test(code) || unreachable.test(code))) return true
  return typeof message === 'string' && (lost.test(message) || unreachable.test(message))
}

/** Of the socket; the driver hands some on as words alone. */
const unreachable = /\b(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)\b/
/** What the driver says of it before a statement is sent, and while one waits for its answer. */
const lost = /timeout exceeded when trying to connect|Connection terminated|is not queryable/
