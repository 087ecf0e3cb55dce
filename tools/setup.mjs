// Brings a bare clone to work, then runs a task on the pinned Node: `node tools/setup.mjs [start|test|check|bench|record|package] [argument…]`.
// Plain JavaScript without dependencies, because it runs before there are any, on whatever Node >= 20 the machine has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.suture-setup');
const lock = join(root, '.build', 'setup.lock');

/** What each task runs, relative to the root, before the arguments given by the person. */
const tasks = {
  start: ['tools/start.ts'],
  stop: ['tools/stop.ts'],
  test: ['tools/test.ts'],
  check: ['tools/check.ts'],
  bench: ['tools/bench/main.ts'],
  record: ['tools/record/main.ts'],
  package: ['tools/package/main.ts'],
};

const [task, ...given] = process.argv.slice(2);
if (Number.parseInt(process.versions.node, 10) < 20) {
  stop(`Suture is set up by Node 20 or later; this is ${process.version}.`);
}
if (task !== undefined && !Object.hasOwn(tasks, task)) {
  stop(`There is no task "${task}". The tasks are ${Object.keys(tasks).join(', ')}.`);
}
// What is not set up does not run, and stopping takes nothing that a newer clone would bring.
if (task === 'stop' && !existsSync(modules)) process.exit();
if (task !== 'stop' && !isSetUp()) await underLock(install);
if (task !== 'stop') await bundleProgram();
if (task) await run(tasks[task], given);

/** Names what node_modules was made from: the lock file and the platform. */
function wanted() {
  const content = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(content).digest('hex')} ${process.platform}-${process.arch}\n`;
}

function isSetUp() {
  try {
    return readFileSync(stamp, 'utf8') === wanted();
  } catch {
    return false;
  }
}

/** Two terminals may start at once: the second waits for the first and finds the work done. */
async function underLock(work) {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') stop(`Cannot write to ${dirname(lock)}: ${error.message}`);
      if (isAbandoned()) rmSync(lock, { force: true });
      else await sleep(200);
    }
  }
  try {
    if (!isSetUp()) work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isAbandoned() {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    // The owner writes its number just after it makes the file.
    if (!owner) return Date.now() - statSync(lock).mtimeMs > 5_000;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function install() {
  const npm = npmProgram();
  if (!npm) stop('npm was not found. Install Node 20 or later together with npm, then run this again.');
  process.stderr.write('Setting up Suture: installing its dependencies (once; it takes a few seconds to a minute).\n');
  rmSync(stamp, { force: true });
  // Windows cannot delete the Node that is running, as `npm ci` would.
  const inPlace = process.platform === 'win32' && process.execPath.startsWith(modules + sep);
  const args = inPlace ? ['install', '--no-save'] : ['ci'];
  const result = spawnSync(
    npm.command,
    [
      ...npm.args,
      ...args,
      '--loglevel=error',
      '--no-fund',
      '--no-audit',
      '--ignore-scripts',
      '--fetch-retry-mintimeout=1000',
    ],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (result.error || result.status !== 0) {
    rmSync(lock, { force: true });
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    stop(`Set-up failed: npm could not install the dependencies: ${result.error?.message ?? advice(result.stderr)}`);
  }
  writeFileSync(stamp, wanted());
}

/** Bundles the command line where its sources have changed; without, it only starts slower, so failing is nothing to tell. */
async function bundleProgram() {
  const { bundledProgram } = await import('../cli/bin/program.js');
  const { pinnedNode } = await import('../cli/bin/pinned-node.js');
  const node = pinnedNode();
  const script = join(root, 'tools', 'program.ts');
  if (node && existsSync(script) && !bundledProgram()) spawnSync(node, [script], { stdio: 'ignore', timeout: 60_000 });
}

function advice(output) {
  if (/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)\b/u.test(output)) {
    return 'the package registry cannot be reached: check the network and the proxy, then run this again.';
  }
  if (/\bENOSPC\b/u.test(output)) return 'the disk is full: set-up needs about 500 MB.';
  if (/\b(EACCES|EPERM)\b/u.test(output)) return 'this user may not write here: check who owns the clone.';
  return 'its own words are above.';
}

/** npm is run by its script, not its name: on Windows a name would need a shell. */
function npmProgram() {
  const beside = dirname(process.execPath);
  const scripts = [
    process.env.npm_execpath,
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = scripts.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  if (script) return { command: process.execPath, args: [script] };
  const named = spawnSync('npm', ['--version'], { stdio: 'ignore' });
  return named.status === 0 ? { command: 'npm', args: [] } : undefined;
}

/** Runs in this process when it is the pinned Node already, as under `npm run` after the first time. */
async function run([script, ...fixed], args) {
  const { handOver, pinnedNode } = await import('../cli/bin/pinned-node.js');
  const path = join(root, script);
  if (process.execPath !== pinnedNode()) return handOver([path, ...fixed, ...args]);
  process.argv = [process.execPath, path, ...fixed, ...args];
  await import(pathToFileURL(path).href);
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
