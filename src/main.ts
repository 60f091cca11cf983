import { type Config, readConfig } from './platform/config.ts'
import { Problem } from './platform/problem.ts'

/**
 * The one binary: `serve`, `migrate`, or a command of the command line. Ends the process with its exit code. Each is
 * loaded when it is the one that was asked for.
 */
export async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args
  if ((command === 'serve' || command === 'migrate') && rest.includes('--help')) return end(usage[command])
  if (command === 'serve') return (await import('./serve.ts')).serve(readSettings())
  if (command === 'migrate') return end(await (await import('./migrate-only.ts')).migrateOnly(readSettings()))
  process.exitCode = await (await import('./cli/run.ts')).runCommand(args, process.env)
}

/** The settings; with a wrong one among them, says every fault at once and ends the process with 2. */
export function readSettings(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    console.error(`The settings are wrong:\n${error.message.replaceAll(/^/gm, '  ')}`)
    process.exit(2)
  }
}

const usage = {
  serve: 'tributary serve\n\nStarts the server. Settings come from the environment; README.md lists them.',
  migrate: 'tributary migrate\n\nBrings the schema of the database up to date and stops. The server does so by itself.',
}

function end(message: string): void {
  console.log(message)
}

if (import.meta.main) await main(process.argv.slice(2))
