#!/usr/bin/env node
// The `suture` command: runs the program on the pinned Node, whichever Node it was started by.
'use strict';

if (Number.parseInt(process.versions.node, 10) < 26) {
  require('./pinned-node.js').handOver([__filename, ...process.argv.slice(2)]);
} else {
  const command = process.argv.slice(2).find((word) => /^[a-z]{1,20}$/.test(word)) ?? 'none';
  keepCompiledCode(command);
  const program = require('./program.js').bundledProgram(command);
  if (program) require(program);
  else import('../main.ts');
}

/**
 * Keeps compiled code between runs; without a place for it Suture is slower to start, no more. Each command has its own:
 * what is kept of a file are the functions that the first command ran.
 */
function keepCompiledCode(command) {
  const { existsSync, mkdirSync, statSync } = require('node:fs');
  const { enableCompileCache } = require('node:module');
  const { homedir } = require('node:os');
  const { join } = require('node:path');
  try {
    const home = homedir();
    // Under sudo the home may be another user's, and root must not run code that user can write.
    if (process.getuid && statSync(home).uid !== process.getuid()) return;
    const cache = process.env.XDG_CACHE_HOME || join(home, '.cache');
    const directories = [cache];
    for (const name of ['suture', 'compile', command]) directories.push(join(directories.at(-1), name));
    // One at a time: Node's recursive mkdir, which the cache would use, never returns for some paths (below /proc).
    for (const directory of directories) if (!existsSync(directory)) mkdirSync(directory);
    enableCompileCache(directories.at(-1));
  } catch {
    // No home, or a cache that cannot be written.
  }
}
