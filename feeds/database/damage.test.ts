// Databases that are damaged, of another format or in an impossible place: named, never misread, and built anew.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@suture/core/app-error.ts';
import { feeds } from '../registry.ts';
import { makeSample } from '../sample/make.ts';
import { build, contentOf, outcomesOf, temporaryDirectory } from './build.fixture.ts';
import { openDatabase } from './database.ts';
import { isSealed, seal } from './seal.ts';
import { verifyDatabase } from './verify.ts';

const top = temporaryDirectory();
const from = path.join(top, 'feeds');
const good = path.join(top, 'good.db');
let content: ReturnType<typeof contentOf>;
let bytes: Buffer;
let directory = top;
let db = good;
let run = 0;

beforeAll(async () => {
  makeSample(from);
  await build({ db: good, from });
  content = contentOf(good);
  bytes = readFileSync(good);
});

beforeEach(() => {
  run += 1;
  directory = path.join(top, `place-${run}`);
  mkdirSync(directory);
  db = path.join(directory, 'advisories.db');
});

/** What is wrong with the file, whoever finds it. */
function problems(file: string): readonly string[] {
  const opened = openDatabase(file);
  if (opened.kind !== 'open') return [opened.kind];
  opened.database.close();
  return verifyDatabase(file);
}

const startedAnew = async (): Promise<string | undefined> => {
  const report = await build({ db, from });
  expect(new Set(Object.values(outcomesOf(report)).map((outcome) => outcome.split(' ')[0]))).toEqual(
    new Set(['updated']),
  );
  expect(contentOf(db)).toEqual(content);
  expect(verifyDatabase(db)).toEqual([]);
  return report.kind === 'done' ? report.startedAnew : undefined;
};

describe('a damaged database', () => {
  it('is named, whichever byte is not what it was', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = damaged[at]! ^ change;
        writeFileSync(db, damaged);
        expect(problems(db)).not.toEqual([]);
      }),
      {
        numRuns: 150,
        examples: [
          [0, 1],
          [18, 1],
          [30, 255],
          [60, 1],
          [63, 3],
          [68, 1],
          [71, 128],
          [100, 255],
          [bytes.length - 1, 1],
        ],
      },
    );
  });

  it('is named, wherever it ends too early', () => {
    for (const length of [0, 1, 50, 100, 4095, 4096, 8192, bytes.length - 4096, bytes.length - 1]) {
      writeFileSync(db, bytes.subarray(0, length));
      expect(problems(db)).not.toEqual([]);
    }
  });

  it('is named when bytes hang on behind its end', () => {
    writeFileSync(db, Buffer.concat([bytes, Buffer.alloc(10)]));
    expect(problems(db)).not.toEqual([]);
  });

  it.each([
    ['a page of it is lost', (): void => writeFileSync(db, Buffer.from(bytes).fill(0, 8192, 12_288))],
    ['it is cut short', (): void => truncateSync(db, bytes.length - 10_000)],
    ['a version in it has another digit', (): void => replaceOnce('1.2.3-4+deb12u1', '1.2.3-4+deb12u0')],
    ['it is empty', (): void => truncateSync(db, 0)],
    ['it is no database', (): void => writeFileSync(db, 'no database at all, '.repeat(100))],
  ])('is built anew by the next update when %s', async (_, damage) => {
    copyFileSync(good, db);
    damage();
    expect(await startedAnew()).toMatch(/./);
  });

  function replaceOnce(what: string, by: string): void {
    const damaged = Buffer.from(bytes);
    const at = damaged.indexOf(what);
    expect(at).toBeGreaterThan(0);
    damaged.write(by, at);
    writeFileSync(db, damaged);
    // Well-formed, and wrong: only the checksum can tell.
    expect(verifyDatabase(db)).toEqual(['the file is not as the update wrote it: its checksum differs']);
  }

  it('stays where it is when nothing better can be had', async () => {
    writeFileSync(db, bytes.subarray(0, 5000));
    const empty = path.join(directory, 'empty');
    mkdirSync(empty);
    const report = await build({ db, from: empty });
    expect(report).toMatchObject({ kind: 'done', startedAnew: expect.any(String) });
    expect(readFileSync(db).length).toBe(5000);
  });
});

describe('the checksum', () => {
  it('is that of the file, and holds for a file of several chunks', () => {
    const large = Buffer.concat(Array.from({ length: 30 }, () => bytes));
    writeFileSync(db, large);
    seal(db);
    expect(isSealed(db)).toBe(true);
    const sealed = readFileSync(db);
    for (const at of [0, 67, 72, (1 << 20) - 1, 1 << 20, (1 << 20) + 68, sealed.length - 1]) {
      const damaged = Buffer.from(sealed);
      damaged[at] = damaged[at]! ^ 1;
      writeFileSync(db, damaged);
      expect(isSealed(db)).toBe(false);
    }
  });
});

describe('a database of another format', () => {
  it('is not read, and is built anew', async () => {
    copyFileSync(good, db);
    const other = new DatabaseSync(db);
    other.exec('pragma user_version = 999; drop table candidate');
    other.close();
    seal(db);
    expect(openDatabase(db)).toEqual({ kind: 'unusable', reason: expect.stringContaining('it has format 999') });
    expect(await startedAnew()).toContain('it has format 999');
  });

  it('is lost but for the feeds that were asked for, and the report says why', async () => {
    copyFileSync(good, db);
    const other = new DatabaseSync(db);
    other.exec('pragma user_version = 1');
    other.close();
    const report = await build({ db, from, feeds: feeds.filter(({ name }) => name === 'kev') });
    expect(report).toMatchObject({ kind: 'done', startedAnew: expect.stringContaining('it has format 1') });
    expect(contentOf(db)['feed']).toHaveLength(1);
  });
});

describe('a place where no database can be', () => {
  const failure = async (file: string): Promise<AppError> => {
    const error: unknown = await build({ db: file, from }).then(
      () => undefined,
      (problem: unknown) => problem,
    );
    if (!(error instanceof AppError)) throw new Error(`no AppError: ${String(error)}`);
    return error;
  };

  it('a directory of that name is left alone', async () => {
    mkdirSync(db);
    expect(openDatabase(db)).toEqual({ kind: 'unusable', reason: 'it is not a file' });
    expect((await failure(db)).message).toBe(`the advisory database ${db} cannot be written: it is not a file`);
    expect(readdirSync(directory)).toEqual(['advisories.db']);
  });

  it('below a file: the reason is the system’s', async () => {
    writeFileSync(path.join(directory, 'file'), '');
    const { message, code, remedy } = await failure(path.join(directory, 'file', 'advisories.db'));
    expect(message).toMatch(/cannot be written: (ENOTDIR|EEXIST)/);
    expect(code).toBe('database');
    expect(remedy).toContain('untouched');
  });

  const limiter = 'prlimit';
  it.skipIf(spawnSync(limiter, ['--version']).status !== 0)(
    'a disk that takes so much and no more (needs prlimit)',
    () => {
      copyFileSync(good, db);
      const program = fileURLToPath(new URL('update-one.fixture.ts', import.meta.url));
      const within = (limit: number, file: string): string => {
        const args = [`--fsize=${limit}`, process.execPath, program, file, from];
        return spawnSync(limiter, args, { encoding: 'utf8' }).stdout;
      };
      for (const limit of [1000, 20_000, bytes.length - 5000]) {
        const fresh = path.join(directory, 'fresh.db');
        expect(within(limit, fresh)).toMatch(/cannot be written: (disk I\/O error|database or disk is full)/);
        expect(within(limit, db)).toMatch(/cannot be written: (EFBIG|disk I\/O error|database or disk is full)/);
        expect(readdirSync(directory).filter((name) => !name.endsWith('.lock'))).toEqual(['advisories.db']);
        expect(readFileSync(db).equals(bytes)).toBe(true);
      }
    },
  );

  it('a link that leads to itself', async () => {
    symlinkSync(db, db);
    expect((await failure(db)).message).toContain('ELOOP');
    expect(openDatabase(db).kind).toBe('unusable');
  });
});

describe('a symbolic link to the database', () => {
  it('stays, and what it leads to is replaced', async () => {
    mkdirSync(path.join(directory, 'elsewhere'));
    const real = path.join(directory, 'elsewhere', 'real.db');
    copyFileSync(good, real);
    symlinkSync('elsewhere/real.db', db);
    const { ino } = lstatSync(real);
    await build({ db, from, now: '2025-07-03T00:00:00.000Z' });
    expect(readlinkSync(db)).toBe('elsewhere/real.db');
    expect(lstatSync(real).ino).not.toBe(ino);
    expect(readdirSync(directory).sort()).toEqual(['advisories.db', 'elsewhere']);
    expect(verifyDatabase(db)).toEqual([]);
  });

  it('may be there before what it leads to', async () => {
    symlinkSync('elsewhere/real.db', db);
    await build({ db, from });
    expect(existsSync(path.join(directory, 'elsewhere', 'real.db'))).toBe(true);
    expect(contentOf(db)).toEqual(content);
  });
});
