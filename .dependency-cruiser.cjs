'use strict'
// Who may import whom, each with its reason. Run by scripts/check-imports.ts, which also fails when fewer modules were
// read than there are: a checker that reads nothing finds nothing.

// Files of a domain module that talk to the outside; every other one is a pure decision.
const doors = '(operations|store|jobs|index)'
// Beside them, each for a reason of its own.
const exceptions = [
  'people/founding', // creates a workspace before anybody is in it, so no operation can
  'people/secret', // makes keys from randomness and keeps their hash
  'backtests/thread', // runs in a thread of its own and speaks to the one that started it
].join('|')
const test = String.raw`\.test\.ts$`
const server = '^src/(api|domain|platform|demo|simulator|server|main|serve|first-start)(/|[.]ts$)'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one thing, or a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circle-of-modules',
      comment: 'Modules lie one above the other; what must run uphill is an event, or a guard filled in server.ts.',
      scope: 'folder',
      severity: 'error',
      from: { path: '^src/domain/[^/]+$' },
      to: { circular: true, path: '^src/domain/[^/]+$' },
    },
    {
      name: 'values-stand-alone',
      comment: 'Money, moments, decisions and rules are ground that everything stands on.',
      severity: 'error',
      from: { path: '^src/values/', pathNot: test },
      to: { path: '^(src/(?!values/)|node:)' },
    },
    {
      name: 'stats-stand-alone',
      comment: 'Statistics are plain functions of numbers: readable, and testable, without the product.',
      severity: 'error',
      from: { path: '^src/stats/', pathNot: test },
      to: { pathNot: '^src/stats/' },
    },
    {
      name: 'platform-knows-no-business',
      comment: 'The ground under the modules must not know what stands on it.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(?!platform/|values/)' },
    },
    {
      name: 'domain-knows-no-surface',
      comment: 'Rules hold for every surface alike, so none of them may be leaned on.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: test },
      to: { path: '^src/(?!domain/|platform/|values/|stats/)' },
    },
    {
      name: 'enter-by-the-door',
      comment: 'What a module shows to others stands in its index.ts; everything else may change without asking.',
      severity: 'error',
      from: { path: '^src/domain/([^/]+)/' },
      to: { path: '^src/domain/[^/]+/', pathNot: ['^src/domain/$1/', '^src/domain/[^/]+/index[.]ts$'] },
    },
    {
      name: 'enter-by-the-door-from-outside',
      comment: 'As above, for whoever is no module.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/domain/[^/]+/', test] },
      to: { path: '^src/domain/[^/]+/', pathNot: '^src/domain/[^/]+/index[.]ts$' },
    },
    {
      name: 'decisions-are-pure',
      comment: 'A rule that reads no clock, no database and no file can be read, tested and rehearsed alone.',
      severity: 'error',
      from: {
        path: '^src/domain/[^/]+/',
        pathNot: [`^src/domain/[^/]+/${doors}[.]ts$`, `^src/domain/(${exceptions})[.]ts$`, test],
      },
      to: {
        path: '(^src/platform/|(^|/)node_modules/(kysely|pg)/|^node:|^(fs|path|crypto|os|http|net|child_process)$)',
        pathNot: '^src/platform/(access|operation|precondition|problem|rights)[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'screens-know-only-the-client',
      comment: 'What a screen or a command can do, anybody can do over the public API; not even a type leaks.',
      severity: 'error',
      from: { path: '^src/(web|cli)/', pathNot: test },
      to: { path: server },
    },
    {
      name: 'client-stands-alone',
      comment: 'It runs in browsers and in other programs, where the server is not.',
      severity: 'error',
      from: { path: '^src/client/', pathNot: test },
      to: { pathNot: '^src/client/' },
    },
    {
      name: 'screens-and-commands-apart',
      comment: 'Both speak through the client; what they would share belongs there.',
      severity: 'error',
      from: { path: '^src/(web|cli)/' },
      to: { path: '^src/(web|cli)/', pathNot: '^src/$1/' },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere only shows when the line runs.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '(^virtual:|[.](css|svg)$|[?])' },
    },
    {
      name: 'no-package-left-out',
      comment: 'What the server needs at run time is a dependency, not a development tool.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/web/', test] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|src/web/locales)/' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default', 'require'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json'],
    },
  },
}
