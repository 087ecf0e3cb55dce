// Starts what may change this machine, so that it outlives us: apart from our own processes, writing to a file, never killed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, open, stat, truncate, type FileHandle } from 'node:fs/promises';
import { fixedEnvironment, localHost, onDrive } from './local-host.ts';
import type { InstallCommand, InstallEnded, InstallingHost } from './host.ts';

const headBytes = 64 * 1024;
const tailBytes = 192 * 1024;
/** A script that writes without end would fill the disk: then the file is begun anew. */
const mostFileBytes = 64 * 1024 * 1024;
const sizeCheckMs = 2_000;

export interface InstallerOptions {
  /** In front of each argv: how the lab gets into another root. */
  readonly prefix?: readonly string[];
  /**
   * `unit`: in a transient unit of systemd, outside of our own and of its confinement; it goes on when ours is killed.
   * `child`: in a session of its own, for systems without systemd.
   */
  readonly through: 'unit' | 'child';
}

/** The door to this machine for the part that runs as root. */
export const localInstaller: InstallingHost = {
  ...localHost,
  install: (command) => install(command, { through: existsSync('/run/systemd/system') ? 'unit' : 'child' }),
};

/** Resolves when it has ended, however long that takes. Never rejects. */
export async function install(command: InstallCommand, options: InstallerOptions): Promise<InstallEnded> {
  if (!/^[A-Za-z0-9-]{1,120}$/.test(command.name)) return { kind: 'not-begun', reason: 'its name is no plain name' };
  const { O_WRONLY, O_CREAT, O_APPEND, O_EXCL, O_NOFOLLOW } = constants;
  let file;
  try {
    file = await open(command.transcript, O_WRONLY | O_CREAT | O_APPEND | O_EXCL | O_NOFOLLOW, 0o600);
  } catch (cause) {
    return { kind: 'not-begun', reason: `its transcript cannot be written: ${reasonOf(cause)}` };
  }
  try {
    return await follow(command, options, file.fd);
  } finally {
    await file.close();
  }
}

function follow(command: InstallCommand, options: InstallerOptions, fd: number): Promise<InstallEnded> {
  const { transcript, overdueMs, onOverdue } = command;
  const [program, ...args] = [...(options.prefix ?? []), ...argumentsFor(command, options)];
  return new Promise((resolve) => {
    let overdue = false;
    const late = setTimeout(() => {
      overdue = true;
      onOverdue?.();
    }, overdueMs);
    const sizes = setInterval(() => void cutLong(transcript), sizeCheckMs);
    const done = async (end: (output: string) => InstallEnded): Promise<void> => {
      clearTimeout(late);
      clearInterval(sizes);
      resolve(end(await readTranscript(transcript)));
    };
    try {
      const child = spawn(onDrive(program ?? ''), args, {
        cwd: onDrive('/'),
        env: { ...fixedEnvironment(), ...command.env },
        stdio: ['ignore', fd, fd],
        detached: true,
        windowsHide: true,
      });
      child.once('error', (cause) => void done(() => ({ kind: 'not-begun', reason: reasonOf(cause) })));
      child.once('exit', (code, signal) => {
        void done((output) => {
          if (options.through === 'unit' && signal !== null) {
            return { kind: 'out-of-sight', reason: `systemd-run was ended by ${signal}`, output };
          }
          if (options.through === 'unit' && code !== 0 && /^Failed to start transient service unit/m.test(output)) {
            return { kind: 'not-begun', reason: output.trim().slice(0, 300) };
          }
          // What systemd-run makes of a signal (run.c, EXIT_EXCEPTION); no package manager ends so by itself.
          const ended = options.through === 'unit' && code === 255 ? null : code;
          return { kind: 'ended', code: ended, output, overdue };
        });
      });
    } catch (cause) {
      void done(() => ({ kind: 'not-begun', reason: reasonOf(cause) }));
    }
  });
}

/** What unit an install of this name has. */
const unitOf = (name: string): string => `suture-${name}.service`;

/**
 * KillMode=process: daemons that maintainer scripts start by themselves live on. SIGCONT: a shutdown asks, and harms nothing;
 * half an hour later the machine goes down all the same. Source: systemd.kill(5), and Debian's own apt-daily-upgrade.service.
 */
function argumentsFor({ argv, env = {}, name, transcript }: InstallCommand, { through }: InstallerOptions): string[] {
  if (through === 'child') return [...argv];
  const properties = [
    'Type=exec',
    'KillMode=process',
    'KillSignal=SIGCONT',
    'TimeoutStopSec=30min',
    `StandardOutput=append:${transcript}`,
    `StandardError=append:${transcript}`,
    'StandardInput=null',
  ];
  return [
    'systemd-run',
    '--quiet',
    '--wait',
    '--collect',
    `--unit=${unitOf(name)}`,
    ...properties.map((property) => `--property=${property}`),
    ...Object.entries({ ...fixedEnvironment(), ...env }).map(([key, value]) => `--setenv=${key}=${value}`),
    '--',
    ...argv,
  ];
}

/** The file is only ever appended to, so what is written next starts at its beginning again. */
async function cutLong(path: string): Promise<void> {
  try {
    if ((await stat(path)).size > mostFileBytes) await truncate(path, 0);
  } catch {
    // It is looked at again.
  }
}

/** Beginning and end of what an install wrote; empty where there is nothing. Never throws. */
export async function readTranscript(path: string): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const { size } = await file.stat();
    const piece = async (from: number, length: number): Promise<string> => {
      const { buffer, bytesRead } = (await file?.read(Buffer.alloc(length), 0, length, from)) ?? {};
      return (buffer ?? Buffer.alloc(0)).subarray(0, bytesRead).toString('utf8');
    };
    if (size <= headBytes + tailBytes) return await piece(0, size);
    const missing = size - headBytes - tailBytes;
    return `${await piece(0, headBytes)}\n[${missing} bytes are left out here]\n${await piece(size - tailBytes, tailBytes)}`;
  } catch {
    return '';
  } finally {
    await file?.close();
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
