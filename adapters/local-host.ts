// The machine we run on, behind the Host door: processes and files, bounded in time and size, never throwing.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readlinkSync, readSync, statSync } from 'node:fs';
import { access, open, readdir, readlink, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { isAbsolute, resolve as resolvePath } from 'node:path';
import { Capped } from './capped.ts';
import type { BytesRead, Command, CommandResult, FileRead, Host } from './host.ts';

const isWindows = process.platform === 'win32';
const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const proxies = ['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy'] as const;
const certificates = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'] as const;
const passedOn = [...proxies, ...proxies.map((name) => name.toUpperCase()), ...certificates];
const killGraceMs = 2_000;
const pipeGraceMs = 1_000;
const fileTimeoutMs = 10_000;
/** In one read of bytes. */
const mostBytes = 16 << 20;

/** Process groups of commands under way, so that our own end does not leave them behind. */
const running = new Set<number>();
let watchingExit = false;

/** The door to this machine. */
export const localHost: Host = { run, readFile, readBytes, listDirectory, readLink, exists };

/**
 * Runs a command without a shell, in a process group of its own, with /dev/null as stdin.
 *
 * At `timeoutMs` the whole group gets SIGTERM, two seconds later SIGKILL. A command that writes more than
 * `maxOutputBytes` to stdout is ended the same way and comes back as `truncated`; surplus stderr is dropped.
 */
function run(command: Command): Promise<CommandResult> {
  return new Promise((resolve) => {
    let child: ChildProcess;
    // A name alone would be looked for in the working directory first there, and those are programs of other systems.
    if (isWindows && !isAbsolute(command.argv[0])) {
      resolve({ kind: 'missing' });
      return;
    }
    try {
      const [program, ...args] = command.argv;
      child = spawn(onDrive(program), args, {
        cwd: onDrive(command.directory ?? '/'),
        env: { ...fixedEnvironment(), ...command.env },
        stdio: ['ignore', 'pipe', 'pipe'],
        // Windows ends what is not detached with us.
        detached: !isWindows,
        windowsHide: true,
      });
    } catch (cause) {
      resolve({ kind: 'failed', reason: reasonOf(cause) });
      return;
    }
    follow(child, command, resolve);
  });
}

function follow(child: ChildProcess, command: Command, resolve: (result: CommandResult) => void): void {
  const stdout = new Capped(command.maxOutputBytes);
  const stderr = new Capped(command.maxOutputBytes);
  const timers = new Set<NodeJS.Timeout>();
  let timedOut = false;
  let settled = false;
  let ending = false;

  const later = (ms: number, action: () => void): void => {
    if (!settled) timers.add(setTimeout(action, ms));
  };
  const settle = (result: CommandResult): void => {
    if (settled) return;
    settled = true;
    for (const timer of timers) clearTimeout(timer);
    if (child.pid !== undefined) running.delete(child.pid);
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.unref();
    resolve(result);
  };
  const outcome = (): CommandResult => {
    if (timedOut) return { kind: 'timeout', stdout: stdout.text(), stderr: stderr.text() };
    const { exitCode, signalCode } = child;
    const truncated = stdout.truncated;
    if (exitCode === null && !truncated) {
      return { kind: 'failed', reason: `${command.argv[0]} was killed by ${signalCode ?? 'an unknown signal'}` };
    }
    return { kind: 'exited', code: exitCode ?? 143, stdout: stdout.text(), stderr: stderr.text(), truncated };
  };
  const end = (): void => {
    if (ending) return;
    ending = true;
    signalGroup(child, 'SIGTERM');
    later(killGraceMs, () => {
      signalGroup(child, 'SIGKILL');
      // A process in uninterruptible sleep outlives even SIGKILL; the answer must not wait for it.
      later(pipeGraceMs, () => settle(outcome()));
    });
  };

  watch(child.pid);
  child.stdout?.on('data', (chunk: Buffer) => {
    if (!stdout.add(chunk)) end();
  });
  child.stderr?.on('data', (chunk: Buffer) => void stderr.add(chunk));
  child.on('error', (cause: NodeJS.ErrnoException) => settle(startFailure(cause, command)));
  child.on('exit', () => {
    // A grandchild may hold the pipes open long after: what is written by then is the answer.
    later(pipeGraceMs, () => {
      signalGroup(child, 'SIGKILL');
      settle(outcome());
    });
  });
  child.on('close', () => settle(outcome()));
  later(command.timeoutMs, () => {
    timedOut = true;
    end();
  });
}

function startFailure(cause: NodeJS.ErrnoException, command: Command): CommandResult {
  if (cause.code !== 'ENOENT') return { kind: 'failed', reason: reasonOf(cause) };
  // spawn says ENOENT for a missing working directory too.
  try {
    statSync(command.directory ?? '/');
    return { kind: 'missing' };
  } catch {
    return { kind: 'failed', reason: `the directory ${command.directory} is not there` };
  }
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (isWindows) {
    endTree(child.pid);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** Source: taskkill's page of Microsoft's documentation: /T is what it started, /F by force, as programs without a window take nothing else. */
function endTree(pid: number): void {
  const argv = ['/PID', String(pid), '/T', '/F'];
  spawn(onDrive('/Windows/System32/taskkill.exe'), argv, { stdio: 'ignore', windowsHide: true }).on(
    'error',
    () => undefined,
  );
}

function watch(pid: number | undefined): void {
  if (pid === undefined || isWindows) return;
  running.add(pid);
  if (watchingExit) return;
  watchingExit = true;
  process.on('exit', () => {
    for (const group of running) {
      try {
        process.kill(-group, 'SIGTERM');
      } catch {
        // Gone already.
      }
    }
  });
}

/** With the letter of the drive on Windows, which finds no program by a path from the drive's root alone. */
export const onDrive = (path: string): string => (isWindows && isAbsolute(path) ? resolvePath(path) : path);

/** What every command of ours sees; nothing else of our own environment. */
export function fixedEnvironment(): Record<string, string> {
  if (isWindows) return windowsEnvironment();
  const environment: Record<string, string> = { LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8', PATH: searchPath, PAGER: 'cat' };
  const home = homeOfThisUser();
  if (home !== undefined) environment['HOME'] = home;
  for (const name of passedOn) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

/** What programs of Windows need to find themselves; nothing that a user chose. */
const ofWindows = [
  'SystemDrive',
  'SystemRoot',
  'windir',
  'ProgramData',
  'ALLUSERSPROFILE',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'ProgramW6432',
  'CommonProgramFiles',
  'CommonProgramFiles(x86)',
  'CommonProgramW6432',
  'ComSpec',
  'PATHEXT',
  'PROCESSOR_ARCHITECTURE',
  'NUMBER_OF_PROCESSORS',
  'OS',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
] as const;

function windowsEnvironment(): Record<string, string> {
  const root = process.env['SystemRoot'] ?? 'C:\\Windows';
  const given = [...ofWindows, ...passedOn].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { PATH: `${root}\\System32;${root};${root}\\System32\\Wbem`, ...Object.fromEntries(given) };
}

/** $HOME only when this user owns it: under sudo it can be another's, and tools would leave root's files there. */
function homeOfThisUser(): string | undefined {
  const fromEnvironment = process.env['HOME'];
  try {
    if (fromEnvironment !== undefined && statSync(fromEnvironment).uid === process.geteuid?.()) return fromEnvironment;
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}

/** Regular files only: a FIFO or a device could block for ever or act on being opened. */
async function readFile(path: string, maxBytes: number): Promise<FileRead> {
  if (path.startsWith('/proc/')) return readProcFile(path, maxBytes);
  return within(fileTimeoutMs, readRegularFile(path, maxBytes));
}

const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

async function readRegularFile(path: string, maxBytes: number): Promise<FileRead> {
  try {
    if (!(await stat(path)).isFile()) return notRegular;
    const file = await open(path, openFlags);
    try {
      // Checked again: the path may lead elsewhere by now.
      if (!(await file.stat()).isFile()) return notRegular;
      const content = new Capped(maxBytes);
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536), 0, 65_536, null);
        if (bytesRead === 0 || !content.add(buffer.subarray(0, bytesRead))) break;
      }
      return { kind: 'text', text: content.text(), truncated: content.truncated };
    } finally {
      await file.close();
    }
  } catch (cause) {
    return readFailure(cause);
  }
}

async function readBytes(path: string, from: number, length: number): Promise<BytesRead> {
  try {
    if (!(await stat(path)).isFile()) return notRegular;
    const file = await open(path, openFlags);
    try {
      if (!(await file.stat()).isFile()) return notRegular;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(length, mostBytes)), 0, undefined, from);
      return { kind: 'bytes', bytes: buffer.subarray(0, bytesRead) };
    } finally {
      await file.close();
    }
  } catch (cause) {
    return readFailure(cause);
  }
}

/** /proc answers from memory: read at once, it costs a tenth of a trip through the thread pool. */
function readProcFile(path: string, maxBytes: number): FileRead {
  let file: number | undefined;
  try {
    if (!statSync(path).isFile()) return notRegular;
    file = openSync(path, openFlags);
    if (!fstatSync(file).isFile()) return notRegular;
    const content = new Capped(maxBytes);
    const buffer = Buffer.allocUnsafe(65_536);
    for (;;) {
      const bytesRead = readSync(file, buffer, 0, buffer.length, null);
      if (bytesRead === 0 || !content.add(Buffer.from(buffer.subarray(0, bytesRead)))) break;
    }
    return { kind: 'text', text: content.text(), truncated: content.truncated };
  } catch (cause) {
    return readFailure(cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const notRegular = { kind: 'failed', reason: 'it is not a regular file' } as const;

function readFailure(cause: unknown): Exclude<BytesRead, { kind: 'bytes' }> {
  const code = (cause as NodeJS.ErrnoException).code;
  // ESRCH: a process that ended while its /proc file was read.
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESRCH') return { kind: 'missing' };
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'denied' };
  return { kind: 'failed', reason: reasonOf(cause) };
}

async function within(ms: number, reading: Promise<FileRead>): Promise<FileRead> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<FileRead>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'failed', reason: `it did not answer within ${ms / 1000} s` }), ms);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function listDirectory(path: string): Promise<readonly string[] | undefined> {
  try {
    return (await readdir(path)).sort();
  } catch {
    return undefined;
  }
}

async function readLink(path: string): Promise<string | undefined> {
  try {
    return path.startsWith('/proc/') ? readlinkSync(path) : await readlink(path);
  } catch {
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
