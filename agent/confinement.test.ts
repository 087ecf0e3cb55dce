// The resident part under the limits it is started with, tried from inside a real process.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadAdapters } from '@suture/adapters/registry.ts';
import { residentFlags } from './confinement.ts';
import { look } from './look.ts';
import { watchedBy } from './watched.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-confined-'));
const folder = join(base, 'state');
const policy = join(base, 'policy.yaml');
const trust = join(base, 'trust.json');
const outside = join(base, 'outside');
afterAll(() => rmSync(base, { recursive: true, force: true }));

const tries = {
  writesState: `fs.writeFileSync(${JSON.stringify(join(folder, 'a'))}, '1')`,
  replacesState: `fs.renameSync(${JSON.stringify(join(folder, 'a'))}, ${JSON.stringify(join(folder, 'b'))})`,
  readsState: `fs.readFileSync(${JSON.stringify(join(folder, 'b'))})`,
  readsPolicy: `fs.statSync(${JSON.stringify(policy)})`,
  readsTrust: `fs.statSync(${JSON.stringify(trust)})`,
  readsWatched: `fs.statSync('/etc/os-release')`,
  readsBootId: `fs.readFileSync('/proc/sys/kernel/random/boot_id')`,
  writesOutside: `fs.writeFileSync(${JSON.stringify(outside)}, '1')`,
  writesBeside: `fs.writeFileSync(${JSON.stringify(`${folder}-2`)}, '1')`,
  climbsOut: `fs.writeFileSync(${JSON.stringify(folder)} + '/../outside', '1')`,
  movesOut: `fs.renameSync(${JSON.stringify(join(folder, 'b'))}, ${JSON.stringify(outside)})`,
  linksOut: `fs.symlinkSync('/', ${JSON.stringify(join(folder, 'link'))})`,
  writesPolicy: `fs.writeFileSync(${JSON.stringify(policy)}, '')`,
  writesTrust: `fs.writeFileSync(${JSON.stringify(trust)}, '')`,
  writesWatched: `fs.writeFileSync('/etc/os-release', '')`,
  writesPrograms: `fs.writeFileSync(${JSON.stringify(join(import.meta.dirname, 'planted.ts'))}, '')`,
  readsSecrets: `fs.readFileSync('/etc/shadow')`,
  readsOtherUsers: `fs.readdirSync('/root')`,
  makesCode: `new Function('return 1')()`,
  startsWorkers: `new (require('node:worker_threads').Worker)('1', { eval: true })`,
} as const;

let found: Readonly<Record<string, string>>;

beforeAll(async () => {
  mkdirSync(folder);
  writeFileSync(policy, '');
  writeFileSync(trust, '{}');
  const script = `const fs = require('node:fs'); const out = {};
    ${Object.entries(tries)
      .map(
        ([name, code]) =>
          `try { ${code}; out.${name} = 'done'; } catch (error) { out.${name} = error.code ?? error.name; }`,
      )
      .join('\n')}
    console.log(JSON.stringify(out));`;
  const flags = await residentFlags(folder, join(import.meta.dirname, 'main.ts'), policy, trust);
  const run = spawnSync(process.execPath, [...flags, '-e', script], { encoding: 'utf8' });
  if (run.stderr !== '') throw new Error(run.stderr);
  found = JSON.parse(run.stdout) as Record<string, string>;
});

test.each(['writesState', 'replacesState', 'readsState', 'readsPolicy', 'readsTrust', 'readsWatched', 'readsBootId'])(
  '%s, as it must',
  (name) => {
    expect(found[name]).toBe('done');
  },
);

test.each([
  'writesOutside',
  'writesBeside',
  'climbsOut',
  'movesOut',
  'linksOut',
  'writesPolicy',
  'writesTrust',
  'writesWatched',
  'writesPrograms',
  'readsSecrets',
  'readsOtherUsers',
  'startsWorkers',
])('it is kept from this: %s', (name) => {
  expect(found[name]).toBe('ERR_ACCESS_DENIED');
  expect(existsSync(outside)).toBe(false);
});

test('text is never run as code', () => {
  expect(found['makesCode']).toBe('EvalError');
});

test('what is watched looks the same from inside, or each check-in would bring a report', async () => {
  const watches = watchedBy(await loadAdapters(), { policyFile: policy, trustFile: trust });
  const list = join(folder, 'watches.json');
  writeFileSync(list, JSON.stringify(watches));
  const script = `import { look } from ${JSON.stringify(join(import.meta.dirname, 'look.ts'))};
    import { readFileSync } from 'node:fs';
    process.stdout.write(look(JSON.parse(readFileSync(${JSON.stringify(list)}, 'utf8'))));`;
  const flags = await residentFlags(folder, join(import.meta.dirname, 'main.ts'), policy, trust);
  const inside = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(inside).toMatchObject({ status: 0, stderr: '', stdout: look(watches) });
});
