import { Agent, request } from 'node:http'

export type Timing = { median_ms: number; p95_ms: number; per_second: number; calls: number }

/** Calls a piece of work over and over from so many connections; answers how long one call took and how many a second. */
export async function load(connections: number, seconds: number, work: (n: number) => Promise<void>): Promise<Timing> {
  const times: number[] = []
  let n = 0
  const warm = Math.min(20, 5 * connections)
  for (let i = 0; i < warm; i++) await work(n++)
  const started = performance.now()
  const until = started + seconds * 1000
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const begun = performance.now()
        await work(n++)
        times.push(performance.now() - begun)
      }
    }),
  )
  const elapsed = (performance.now() - started) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0
  return { median_ms: at(0.5), p95_ms: at(0.95), per_second: times.length / elapsed, calls: times.length }
}

/** A lean HTTP client on kept connections, so that the client costs as little as it can on the same two cores. */
export function httpClient(url: string, key: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const { hostname, port } = new URL(url)
  return (method: string, path: string, body?: unknown, type = 'application/json'): Promise<string> =>
    new Promise((resolve, reject) => {
      const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
      const headers = {
        authorization: `Bearer ${key}`,
        ...(text === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
      }
      const call = request({ agent, hostname, port, method, path: `/api/v1${path}`, headers }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const said = Buffer.concat(chunks).toString()
          if ((answer.statusCode ?? 500) < 300) resolve(said)
          else reject(new Error(`${method} ${path}: ${answer.statusCode} ${said.slice(0, 300)}`))
        })
      })
      call.on('error', reject)
      call.end(text)
    })
}
