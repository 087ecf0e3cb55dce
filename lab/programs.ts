// Starts programs of the machine that the lab runs on, and waits for their end.
import { spawn } from 'node:child_process';

export interface Ended {
  readonly code: number | null;
  /** What it wrote to standard output. */
  readonly out: string;
  /** To standard error. */
  readonly said: string;
}

/** Never rejects: a program that is missing ended with 127. */
export function runProgram(argv: readonly [string, ...string[]], timeoutMs = 120_000): Promise<Ended> {
  const [program, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let out = '';
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', (error) => resolve({ code: 127, out, said: error.message }));
    child.on('close', (code) => resolve({ code, out, said }));
  });
}
