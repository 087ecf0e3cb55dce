// What the embedded PostgreSQL does not start on, with reasons and without touching it.
import { existsSync, readFileSync } from 'node:fs';
import { chown, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { startEmbedded } from './embedded.ts';
import type { EmbeddedOptions } from './embedded.ts';
import { account, begin, isRoot, place, usedPlace } from './instances.fixture.ts';

describe('what it refuses, touching nothing', () => {
  const refusal = async (directory: string, options: EmbeddedOptions = {}): Promise<unknown> =>
    startEmbedded({ directory, timeoutMs: 20_000, ...options });

  test('a data directory of another major version', async () => {
    const directory = await usedPlace();
    await (await begin(directory)).stop();
    const version = join(directory, 'data', 'PG_VERSION');
    await writeFile(version, '17\n');
    const before = readFileSync(join(directory, 'data', 'global', 'pg_control'));
    expect(await refusal(directory)).toMatchObject({
      kind: 'refused',
      cause: 'other-major-version',
      reason: expect.stringContaining('was made by PostgreSQL 17, and this Suture brings PostgreSQL 18'),
      remedy: expect.stringMatching(/Nothing was changed.*suture backup.*suture restore/),
    });
    await writeFile(version, '19\n');
    expect(await refusal(directory)).toMatchObject({ remedy: expect.stringContaining('later Suture') });
    expect(readFileSync(join(directory, 'data', 'global', 'pg_control'))).toEqual(before);
    expect(readFileSync(version, 'utf8')).toBe('19\n');
  });

  test('a directory with something else in it, or with the data of another PostgreSQL', async () => {
    const documents = await place();
    await mkdir(documents);
    await writeFile(join(documents, 'thesis.odt'), 'x');
    expect(await refusal(documents)).toMatchObject({
      cause: 'foreign-directory',
      reason: expect.stringContaining('"thesis.odt"'),
    });
    expect(await readdir(documents)).toEqual(['thesis.odt']);
    expect((await stat(documents)).mode & 0o777).toBe(0o755);

    const theirs = await place();
    await mkdir(join(theirs, 'data'), { recursive: true });
    await writeFile(join(theirs, 'data', 'PG_VERSION'), '18\n');
    if (isRoot) await chown(join(theirs, 'data'), account ?? 0, 0);
    expect(await refusal(theirs)).toMatchObject({
      cause: 'foreign-directory',
      reason: expect.stringContaining('was not made by Suture'),
    });
    expect(await readdir(theirs, { recursive: true })).toEqual(['data', join('data', 'PG_VERSION')]);
    expect((await stat(theirs)).mode & 0o777).toBe(0o755);

    expect(await refusal(join(theirs, 'data'))).toMatchObject({
      reason: expect.stringContaining('is the data directory of another PostgreSQL'),
    });
  });

  test('a path through a file', async () => {
    const file = await place('file');
    await writeFile(file, '');
    expect(await refusal(join(file, 'postgres'))).toMatchObject({ cause: 'not-writable' });
    expect(await refusal(file)).toMatchObject({ cause: 'not-writable', reason: `${file} is not a directory` });
  });

  test('a platform without a package, and a package that is not installed', async () => {
    await expect(findBinaries('sunos-sparc')).rejects.toMatchObject({
      refusal: { cause: 'unsupported-platform', remedy: expect.stringContaining('DATABASE_URL') },
    });
    const absent = process.platform === 'darwin' ? 'linux-arm64' : 'darwin-x64';
    await expect(findBinaries(absent)).rejects.toMatchObject({
      refusal: { cause: 'no-binaries', remedy: expect.stringContaining('npm run setup') },
    });
  });

  test('programs built for another C library', async () => {
    const directory = await place();
    const root = await place('package');
    const native = join(root, 'native');
    for (const folder of ['bin', 'lib', 'share/postgresql']) await mkdir(join(native, folder), { recursive: true });
    await writeFile(join(native, 'share/postgresql/postgres.bki'), '');
    for (const program of ['initdb', 'postgres']) {
      // What the kernel says of a program without its loader is what it says of a script without its interpreter.
      await writeFile(join(native, 'bin', program), '#!/no/such/loader\n', { mode: 0o755 });
    }
    expect(await refusal(directory, { binaries: { native, version: '18.0.0', major: 18 } })).toEqual({
      kind: 'refused',
      cause: 'unsupported-platform',
      reason: expect.stringContaining('needs glibc'),
      remedy: expect.stringContaining('DATABASE_URL'),
    });
    expect(existsSync(join(directory, 'data'))).toBe(false);
  });

  test('a setting of local.conf that PostgreSQL does not know, in its own words', async () => {
    const directory = await usedPlace();
    await writeFile(join(directory, 'local.conf'), 'no_such_setting = 1\n');
    expect(await refusal(directory)).toMatchObject({
      cause: 'did-not-start',
      reason: expect.stringContaining('contains errors'),
      remedy: expect.stringContaining('postgres.log'),
    });
  });
});
