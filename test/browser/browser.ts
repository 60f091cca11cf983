import { execFileSync } from 'node:child_process'
import { accessSync, constants, globSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** Quiet on a machine without a screen, and never speaking to anybody but the server under test. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-dev-shm-usage',
]

/** A headless Chromium: CHROME_PATH, Playwright's own, an installed one, one from npm, or one installed now by root. */
export async function openBrowser(): Promise<Browser> {
  const found = named() ?? downloaded() ?? installed()
  if (found) return launched(found)
  const packed = await fromPackage()
  if (packed) return chromium.launch(packed)
  return launched(installNow())
}

/** Sees to it that there is a browser before tests run side by side, where several would be installing one at once. */
export async function ensureBrowser(): Promise<void> {
  if (named() ?? downloaded() ?? installed() ?? (await fromPackage())) return
  console.log('Installing Chromium for the browser tests …')
  installNow()
}

/** British, so that days stand before months wherever the tests run. */
const launched = (executablePath: string) =>
  chromium.launch({ executablePath, args: flags, env: { ...process.env, LANG: 'en_GB.UTF-8', LANGUAGE: 'en_GB' } })

const named = () => process.env['CHROME_PATH'] || undefined

function downloaded(): string | undefined {
  const own = process.env['PLAYWRIGHT_BROWSERS_PATH']
  const places = [own ?? join(homedir(), '.cache/ms-playwright'), join(homedir(), 'Library/Caches/ms-playwright')]
  const files = ['chrome-linux/headless_shell', 'chrome-headless-shell-*/chrome-headless-shell', 'chrome-linux*/chrome']
  return places
    .flatMap((cwd) => files.flatMap((file) => globSync(`chromium*/${file}`, { cwd }).map((path) => join(cwd, path))))
    .find(isProgram)
}

function installed(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const others = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ]
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...others].find(isProgram)
}

type Packed = { executablePath: string; args: string[] }

/** A package that brings a browser along, where somebody has added it. */
async function fromPackage(): Promise<Packed | undefined> {
  const name = '@sparticuz/chromium'
  const found = await import(name).catch(() => undefined)
  if (!found) return undefined
  return { executablePath: await found.default.executablePath(), args: [...found.default.args, ...flags] }
}

/** On a bare machine of the build the tests bring their browser themselves; anywhere else they say what to do. */
function installNow(): string {
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    try {
      execFileSync('apt-get', ['update'], quiet)
      execFileSync('apt-get', ['install', '-y', 'chromium', 'fonts-liberation'], quiet)
    } catch {
      // Told below, with what else would do.
    }
    const found = installed()
    if (found) return found
  }
  throw new Error('No Chromium was found for the browser tests: install chromium, or name one in CHROME_PATH.')
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
