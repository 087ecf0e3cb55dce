// The executor as the package installs it: it answers the agent alone, and its confinement leaves apt what that needs.
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPackage, packageName } from './agent-build.ts';
import { debianBase, whyNoLab } from './debian-base.ts';
import { startHost, type Host } from './host.ts';
import type { Ended } from './programs.ts';

const why = await whyNoLab();
const shown = mkdtempSync(join(tmpdir(), 'suture-shown-'));

/** What the agent does: one line to the socket, one line back. */
const knock = `
const socket = require('node:net').connect('/run/suture/executor.sock');
socket.on('error', (error) => { console.log(error.code); process.exit(9); });
socket.on('connect', () => socket.write(process.argv[1] + '\\n'));
socket.pipe(process.stdout);
`;

describe.skipIf(why !== undefined)(`the executor${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let host: Host;

  beforeAll(async () => {
    // A repository of one package, without a network.
    mkdirSync(join(shown, 'repository'));
    const text = 'Package: offered\nVersion: 2.0\nArchitecture: all\nFilename: ./none.deb\nSize: 1\nSHA256: 00\n';
    writeFileSync(join(shown, 'repository', 'Packages'), text);
    const [base] = await Promise.all([debianBase(), buildPackage('1.0', shown)]);
    host = await startHost({ base, name: 'executor', init: 'systemd', shown });
    await host.exec(
      'sh',
      '-c',
      'echo "deb [trusted=yes] file:/lab/repository ./" > /etc/apt/sources.list; rm -rf /etc/apt/sources.list.d',
    );
    await host.exec('dpkg', '-i', `/lab/${packageName('1.0')}`);
  }, 900_000);
  afterAll(async () => {
    await host?.stop();
    rmSync(shown, { recursive: true, force: true });
  });

  const knockAs = (user: string, verb: string): Promise<Ended> => {
    const request = JSON.stringify({ version: 1, id: randomUUID(), verb });
    const as = ['setpriv', `--reuid=${user}`, '--regid=nogroup', '--clear-groups'] as const;
    return host.exec(...as, '/usr/lib/suture-agent/node', '-e', knock, request);
  };
  const answered = ({ out }: Ended): unknown => JSON.parse(out);

  test('others cannot reach it, and the agent can', async () => {
    expect(await knockAs('nobody', 'describe')).toMatchObject({ code: 9, out: 'EACCES\n' });
    expect(answered(await knockAs('suture-agent', 'describe'))).toMatchObject({
      outcome: 'done',
      describes: { policy: { state: 'in-force', observeOnly: false } },
    });
    expect((await host.exec('systemctl', 'is-active', 'suture-executor.service')).out).toBe('active\n');
  }, 60_000);

  test('it fetches the indexes of apt within its confinement', async () => {
    expect((await host.exec('apt-cache', 'policy', 'offered')).out).not.toContain('2.0');
    const ended = await knockAs('suture-agent', 'refresh-indexes');
    expect(answered(ended)).toMatchObject({ outcome: 'done' });
    expect((await host.exec('apt-cache', 'policy', 'offered')).out).toContain('Candidate: 2.0');
    expect(
      (await host.exec('journalctl', '--no-pager', '-u', 'suture-executor.service', '-p', 'warning')).out,
    ).not.toMatch(/suture|node/iu);
  }, 60_000);

  test('the policy of the machine is above the agent', async () => {
    await host.exec('sh', '-c', 'echo "observe-only: true" > /etc/suture/policy.yaml');
    expect(answered(await knockAs('suture-agent', 'refresh-indexes'))).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('observe-only'),
    });
    expect(answered(await knockAs('suture-agent', 'install-anything'))).toMatchObject({ outcome: 'refused' });
  });
});
