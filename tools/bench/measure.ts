// Runs whole processes turn by turn and keeps what each round took, so that a noisy moment hits all contestants alike.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** One run: wall time from start to exit, and the largest resident memory where the system's `time` can tell it. */
interface Sample {
  readonly milliseconds: number;
  readonly megabytes: number | undefined;
}

/** The middle of all rounds and how far they spread. */
export interface Measured {
  readonly name: string;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly megabytes: number | undefined;
}

const time = '/usr/bin/time';

/** GNU time tells the largest resident memory of one process; elsewhere memory is not measured. */
export const knowsMemory = process.platform === 'linux' && existsSync(time);

const timeoutMs = 300_000;

/** Runs every contestant once a round, in turn; the first round warms caches and does not count. */
export function inTurns(contestants: readonly Contestant[], rounds: number, directory: string): readonly Measured[] {
  const samples = contestants.map((): Sample[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const sample = runOnce(contestant, directory);
      if (round > 0) samples[index]?.push(sample);
    }
  }
  return contestants.map(({ name }, index) => summary(name, samples[index] ?? []));
}

/** One run with its output thrown away. Throws when the process fails, as its time would mean nothing. */
export function runOnce({ name, command, args, env }: Contestant, directory: string): Sample {
  const memory = join(directory, 'memory.txt');
  const line = knowsMemory ? [time, '-f', '%M', '-o', memory, command, ...args] : [command, ...args];
  const start = performance.now();
  const result = spawnSync(line[0] ?? command, line.slice(1), {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: timeoutMs,
  });
  const milliseconds = performance.now() - start;
  if (result.error !== undefined || result.status !== 0) {
    throw new Error(`${name} failed: ${result.error?.message ?? result.stderr.toString().trim()}`);
  }
  return { milliseconds, megabytes: knowsMemory ? Number(readFileSync(memory, 'utf8')) / 1024 : undefined };
}

/** What a contestant prints, for checking that two of them agree. */
export function outputOf({ name, command, args, env }: Contestant): string {
  const result = spawnSync(command, args, { env, maxBuffer: 512 * 1024 * 1024, timeout: timeoutMs });
  if (result.error !== undefined || result.status !== 0) {
    throw new Error(`${name} failed: ${result.error?.message ?? result.stderr.toString().trim()}`);
  }
  return result.stdout.toString();
}

export function summary(name: string, samples: readonly Sample[]): Measured {
  const times = samples.map(({ milliseconds }) => milliseconds);
  const memory = samples.flatMap(({ megabytes }) => megabytes ?? []);
  return {
    name,
    median: medianOf(times),
    lowest: Math.min(...times),
    highest: Math.max(...times),
    megabytes: memory.length === 0 ? undefined : medianOf(memory),
  };
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** `share`: 0 to 1. */
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
