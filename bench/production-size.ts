import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** What of `node_modules` a server needs, in megabytes: by the lock file, without development tools and Node itself. */
export function productionSize(): { megabytes: number; packages: number } {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>
  }
  const needed = Object.entries(packages).filter(
    ([path, { dev, devOptional }]) =>
      path.startsWith('node_modules/') && !dev && !devOptional && !/\/node(-bin)?-(linux|darwin|win)/.test(path),
  )
  const there = needed.filter(([path]) => existsSync(join(root, path)))
  const bytes = there.reduce((sum, [path]) => sum + bytesIn(join(root, path)), 0)
  return { megabytes: bytes / 1e6, packages: there.length }
}

/** Nested packages have entries of their own in the lock. */
const bytesIn = (path: string): number =>
  readdirSync(path, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.name === 'node_modules') return sum
    const inner = join(path, entry.name)
    return sum + (entry.isDirectory() ? bytesIn(inner) : lstatSync(inner).size)
  }, 0)
