import { runCommand } from './cli/run.ts'
import { migrateOnly } from './migrate-only.ts'
import { type Config, readConfig } from './platform/config.ts'
import { Problem } from './platform/problem.ts'
import { serve } from './serve.ts'

/** The one binary: `serve`, `migrate`, or a command of the command line. Ends the process with its exit code. */
export async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args
  if ((command === 'serve' || command === 'migrate') && rest.includes('--help')) return end(usage[command])
  if (command === 'serve') return serve(readSettings())
  if (command === 'migrate') return end(await migrateOnly(readSettings()))
  process.exitCode = await runCommand(args, process.env)
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
