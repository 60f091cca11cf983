'use strict'
// Runs under whatever Node npm runs on (20 or newer): installs what is missing, then hands over to the Node that the
// project brings along. CommonJS and without types, since it runs before anything is installed.
const { spawn, spawnSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.tributary-stamp')
const wantedMajor = 26

/** Runs one of our TypeScript files under Node 26 and ends as it ends. */
function run(script, args) {
  install()
  const node = findNode()
  const env = { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || join(root, '.cache/compiled') }
  const child = spawn(node, [join(root, script), ...args], { stdio: 'inherit', env })
  // The terminal sends Ctrl-C to both of us; we wait for the child, which stops in its own time.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => stop(`Could not run ${node}: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code === null ? 128 + (signal === 'SIGINT' ? 2 : 15) : code))
}

/** Installs exactly what the lock says, once for every state of the lock. */
function install() {
  if (major(process.versions.node) < 20)
    stop(`Tributary needs Node 20 or newer to start (this is ${process.version}). Get one from your package manager.`)
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Installing packages (once, and again when package-lock.json changes) …')
  const { NODE_ENV, npm_config_production, npm_config_omit, ...env } = process.env
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.env.npm_node_execpath || process.execPath, [npm, 'ci']] : ['npm', ['ci']]
  const shell = !npm && process.platform === 'win32'
  const done = spawnSync(command, args, { cwd: root, env, shell, stdio: ['ignore', 2, 'inherit'] })
  if (done.status !== 0)
    stop('The packages could not be installed; npm says why above. Is there a connection to your package registry?')
  writeFileSync(stamp, wanted)
}

/** The Node of `node_modules`; on a platform for which none is published, the one in use if it is new enough. */
function findNode() {
  for (const name of [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]) {
    const binary = join(
      modules,
      name.replace('win32', 'win'),
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    )
    if (existsSync(binary)) return binary
  }
  if (major(process.versions.node) >= wantedMajor) return process.execPath
  return stop(
    `There is no Node ${wantedMajor} for ${process.platform} ${process.arch} among the packages. ` +
      `Install Node ${wantedMajor} or newer yourself (this is ${process.version}) and start again.`,
  )
}

const major = (version) => Number(version.split('.')[0])

function stop(message) {
  console.error(message)
  process.exit(1)
}

module.exports = { run }

if (require.main === module) {
  const [script, ...args] = process.argv.slice(2)
  if (script === undefined) stop('Usage: node scripts/bootstrap.cjs SCRIPT [ARGUMENTS]')
  run(script, args)
}
