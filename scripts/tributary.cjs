#!/usr/bin/env node
'use strict'
// The command `tributary`: src/main.ts under the Node that it needs, whichever Node this is.
require('./bootstrap.cjs').run('src/main.ts', process.argv.slice(2))
