#!/usr/bin/env node
// The `suture` command: runs cli/main.ts on the pinned Node, whichever Node it was started by.
'use strict';

if (Number.parseInt(process.versions.node, 10) < 26) {
  require('./pinned-node.js').handOver([__filename, ...process.argv.slice(2)]);
} else {
  growYoungObjectsSlowly();
  keepCompiledCode();
  import('../main.ts');
}

/**
 * Keeps the room for young objects as small as V8 starts with: most of what a scan or an update makes stays, so more room
 * only takes memory. A scan of 2,000 packages: 105 MB for 129 MB, in the same time; `db update`: 310 MB for 400 MB, one
 * part in eight slower.
 */
function growYoungObjectsSlowly() {
  require('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
}

/** Keeps stripped and compiled TypeScript between runs; without a place for it Suture is slower to start, no more. */
function keepCompiledCode() {
  const { existsSync, mkdirSync, statSync } = require('node:fs');
  const { enableCompileCache } = require('node:module');
  const { homedir } = require('node:os');
  const { join } = require('node:path');
  try {
    const home = homedir();
    // Under sudo the home may be another user's, and root must not run code that user can write.
    if (process.getuid && statSync(home).uid !== process.getuid()) return;
    const cache = process.env.XDG_CACHE_HOME || join(home, '.cache');
    const directories = [cache, join(cache, 'suture'), join(cache, 'suture', 'compile')];
    // One at a time: Node's recursive mkdir, which the cache would use, never returns for some paths (below /proc).
    for (const directory of directories) if (!existsSync(directory)) mkdirSync(directory);
    enableCompileCache(directories[2]);
  } catch {
    // No home, or a cache that cannot be written.
  }
}
