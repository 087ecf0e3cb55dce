// The snap adapter on recordings, and with the real curl against a server on a socket that behaves and misbehaves.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Host } from '../host.ts';
import { localHost } from '../local-host.ts';
import { readRecording } from '../recorded-host.ts';
import { snapdSocket } from './commands.ts';
import { snap } from './index.ts';
import { parseSnaps, parseSystem } from './parse.ts';

const system = { id: 'ubuntu', version: '24.04' } as const;
const recording = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));

describe('snaps', () => {
  const host = recording('from-docs');

  test('in use are reported with channel, revision and the one to go back to', async () => {
    const section = await snap.inventory?.(host, system);
    expect(section?.items.map(({ purl }) => purl)).toEqual([
      'pkg:generic/snap/core22@20230801?channel=latest%2Fstable&revision=864',
      'pkg:generic/snap/larder@1.2.0?channel=latest%2Fstable&previous=30&revision=31',
      'pkg:generic/snap/pantry@2.0?channel=2.x%2Fcandidate&revision=7',
      'pkg:generic/snap/cellar@0.9?channel=latest%2Fstable&revision=x1',
      'pkg:generic/snap/stove@3?channel=latest%2Fstable&revision=5',
      'pkg:generic/snap/pc-kernel@6.1?channel=latest%2Fstable&revision=1200',
    ]);
    expect(section?.problems).toEqual(['snapd names 1 snaps that cannot be read']);
    expect(section?.items.filter(({ hold }) => hold).map(({ name }) => name)).toEqual(['pantry', 'stove']);
  });

  test('have refreshes, held ones with the end of their hold', async () => {
    const section = await snap.available?.(host, system);
    expect(
      section?.items.map((each) => [each.package, each.installed, each.candidate, each.origin, each.heldBack?.why]),
    ).toEqual([
      ['larder', '1.2.0', '1.3.0', 'snap store latest/stable', undefined],
      ['core22', '20230801 (864)', '20230801 (900)', 'snap store latest/stable', undefined],
      [
        'pantry',
        '2.0',
        '2.1',
        'snap store 2.x/candidate',
        'refreshes are held until 2026-12-24 (snap refresh --unhold pantry)',
      ],
      ['stove', '3', '4', 'snap store latest/stable', 'refreshes are held (snap refresh --unhold stove)'],
      ['pc-kernel', '6.1', '6.2', 'snap store latest/stable', undefined],
    ]);
  });

  test('would change as the store offers, held ones only where they are named', async () => {
    const all = await snap.simulate?.(host, { scope: 'all' });
    expect(all?.ok && [all.simulation.changes.length, all.simulation.heldBack.length, all.simulation.reboot]).toEqual([
      3,
      2,
      true,
    ]);
    const one = await snap.simulate?.(host, { scope: 'packages', packages: [{ name: 'pantry', version: '2.1' }] });
    expect(one).toMatchObject({
      ok: true,
      simulation: {
        changes: [{ kind: 'upgrade', package: 'pantry', from: '2.0', to: '2.1' }],
        reboot: false,
        bytesToDownload: 1,
      },
    });
    const other = await snap.simulate?.(host, { scope: 'packages', packages: [{ name: 'pantry', version: '9' }] });
    expect(other).toEqual({ ok: false, reason: 'the store offers "2.1" for pantry, and no other version' });
  });

  test('that are not there are no reason to report', async () => {
    expect(await snap.detect(recording('no-snaps'))).toEqual({ present: false, reason: 'no snap is in use' });
    expect(await snap.detect(recording('from-docs'))).toEqual({ present: true, version: '2.63' });
  });
});

const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe.skipIf(!hasCurl)(`over a real socket${hasCurl ? '' : ' (skipped: there is no curl here)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'suture-snapd-'));
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A server where snapd would be, for an adapter that does not know. */
  async function snapd(answer: RequestListener): Promise<Host> {
    const socket = join(folder, `${servers.length}.socket`);
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    return {
      ...localHost,
      run: ({ argv: [program, ...rest], ...command }) =>
        localHost.run({ ...command, argv: [program, ...rest.map((part) => (part === snapdSocket ? socket : part))] }),
    };
  }

  const ok = (result: unknown): string => JSON.stringify({ type: 'sync', 'status-code': 200, result });
  const larder = {
    name: 'larder',
    version: '1.0',
    revision: '3',
    status: 'active',
    type: 'app',
    'tracking-channel': 'latest/stable',
  };

  test('every question reaches snapd and its answer comes back', async () => {
    const asked: string[] = [];
    const host = await snapd(({ url = '' }, response) => {
      asked.push(url);
      response.end(
        url.includes('find')
          ? ok([{ ...larder, version: '1.1', revision: '4' }])
          : url.includes('system')
            ? ok({ version: '2.63' })
            : ok([larder]),
      );
    });
    const section = await snap.available?.(host, system);
    expect(section).toMatchObject({
      status: 'complete',
      items: [{ package: 'larder', installed: '1.0', candidate: '1.1' }],
    });
    expect(asked.toSorted()).toEqual(['/v2/find?select=refresh', '/v2/snaps?select=all', '/v2/system-info']);
  });

  test.each<[string, RequestListener, RegExp]>([
    ['hangs up', (_, response) => void response.destroy(), /^snapd \(\w+\) failed \(exit \d+\): curl: /],
    [
      'sends half',
      (_, response) =>
        void response
          .writeHead(200, { 'content-length': 1000 })
          .write('{"type":"sync","result":[', () => response.destroy()),
      /^snapd \(\w+\) failed \(exit 18\)/,
    ],
    [
      'is in trouble',
      (_, response) =>
        void response
          .writeHead(500)
          .end('{"type":"error","result":{"message":"cannot contact the store","kind":"network-timeout"}}'),
      /snapd says: cannot contact the store/,
    ],
    ['speaks of something else', (_, response) => void response.end('<html>'), /did not answer in JSON/],
  ])('a snapd that %s is unknown, not up to date', async (_, answer, why) => {
    const section = await snap.available?.(await snapd(answer), system);
    expect(section?.status).toBe('failed');
    expect(section?.problems[0]).toMatch(why);
  });
});

test('no text makes a reader throw, or an option pass for a name', () => {
  const one = fc.record(
    { name: fc.string(), version: fc.string(), revision: fc.anything(), hold: fc.string(), status: fc.string() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.oneof(one, fc.anything())), (text, result) => {
      for (const each of [text, JSON.stringify({ type: 'sync', result })]) {
        const read = parseSnaps(each);
        for (const { name, version } of read.ok ? read.value : []) expect(`${name} ${version}`).not.toMatch(/^-| -/);
        parseSystem(each);
      }
    }),
  );
});
