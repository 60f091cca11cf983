const pause = 3000
/** Without a network one waits for it; a server that does not answer over a network that works is waited for briefly. */
const rounds = () => (navigator.onLine ? 2 : 40)

/**
 * Sends, and while the network is away waits and sends the same again; the caller's idempotency key makes that one
 * effect. Every answer of the server, refusals too, ends it.
 */
export async function sentWhenOnline<T>(send: () => Promise<T>, onWaiting: () => void): Promise<T> {
  for (let round = 0; ; round++) {
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof TypeError) || round >= rounds()) throw error
      onWaiting()
      await online()
    }
  }
}

const online = (): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, pause)
    addEventListener('online', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
  })
