// Another text after each start of the machine: the kernel's own on Linux, and one of a file elsewhere.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { dirname } from 'node:path';
import type { Host } from '@suture/adapters/host.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { bootFile } from './system-paths.ts';

export const bootIdFile = '/proc/sys/kernel/random/boot_id';

const noted = z.object({ version: z.literal(1), id: z.uuid(), startedAt: z.int() });
/** By the clock, which is set now and then; a machine is not up again sooner. */
const sameWithinMs = 30_000;

let ofThisProcess: string | undefined;

/** Where there is none, the code of what went wrong: that too is the same each time. */
export function readBootId(): string {
  try {
    if (process.platform === 'linux') return readFileSync(bootIdFile, 'utf8').trim();
    // No process outlives the machine.
    ofThisProcess ??= keptBootId(bootFile, startedAt());
    return ofThisProcess;
  } catch (error) {
    return String(error instanceof Error ? Reflect.get(error, 'code') : error);
  }
}

/** Of the machine that `host` is; empty where it has none. */
export async function bootIdOf(host: Pick<Host, 'readFile'>): Promise<string> {
  const read = await host.readFile(bootIdFile, 64);
  if (read.kind === 'text') return read.text.trim();
  return process.platform === 'linux' ? '' : readBootId();
}

const startedAt = (): number => Math.round(Date.now() - uptime() * 1000);

/** The one in the file, where that is of the same start; else a new one, kept there. `startedMs`: since 1970. */
export function keptBootId(path: string, startedMs: number): string {
  const known = readNoted(path);
  if (known !== undefined && Math.abs(known.startedAt - startedMs) <= sameWithinMs) return known.id;
  const id = randomUUID();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.${process.pid}.new`, JSON.stringify({ version: 1, id, startedAt: startedMs }), {
    mode: 0o600,
  });
  renameSync(`${path}.${process.pid}.new`, path);
  return id;
}

function readNoted(path: string): z.infer<typeof noted> | undefined {
  try {
    return noted.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
