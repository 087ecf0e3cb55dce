// `suture cve`: exposed, clear or unknown, and clear only where the data would have said otherwise.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ran, RunOptions } from '../run.fixture.ts';
import { type Sample, sample } from '../sample.fixture.ts';

let world: Sample;
beforeAll(async () => {
  world = await sample();
});

const npm = (id: string, version: string, options: RunOptions = {}): Promise<Ran> =>
  world.run(['cve', id, '--purls', '-'], { stdin: `pkg:npm/examplejs@${version}\n`, ...options });

describe('the verdict', () => {
  it('is exposed, with what fixes it and the command that explains it', async () => {
    const { code, out, err } = await npm('CVE-2099-6001', '1.2.3');
    expect({ code, err }).toEqual({ code: 3, err: '' });
    expect(out).toBe(
      'EXPOSED  CVE-2099-6001 on standard input\n' +
        '  examplejs 1.2.3: fixed in 1.2.4\n' +
        'Data fetched just now.\n' +
        'Next: suture why CVE-2099-6001 --purls -\n',
    );
  });

  it('is clear, with the package that is past it', async () => {
    const { code, out } = await npm('CVE-2099-6001', '1.2.4');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^CLEAR {2}CVE-2099-6001 on standard input\n {2}examplejs 1\.2\.4 is not affected \(fixed in 2\.1\.0, 1\.2\.4\)/,
    );
  });

  it('is clear where the advisories on it name other packages only', async () => {
    const { code, out } = await world.run(['cve', 'CVE-2099-1001', '--purls', '-'], {
      stdin: 'pkg:npm/otherjs@1.0.0\n',
    });
    expect(out).toMatch(/^CLEAR .*\n {2}No advisory on it names an installed package\.\n/);
    expect(code).toBe(0);
  });

  it.each([
    ['nobody has heard of it', 'CVE-2098-9999', 'pkg:npm/examplejs@1.2.3', 'has heard of CVE-2098-9999'],
    ['no feed covers the package', 'CVE-2099-6001', 'pkg:generic/x@1', 'no advisory feed covers it'],
    ['the inventory is partly unreadable', 'CVE-2099-6001', 'pkg:npm/examplejs@9\nnonsense', 'line 2'],
    ['the version cannot be read', 'CVE-2099-6001', 'pkg:npm/examplejs@one', 'could not be judged'],
  ])('is unknown where %s', async (_, id, list, reason) => {
    const { code, out } = await world.run(['cve', id, '--purls', '-'], { stdin: `${list}\n` });
    expect(code).toBe(6);
    expect(out).toMatch(/^UNKNOWN {2}/);
    expect(out).toContain(reason);
  });

  it('is unknown where the data are older than the vulnerability may be', async () => {
    const { code, out } = await world.run(['cve', 'CVE-2099-1001', '--purls', '-'], {
      stdin: 'pkg:npm/otherjs@1.0.0\n',
      now: new Date('2099-07-01T12:00:00Z'),
    });
    expect(out).toContain('CVE-2099-1001 may be newer than the data of feed osv:npm, which end at 2025-06-04');
    expect(code).toBe(6);
  });

  it('is unknown without a database, and says what to do', async () => {
    const { code, out } = await npm('CVE-2099-6001', '1.2.3', { env: { SUTURE_DB: '', XDG_DATA_HOME: '/nowhere' } });
    expect(code).toBe(6);
    expect(out).toMatch(
      /^UNKNOWN {2}.*\n {2}vulnerabilities: there is no advisory database\nNext: suture db update\n$/,
    );
  });

  it('is unknown for a system that no feed covers', async () => {
    const file = world.inventory('rhel9.2.rpmqa.tsv');
    const { code, out } = await world.run(['cve', 'CVE-2099-1001', '--rpm-qa', file, '--os', 'fedora:42']);
    expect(code).toBe(6);
    expect(out).toContain('Fedora publishes no OSV advisories');
  });
});

describe('the id', () => {
  it.each(['cve-2099-6001', 'GHSA-0000-test-npm1', 'ghsa-0000-TEST-npm1'])('may be written %s', async (id) => {
    expect((await npm(id, '1.2.3')).code).toBe(3);
    expect((await npm(id, '9.9.9')).code).not.toBe(3);
  });

  it('of an announcement stands for all that it announces', async () => {
    const file = world.inventory('debian12.status');
    const { findings } = JSON.parse(
      (await world.run(['scan', '--dpkg-status', file, '--os', 'debian:12', '--json'])).out,
    ) as { findings: { advisories: string[] }[] };
    const announcement = findings.flatMap(({ advisories }) => advisories).find((id) => id.startsWith('DSA-'));
    const { code, out } = await world.run(['cve', String(announcement), '--dpkg-status', file, '--os', 'debian:12']);
    expect(out).toMatch(/^EXPOSED {2}DSA-/);
    expect(code).toBe(3);
  });

  it.each(['openssl', '', 'CVE', '$(id)', 'CVE-2024-1\u001b[2J'])('%j is refused', async (id) => {
    const { code, out, err } = await npm(id, '1.2.3');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Write it like CVE-2024-6387');
    expect(err).not.toContain('\u001b');
  });
});

it('the answer is also JSON', async () => {
  const args = ['cve', 'CVE-2099-6001', '--purls', '-', '--json'];
  const exposed = await world.run(args, { stdin: 'pkg:npm/examplejs@1.2.3\n' });
  expect(exposed.code).toBe(3);
  expect(JSON.parse(exposed.out)).toMatchObject({
    schema: 'suture.cve/1',
    id: 'CVE-2099-6001',
    verdict: 'exposed',
    findings: [{ package: { name: 'examplejs' }, fixedVersion: '1.2.4' }],
    doubts: [],
  });
  const clear = await world.run(args, { stdin: 'pkg:npm/examplejs@1.2.4\n' });
  expect(JSON.parse(clear.out)).toMatchObject({ verdict: 'clear', cleared: [{ package: { name: 'examplejs' } }] });
});

it('the verdict is coloured on a terminal only', async () => {
  expect((await npm('CVE-2099-6001', '1.2.3', { terminal: 80 })).out).toMatch(/^\u001b\[31m\u001b\[1mEXPOSED\u001b/);
  expect((await npm('CVE-2099-6001', '1.2.3', { terminal: 80, env: { NO_COLOR: '1' } })).out).toMatch(/^EXPOSED /);
});
