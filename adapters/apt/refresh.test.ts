// Refreshing apt's indexes: only a run in which every source answered counts as done. Outputs as apt 2.6 and 2.0 write them.
import { expect, test } from 'vitest';
import { monotonousHost } from '../conformance.ts';
import type { CommandResult } from '../host.ts';
import { refreshIndexes } from './refresh.ts';

const after = (result: CommandResult) => refreshIndexes(monotonousHost(result, { kind: 'missing' }));
const exited = (code: number, stdout: string, stderr = ''): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr,
  truncated: false,
});

test('sources that all answered are a refresh', async () => {
  expect(
    await after(exited(0, 'Hit:1 http://deb.example.org/debian bookworm InRelease\nReading package lists...\n')),
  ).toEqual({
    ok: true,
  });
});

test('a source that was left out with a warning is none, though apt exits 0', async () => {
  const stderr =
    'W: Failed to fetch http://deb.example.org/debian/dists/bookworm/InRelease  Could not resolve host\n' +
    'W: Some index files failed to download. They have been ignored, or old ones used instead.\n';
  expect(await after(exited(0, 'Err:1 http://deb.example.org/debian bookworm InRelease\n', stderr))).toEqual({
    ok: false,
    why: expect.stringContaining('apt-get update failed (exit 0): '),
  });
});

test('neither is one that another program keeps apt from, or one that does not end', async () => {
  const busy = 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 812 (apt-get)\n';
  expect(await after(exited(100, '', busy))).toMatchObject({
    ok: false,
    why: expect.stringContaining('held by process'),
  });
  expect(await after({ kind: 'timeout', stdout: '', stderr: '' })).toEqual({
    ok: false,
    why: 'apt-get update did not end within 9 minutes',
  });
});
