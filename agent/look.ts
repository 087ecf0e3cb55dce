// Looks whether anything may have changed since the last report, without running or reading anything but file states.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Watch } from '@suture/adapters/adapter.ts';
import { readBootId } from './boot-id.ts';

/** More would be looked at only in part, and that part is the same each time. */
const mostEntries = 2000;

/** Equal texts: nothing that is watched has changed. What may not be looked at counts as it is, and shows no change. */
export function look(watches: readonly Watch[]): string {
  const hash = createHash('sha256').update(`${readBootId()}\n${hostname()}\n`);
  for (const watch of watches) {
    hash.update(`${watch.path}\t${stateOf(watch.path)}\n`);
    if (watch.with === 'entries') for (const path of entriesOf(watch.path)) hash.update(`${path}\t${stateOf(path)}\n`);
  }
  return hash.digest('base64url');
}

function stateOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch (error) {
    return codeOf(error);
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).sort().slice(0, mostEntries);
    return names.map((name) => `${folder}/${name}`);
  } catch {
    // Missing, or no folder: its own state says so.
    return [];
  }
}

const codeOf = (error: unknown): string => String(error instanceof Error ? Reflect.get(error, 'code') : error);
