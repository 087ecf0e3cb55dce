// What a check finds, and how a check that is another program is run.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The folder that holds the workspaces. */
export const root = join(import.meta.dirname, '..', '..');

/** `problems` fail the check, one text each; `remarks` are shown and fail nothing. */
export interface Outcome {
  readonly problems: readonly string[];
  readonly remarks?: readonly string[];
}

/** A check by its name; `repair` is the command that mends most of what it finds. */
export interface Check {
  readonly name: string;
  readonly repair?: string;
  readonly run: () => Promise<Outcome> | Outcome;
}

const timeoutMs = 120_000;

/** A check that is a program below node_modules, run on this Node: what it prints is the problem when it fails. */
export function program(script: string, ...args: readonly string[]): Check['run'] {
  return () =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
        cwd: root,
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: timeoutMs,
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('error', (error) => resolve({ problems: [error.message] }));
      child.on('close', (code, signal) => {
        if (code === 0) return resolve({ problems: [] });
        resolve({ problems: [output.trim() || `${script} ended with ${signal ?? code} and said nothing`] });
      });
    });
}
