// Tests that the bundled command line says what its modules say, and which parts of Node a scan of files does without.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { makeSample, sampleInventories } from '@suture/feeds/sample/make.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './checks/outcome.ts';
import { bundleProgram } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-program-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modules = join(root, 'cli', 'main.ts');
const db = join(folder, 'sample.db');
const scan = ['scan', '--dpkg-status', join(sampleInventories, 'debian12.status'), '--os', 'debian:12', '--db', db];
let bundled = '';

const run = (program: readonly string[], args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...args], { encoding: 'utf8', input });
  return { status, stdout, stderr };
};

beforeAll(async () => {
  await bundleProgram(folder);
  const { entry } = JSON.parse(readFileSync(join(folder, 'current.json'), 'utf8')) as { readonly entry: string };
  bundled = join(folder, entry);
  makeSample(join(folder, 'feeds'));
  const built = run([bundled], ['db', 'update', '--quiet', '--from', join(folder, 'feeds'), '--db', db]);
  if (built.status !== 0) throw new Error(built.stderr);
}, 60_000);

const commandLines: readonly (readonly [string, readonly string[], string])[] = [
  ['the version', ['--version'], ''],
  ['the help', ['--help'], ''],
  ['a wrong command line', ['no-such-command'], ''],
  ['versions in order', ['versions', 'compare', '--scheme', 'debian'], '1-1\t1-2\n2~rc1\t2\n'],
  ['a list of fixes', scan, ''],
  ['a list of everything', [...scan, '--all'], ''],
  ['findings as CSV', [...scan, '--format', 'csv'], ''],
  ['the reasons for a deadline', ['why', 'CVE-2099-1001', ...scan.slice(1)], ''],
];
test.each(commandLines)('bundled or not, it says the same: %s', (_, args, input) => {
  const said = run([bundled], args, input);
  expect(said).toEqual(run([modules], args, input));
  expect(said.stdout + said.stderr).not.toBe('');
});

test('every file it was made from is watched for changes, by a scan only those of a scan', () => {
  const { sources } = JSON.parse(readFileSync(join(folder, 'current.json'), 'utf8')) as {
    readonly sources: Readonly<Record<'all' | 'scan', readonly (readonly [string])[]>>;
  };
  const watched = (list: readonly (readonly [string])[]): readonly string[] =>
    list.map(([path]) => relative(root, path).replaceAll('\\', '/'));
  const scans = [
    'package-lock.json',
    'cli/main.ts',
    'cli/commands/scan.ts',
    'cli/scan/assemble.ts',
    'cli/scan/from-this-machine.ts',
    'cli/output/sarif.ts',
    'adapters/apt/parse.ts',
    'core/matching/judge.ts',
  ];
  expect(watched(sources.scan)).toEqual(expect.arrayContaining(scans));
  expect(watched(sources.all)).toEqual(
    expect.arrayContaining([...scans, 'feeds/registry.ts', 'cli/commands/why-run.ts']),
  );
  expect(watched(sources.scan)).not.toContain('feeds/registry.ts');
});

test('a list of fixes needs no cryptography, no network and no other processes', () => {
  const report = join(folder, 'parts.cjs');
  const output = join(folder, 'parts.json');
  writeFileSync(
    report,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(output)}, JSON.stringify(process.moduleLoadList)))`,
  );
  expect(run(['--require', report, bundled], scan).status).toBe(0);
  const parts = JSON.parse(readFileSync(output, 'utf8')) as readonly string[];
  expect(parts).toContain('NativeModule sqlite');
  for (const part of ['crypto', 'child_process', 'http', 'zlib', 'fs/promises'])
    expect(parts).not.toContain(`NativeModule ${part}`);
});
