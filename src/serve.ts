import { explainFault } from './explain-fault.ts'
import { claimPlace } from './place.ts'
import type { Config } from './platform/config.ts'
import type { Server } from './server.ts'

const say = (line: string) => console.log(line)

/** Serves until a signal ends it. Ends the process with 3 when another process holds the data, with 1 on other faults. */
export async function serve(config: Config): Promise<void> {
  const { server, notes } = await start(config).catch((error: unknown) => {
    const { message, exit_code } = explainFault(error, config)
    console.error(message)
    process.exit(exit_code)
  })
  stopOnSignal(server)
  say(`\nTributary is ready: ${server.url}\n`)
  for (const note of [...notes, ...warningsOf(config)]) say(note)
}

/** Claims the data before the rest of the program is loaded: whoever is refused hears so at once. */
async function start(config: Config): Promise<{ server: Server; notes: string[] }> {
  const place = claimPlace(config, `serving http://${config.host}:${config.port}`)
  const [{ startServer }, { prepareInstallation }] = await Promise.all([
    import('./server.ts'),
    import('./first-start.ts'),
  ])
  let notes: string[] = []
  const server = await startServer(config, place, async (running) => {
    notes = await prepareInstallation(running, config, say)
  })
  return { server, notes }
}

function warningsOf({ database_url, clock, data }: Config): string[] {
  const embedded = `The data is in ${data}, kept by this process alone. When the process is killed nothing is lost that was
answered for; a power cut may lose the last writes. For production set DATABASE_URL to a PostgreSQL.`
  const simulated = 'The clock of this server is simulated: it shows whatever time it was told, not the real one.'
  return [...(database_url === undefined ? [embedded] : []), ...(clock === 'simulated' ? [simulated] : [])]
}

/** The first signal lets running requests end; a second one does not wait. */
function stopOnSignal(server: Server): void {
  let stopping = false
  const stop = async () => {
    if (stopping) process.exit(130)
    stopping = true
    say('Stopping …')
    await server.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      stop().catch((error: unknown) => {
        console.error(error)
        process.exit(1)
      })
    })
}
