// The journal against crashes, damage and growth.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { Digest } from '@suture/protocol/agent/text.ts';
import { openJournal } from './journal.ts';
import { keptSets } from './kept-sets.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-journal-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

// printf 'suture.set/1 installed\n' | sha256sum, and the same with one more line: figures of another tool.
const EMPTY = 'suture.set/1 installed\n';
const EMPTY_DIGEST = 'sha256:a8b3dcd376d8d9d1bb2c096c39fc401e8e1c27e4e3b32a42145d966ddf7c2cf0' as Digest;
const OTHER = 'suture.set/1 installed\nb\n';
const OTHER_DIGEST = 'sha256:00fae1e0f1093fc1aa51180ca85500cafcc49801373994b89301984c5fe48887' as Digest;

test('what was acknowledged is there after a new start, and what no longer is, is gone', async () => {
  const folder = join(base, 'kept');
  const journal = await openJournal(folder);
  const sets = keptSets(folder);
  await sets.keep(EMPTY_DIGEST, EMPTY);
  await journal.update({ sequence: 41 });
  await journal.acknowledge([EMPTY_DIGEST]);
  const again = await openJournal(folder);
  expect(again.state).toMatchObject({ sequence: 41, acknowledged: [EMPTY_DIGEST], intervalSeconds: 300 });
  expect(await sets.text(EMPTY_DIGEST)).toBe(EMPTY);
  expect(await sets.text(OTHER_DIGEST)).toBeUndefined();
  await sets.keep(OTHER_DIGEST, OTHER);
  await again.acknowledge([OTHER_DIGEST]);
  expect(await sets.text(EMPTY_DIGEST)).toBeUndefined();
  expect(readdirSync(join(folder, 'sets'))).toHaveLength(1);
});

test.each(['', '{', '{"sequence":-1}', '[]', '{"sequence":"7"}'])('a damaged journal begins anew: %j', async (text) => {
  const folder = join(base, 'damaged');
  await (await openJournal(folder)).update({ sequence: 41 });
  writeFileSync(join(folder, 'journal.json'), text);
  const said: string[] = [];
  const journal = await openJournal(folder, (line) => void said.push(line));
  expect(journal.state).toMatchObject({ sequence: 0, acknowledged: [] });
  expect(said).toEqual([expect.stringContaining('journal.json.damaged')]);
  expect(readFileSync(join(folder, 'journal.json.damaged'), 'utf8')).toBe(text);
  await journal.update({ sequence: 42 });
  expect((await openJournal(folder)).state.sequence).toBe(42);
});

test('a kept set that is damaged, or holds another text, is not kept at all, and is written anew', async () => {
  const folder = join(base, 'sets-damaged');
  const sets = keptSets(folder);
  await sets.keep(EMPTY_DIGEST, EMPTY);
  await sets.keep(OTHER_DIGEST, OTHER);
  const fileOf = (digest: Digest) => join(folder, 'sets', `${digest.slice(7)}.zst`);
  writeFileSync(fileOf(EMPTY_DIGEST), readFileSync(fileOf(OTHER_DIGEST)));
  writeFileSync(fileOf(OTHER_DIGEST), 'damaged');
  expect([await sets.text(EMPTY_DIGEST), await sets.text(OTHER_DIGEST)]).toEqual([undefined, undefined]);
  await sets.keep(EMPTY_DIGEST, EMPTY);
  expect(await sets.text(EMPTY_DIGEST)).toBe(EMPTY);
});

test('what was half written when its writer died is removed at the next start', async () => {
  const folder = join(base, 'halves');
  await openJournal(folder);
  writeFileSync(join(folder, 'journal.json.4711.new'), '{');
  await openJournal(folder);
  expect(readdirSync(folder)).not.toContain('journal.json.4711.new');
});

test('a disk that takes nothing any more stops no check-in: the journal goes on in memory and says so', async () => {
  const folder = join(base, 'full');
  const journal = await openJournal(folder);
  await journal.update({ sequence: 7 });
  rmSync(folder, { recursive: true });
  // Where the folder was, something that no file can be made in.
  writeFileSync(folder, '');
  await journal.update({ sequence: 8 });
  expect(journal.state.sequence).toBe(8);
  expect(journal.trouble).toMatch(/ENOTDIR|EEXIST/);
  rmSync(folder);
  await journal.update({ sequence: 9 });
  expect(journal.trouble).toBeUndefined();
  expect((await openJournal(folder)).state.sequence).toBe(9);
});

test('killed while it writes, the journal never goes back behind what it said was on disk', async () => {
  const folder = join(base, 'killed');
  const url = new URL('./journal.ts', import.meta.url).href;
  const script = `const { openJournal } = await import(${JSON.stringify(url)});
    const journal = await openJournal(${JSON.stringify(folder)});
    for (let n = journal.state.sequence + 1; ; n += 1) { await journal.update({ sequence: n }); process.stdout.write(n + '\\n'); }`;
  let acknowledged = 0;
  for (let kill = 0; kill < 6; kill += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    await once(child.stdout, 'data');
    await delay(kill * 7);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('close', resolve));
    const before = acknowledged;
    acknowledged = Number(said.trim().split('\n').at(-1));
    expect(acknowledged).toBeGreaterThan(before);
    expect((await openJournal(folder)).state.sequence).toBeGreaterThanOrEqual(acknowledged);
  }
}, 60_000);
