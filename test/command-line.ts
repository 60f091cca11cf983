import { Writable } from 'node:stream'
import { runCommand } from '../src/cli/run.ts'

export type Ran = { exit_code: number; stdout: string; stderr: string }

/** The command line against a server, as its owner unless the environment names another key; what it wrote is caught. */
export const commandLine =
  ({ url, owner }: { url: string; owner: { key: string } }) =>
  async (words: readonly string[], environment: Record<string, string> = {}): Promise<Ran> => {
    const caught = { stdout: '', stderr: '' }
    const catching = (name: keyof typeof caught) =>
      new Writable({ write: (chunk, _, done) => done(void (caught[name] += chunk)) })
    const here = { TRIBUTARY_URL: url, TRIBUTARY_API_KEY: owner.key, ...environment }
    const streams = { stdout: catching('stdout'), stderr: catching('stderr') }
    return { exit_code: await runCommand(words, here, streams), ...caught }
  }
