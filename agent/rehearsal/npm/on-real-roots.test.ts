// Rehearsals of npm's global packages on a real Debian, with the real npm and a registry of the test's own.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoEndpoint } from '@suture/adapters/lab-endpoint.fixture.ts';
import { startRegistry, type Registry } from '@suture/adapters/npm/execution/registry.fixture.ts';
import { startRehearsing, type Rehearsing } from '../rehearsing.fixture.ts';

/** Of the machine that runs the test. */
const [npm, node] = ['/usr/lib/node_modules/npm', '/usr/bin/node'];
const absent = [`${npm}/bin/npm-cli.js`, node].filter((path) => !existsSync(path));
const missing = whyNoEndpoint() ?? (absent.length === 0 ? undefined : `there is no ${absent.join(', ')}`);
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
/** Where hosts of the lab see this machine. */
const here = '10.77.0.1';

describe.skipIf(missing !== undefined)(`npm’s global packages${skipped}`, { timeout: 240_000 }, () => {
  let on: Rehearsing;
  let registry: Registry;
  beforeAll(async () => {
    on = startRehearsing('suture-rehearse-npm', { show: [npm, node] });
    registry = await startRegistry(here);
    registry.publish('lab-part', '1.0.0');
    for (const version of ['1.0.0', '1.1.0'])
      registry.publish('lab-tool', version, { dependencies: { 'lab-part': '^1.0.0' } });
    registry.publish('lab-script', '1.0.0');
    registry.publish('lab-script', '1.1.0', { scripts: { postinstall: 'echo no way there >&2; exit 7' } });
    on.endpoint.shell(`ln -s ${npm}/bin/npm-cli.js /usr/local/bin/npm; mkdir -p /usr/local/etc
      echo prefix=/usr/local > /root/.npmrc; echo registry=${registry.url} > /usr/local/etc/npmrc`);
    await on.endpoint.host.run({
      argv: ['npm', 'install', '-g', 'lab-tool@1.0.0', 'lab-script@1.0.0'],
      timeoutMs: 120_000,
      maxOutputBytes: 1 << 20,
    });
  }, 240_000);
  afterAll(() => {
    on?.endpoint.stop();
    registry?.close();
  });
  const rehearse = (...changes: readonly string[]) => on.rehearse('--adapter', 'npm', ...changes);

  test('pass without a network once they are fetched, and every byte is as it was', async () => {
    expect(on.endpoint.shell('lab-tool')).toBe('lab-tool 1.0.0\n');
    const before = on.wholeRoot();
    const said = await rehearse('lab-tool=1.0.0..1.1.0');
    expect(said).toMatchObject({ kind: 'rehearsed', verdict: 'pass', reasons: [] });
    if (said.kind !== 'rehearsed') return expect.unreachable();
    expect(said.checks).toEqual(expect.arrayContaining(['versions as planned', 'npm ls -g']));
    expect(on.wholeRoot()).toBe(before);
    expect(on.leftBehind()).toBe('');
  });

  test('of which a script fails are not rehearsed, as it may need the network; what the registry has not fails', async () => {
    expect(await rehearse('lab-script=1.0.0..1.1.0')).toEqual({
      kind: 'not-rehearsed',
      why: expect.stringContaining('which may have needed the network that a rehearsal has not'),
    });
    expect(await rehearse('lab-tool=1.0.0..1.2.0')).toMatchObject({
      kind: 'rehearsed',
      verdict: 'fail',
      reasons: [{ verdict: 'fail', says: expect.stringContaining('drifted: ') }],
    });
    expect(on.endpoint.shell('lab-tool')).toBe('lab-tool 1.0.0\n');
  });
});
