#!/usr/bin/env node
// Where the program meets its process. Nothing is decided here.

import { commandLine } from './commandLine.ts'

// Whoever reads our output may stop reading, as `head` does: then there is nothing left to do.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
}

process.exitCode = await commandLine(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => performance.now(),
})
