// Kills updates with SIGKILL at any moment: what is there afterwards is the old database or the new one, whole.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeSample, sampleRecords, writeArchive } from '../sample/make.ts';
import { build, contentOf, outcomesOf, temporaryDirectory } from './build.fixture.ts';
import { openDatabase } from './database.ts';
import { verifyDatabase } from './verify.ts';

const top = temporaryDirectory();
const before = path.join(top, 'before');
const after = path.join(top, 'after');
const old = path.join(top, 'old.db');
const db = path.join(top, 'data', 'advisories.db');
let oldContent: string;
let newContent: string;

const lasting = (file: string): string => JSON.stringify({ ...contentOf(file), feed: [] });
const besides = (): string[] => readdirSync(path.dirname(db)).filter((name) => name !== 'advisories.db');

/** The sample, with so many records more that an update takes its time. */
function makeLarge(directory: string, records: number): void {
  makeSample(directory);
  const more = Array.from({ length: records }, (_, index) => ({
    id: `DEBIAN-CVE-2098-${10_000 + index}`,
    upstream: [`CVE-2098-${10_000 + index}`],
    affected: [
      {
        package: { ecosystem: 'Debian:12', name: `examplepart${index % 2000}` },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: `1.${index}-1` }] }],
      },
    ],
  }));
  writeArchive(directory, 'Debian', [...sampleRecords('Debian'), ...more]);
}

function begin(directory: string): { readonly child: ChildProcess; readonly said: (line: RegExp) => Promise<void> } {
  const program = fileURLToPath(new URL('update-one.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [program, db, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  const said = async (line: RegExp): Promise<void> => {
    while (!line.test(text)) text += String((await once(child.stdout, 'data'))[0]);
  };
  return { child, said };
}

beforeAll(async () => {
  makeLarge(before, 3000);
  makeLarge(after, 6000);
  await build({ db: old, from: before });
  const fresh = path.join(top, 'new.db');
  await build({ db: fresh, from: after });
  [oldContent, newContent] = [lasting(old), lasting(fresh)];
});

function expectOldOrNew(): 'old' | 'new' {
  const opened = openDatabase(db);
  expect(opened.kind).toBe('open');
  if (opened.kind === 'open') opened.database.close();
  expect(verifyDatabase(db)).toEqual([]);
  const content = lasting(db);
  expect([oldContent, newContent]).toContain(content);
  return content === newContent ? 'new' : 'old';
}

describe('an update that is killed', () => {
  it(
    'at any of 24 moments leaves the old database or the new one, and the next update leaves nothing else',
    { timeout: 180_000 },
    async () => {
      const seen = { old: 0, new: 0 };
      await build({ db, from: before });
      const first = begin(after);
      const begun = performance.now();
      await first.said(/^done$/m);
      const duration = performance.now() - begun;
      for (let moment = 0; moment < 24; moment++) {
        copyFileSync(old, db);
        const { child, said } = begin(after);
        // A third of the kills fall into the work, a third around the reading of the large feed, a third around the swap.
        if (moment % 3 === 1) await said(/^reading osv:Debian$/m);
        if (moment % 3 === 2) await said(/^done osv:Pub$/m);
        const wait = moment % 3 === 0 ? (duration * moment) / 24 : Math.random() * (moment % 3 === 1 ? 300 : 40);
        await new Promise((resolve) => setTimeout(resolve, wait));
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
        seen[expectOldOrNew()] += 1;
      }
      expect(seen.old).toBeGreaterThan(0);
      await build({ db, from: after });
      expect(lasting(db)).toBe(newContent);
      expect(besides()).toEqual(['advisories.db.lock']);
    },
  );

  it('at first leaves no database, and nothing in the way of the next update', async () => {
    rmSync(path.dirname(db), { recursive: true });
    const { child, said } = begin(after);
    await said(/^reading osv:Debian$/m);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(db)).toBe(false);
    expect(besides().length).toBeGreaterThan(1);
    expect(outcomesOf(await build({ db, from: after }))['osv:Debian']).toBe('updated 6009');
    expect(besides()).toEqual(['advisories.db.lock']);
  });
});

describe('two updates at once', () => {
  it('are one: the second says which process is at it, and disturbs nothing', async () => {
    rmSync(path.dirname(db), { recursive: true, force: true });
    const { child, said } = begin(after);
    await said(/^reading osv:Debian$/m);
    expect(await build({ db, from: before })).toEqual({ kind: 'busy', heldBy: child.pid });
    await said(/^done$/m);
    expect(lasting(db)).toBe(newContent);
  });

  it('of one process are one, too', async () => {
    const both = await Promise.all([build({ db, from: before }), build({ db, from: after })]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['busy', 'done']);
    expect(verifyDatabase(db)).toEqual([]);
  });
});

describe('who reads while it is updated', () => {
  it('goes on with the database that was opened, and sees the new one when it opens again', async () => {
    copyFileSync(old, db);
    const reading = openDatabase(db);
    if (reading.kind !== 'open') throw new Error(reading.kind);
    await build({ db, from: after });
    expect(reading.database.feeds().find(({ name }) => name === 'osv:Debian')?.records).toBe(3009);
    expect(reading.database.candidates('Debian:12', 'examplepart7')).toHaveLength(1);
    reading.database.close();
    const again = openDatabase(db);
    if (again.kind !== 'open') throw new Error(again.kind);
    expect(again.database.feeds().find(({ name }) => name === 'osv:Debian')?.records).toBe(6009);
    again.database.close();
  });

  it('always finds one or the other, whenever it looks', async () => {
    copyFileSync(old, db);
    const { child, said } = begin(after);
    const found = new Set<number | undefined>();
    const finished = said(/^done$/m);
    while (child.exitCode === null) {
      const opened = openDatabase(db);
      expect(opened.kind).toBe('open');
      if (opened.kind !== 'open') break;
      found.add(opened.database.feeds().find(({ name }) => name === 'osv:Debian')?.records);
      opened.database.close();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await finished;
    expect([...found]).toEqual([3009, 6009]);
  });
});
