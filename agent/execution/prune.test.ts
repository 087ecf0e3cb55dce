// Downloads are kept as long as a rollback may want them, and no other folder is touched.
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pruneDownloads } from './prune.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-prune-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const [cache, state] = [join(base, 'cache'), join(base, 'state')];
const id = (number: number): string => `7f9d3c52-4f0e-4c6b-8a73-00000000000${number}-1`;
const now = Date.UTC(2026, 10, 23);

function attempt(name: string, days: number, stage: string | undefined): void {
  mkdirSync(join(cache, name, 'new'), { recursive: true });
  const at = new Date(now - days * 86_400_000);
  utimesSync(join(cache, name), at, at);
  if (stage === undefined) return;
  mkdirSync(join(state, 'jobs', name), { recursive: true });
  writeFileSync(join(state, 'jobs', name, 'journal.jsonl'), `\n{"at":"x","stage":"${stage}"}`);
}

test('a week after a good end, a month after any other', async () => {
  attempt(id(1), 8, 'succeeded');
  attempt(id(2), 6, 'succeeded');
  attempt(id(3), 8, 'installed');
  attempt(id(4), 31, 'failed');
  attempt(id(5), 29, undefined);
  attempt('somebody-elses', 400, undefined);
  await pruneDownloads(cache, state, now);
  expect([1, 2, 3, 4, 5].filter((number) => existsSync(join(cache, id(number))))).toEqual([2, 3, 5]);
  expect(existsSync(join(cache, 'somebody-elses'))).toBe(true);
  expect(existsSync(join(state, 'jobs', id(1), 'journal.jsonl'))).toBe(true);
  await expect(pruneDownloads(join(base, 'none'), state, now)).resolves.toBeUndefined();
});
