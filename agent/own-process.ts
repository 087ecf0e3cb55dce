// Starts this program again for one task, bounded in time and output, and believes of its answer only what has the right shape.
import type { Host } from '@suture/adapters/host.ts';
import type { z } from '@suture/protocol/agent/zod.ts';

export interface Task {
  readonly args: readonly string[];
  /** Then it is ended, with all that it started. */
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
}

export type TaskAnswer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

const no = (why: string): { readonly ok: false; readonly why: string } => ({ ok: false, why });

/**
 * Node hands the limits of the permission model down to programs that it starts, unless one of their arguments reads
 * `--permission`: package managers that run on Node would otherwise be confined too.
 */
const unconfined = '--permission';

/** `main`: the file this process was started with. */
export async function ownProcess<T extends z.ZodType>(
  host: Pick<Host, 'run'>,
  main: string,
  schema: T,
  { args, timeoutMs, maxOutputBytes }: Task,
): Promise<TaskAnswer<z.infer<T>>> {
  const name = args[0] ?? 'it';
  const result = await host.run({
    argv: [process.execPath, main, ...args, unconfined],
    timeoutMs,
    maxOutputBytes,
  });
  if (result.kind === 'missing') return no(`${name} could not be started: ${process.execPath} is not there`);
  if (result.kind === 'failed') return no(`${name}: ${result.reason}`);
  if (result.kind === 'timeout') return no(`${name} did not end within ${Math.round(timeoutMs / 1000)} s`);
  if (result.truncated) return no(`${name} said more than it may`);
  if (result.code !== 0) {
    return no(`${name} failed (exit ${result.code}): ${result.stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? ''}`);
  }
  try {
    const read = schema.safeParse(JSON.parse(result.stdout));
    if (read.success) return { ok: true, value: read.data };
  } catch {
    // As below.
  }
  return no(`${name} said something that it never says`);
}
