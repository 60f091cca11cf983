import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Call, type Command, type Environment, isUsageFault, usageFault } from './command.ts'
import { commands } from './commands.ts'
import { connect } from './connect.ts'
import { explain } from './explain.ts'
import { outputTo } from './output.ts'

type Streams = { stdout: NodeJS.WritableStream; stderr: NodeJS.WritableStream }

/** Runs one command; answers its exit code (0 ok, 1 error, 2 usage, 3 not found, 4 rights, 5 conflict, 6 refused, 7 pending). */
export async function runCommand(
  args: readonly string[],
  environment: Environment,
  streams: Streams = process,
): Promise<number> {
  const plain = outputTo(streams, { environment })
  if (args.length === 0 || args[0] === 'help' || (args[0] === '--help' && args.length === 1)) {
    plain.data(null, overview)
    return args.length === 0 ? 2 : 0
  }
  if (args[0] === '--version') {
    plain.data(null, version)
    return 0
  }
  const command = find(args)
  const family = commands.filter(({ name }) => name.startsWith(`${args[0]} `))
  if (command === undefined && family.length > 0 && (args.length === 1 || args[1] === '--help')) {
    plain.data(null, () => listOf(family))
    return args.length === 1 ? 2 : 0
  }
  if (command === undefined) {
    plain.say(`There is no command \`${args.slice(0, 2).join(' ')}\`. \`tributary --help\` lists them.`)
    return 2
  }
  if (args.includes('--help')) {
    plain.data(null, () => helpOf(command))
    return 0
  }
  try {
    const { words, flags } = parse(command, args)
    const out = outputTo(streams, {
      json: flags.json === true,
      jsonl: flags.jsonl === true,
      csv: flags.csv === true,
      quiet: flags.quiet === true,
      plain: flags['no-color'] === true,
      environment,
    })
    const call: Call = { words, flags, out, environment, client: connect(environment) }
    return (await command.run(call)) ?? 0
  } catch (error) {
    const { message, exit_code } = explain(error)
    plain.say(message)
    if (isUsageFault(error)) plain.say(`Usage: tributary ${command.name} ${command.usage}`)
    return exit_code
  }
}

/** The command with the longest name that the arguments start with. */
const find = (args: readonly string[]): Command | undefined =>
  commands
    .filter(({ name }) => `${args.join(' ')} `.startsWith(`${name} `))
    .toSorted((a, b) => b.name.length - a.name.length)[0]

function parse({ name, flags = {}, words: expected = { least: 0, most: 0 } }: Command, args: readonly string[]) {
  const rest = args.slice(name.split(' ').length)
  const { values, positionals } = parseLoudly(rest, { ...flags, ...always })
  if (positionals.length < expected.least) throw usageFault('Something is missing.')
  if (positionals.length > expected.most) throw usageFault(`\`${positionals[expected.most]}\` is one too many.`)
  return { words: positionals, flags: values }
}

/** What every command takes. */
const always = {
  json: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  csv: { type: 'boolean' },
  quiet: { type: 'boolean' },
  'no-color': { type: 'boolean' },
} as const

function parseLoudly(args: string[], options: NonNullable<Command['flags']>) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw usageFault((error as Error).message.split('. To ')[0] ?? '')
  }
}

export const version = () =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')).version as string

function overview(): string {
  return [
    'tributary: the command line. It speaks to a running server (TRIBUTARY_URL, or the one on this machine).',
    '',
    listOf([
      ...commands,
      { name: 'serve', summary: 'Start the server' },
      { name: 'migrate', summary: 'Bring the schema of the database up to date' },
    ]),
    '',
    'Everywhere: --json (one document), --jsonl (a line each), --csv (lists, for spreadsheets), --quiet, --no-color.',
    '`tributary COMMAND --help` says more. Exit codes: 0 ok, 1 error, 2 usage, 3 not found, 4 sign-in or rights,',
    '5 conflict, 6 refused by a rule, 7 changes are pending, 130 interrupted.',
  ].join('\n')
}

function listOf(some: readonly Pick<Command, 'name' | 'summary'>[]): string {
  const width = Math.max(...some.map(({ name }) => name.length))
  return some.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')
}

function helpOf({ name, usage, summary, flags = {} }: Command): string {
  const listed = [...Object.keys(flags), ...Object.keys(always)].map((flag) => `--${flag}`).join(' ')
  return `${summary}\n\nUsage: tributary ${name} ${usage}\nFlags: ${listed}`
}
