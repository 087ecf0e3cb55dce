// `suture scan` from the command line to the streams and the exit code, on the invented sample.
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ran } from '../run.fixture.ts';
import { type Sample, sample } from '../sample.fixture.ts';
import type { ScanDocument } from '../scan-document.ts';

let world: Sample;
beforeAll(async () => {
  world = await sample();
});

const documentOf = ({ out }: Ran): ScanDocument => JSON.parse(out) as ScanDocument;
const scanPurls = (list: string, ...args: readonly string[]): Promise<Ran> =>
  world.run(['scan', '--purls', '-', ...args], { stdin: list });
const purls = (): string => world.inventory('purls.txt');
const debian = (...args: readonly string[]): Promise<Ran> =>
  world.run(['scan', '--dpkg-status', world.inventory('debian12.status'), '--os', 'debian:12', ...args]);

describe('the formats', () => {
  it('a table, plain where nobody looks at a terminal', async () => {
    const { code, out, err } = await debian();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^[◆▲■●○] /);
    expect(out).toMatch(/\nNext: suture why CVE-2099-\d+ --dpkg-status \S+ --os debian:12\n$/);
    expect(out).not.toContain('\u001b');
  });

  it('coloured and cut on a terminal, but not against the wish', async () => {
    const args = ['scan', '--purls', purls(), '--all'];
    const looked = await world.run(args, { terminal: 60 });
    expect(looked.out).toContain('\u001b[');
    expect(looked.err.replaceAll(/\r\u001b\[2K[^\r]*/g, '')).toBe('');
    const plain = await world.run([...args, '--no-color'], { terminal: 60 });
    expect(plain.out).toBe(looked.out.replaceAll(/\u001b\[\d+m/g, ''));
    const long = plain.out.split('\n').filter((line) => line.length > 60 && !line.startsWith('Next: '));
    expect(long).toEqual([]);
    expect((await world.run(args, { terminal: 60, env: { NO_COLOR: '1' } })).out).toBe(plain.out);
  });

  it('JSON, with as many lines of JSON Lines as findings', async () => {
    const { findings } = documentOf(await debian('--json'));
    const lines = (await debian('--jsonl')).out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(findings);
    expect(findings.length).toBeGreaterThan(5);
  });

  it('CSV with a line for each finding', async () => {
    const { out } = await debian('--format', 'csv');
    const { findings } = documentOf(await debian('--json'));
    const lines = out.split('\r\n');
    expect(lines[0]).toMatch(/^vulnerability,severity,state,due,/);
    expect(lines).toHaveLength(findings.length + 2);
    expect(lines[1]).toContain(findings[0]?.id ?? '-');
  });

  it('Markdown, SARIF and CycloneDX', async () => {
    expect((await debian('--format', 'md', '--all')).out).toMatch(/^# debian12\.status: \d+ fix(es)? missing\n/);
    const sarif = JSON.parse((await debian('--format', 'sarif')).out) as object;
    expect(sarif).toMatchObject({ version: '2.1.0' });
    const bom = JSON.parse((await debian('--format', 'cyclonedx')).out) as object;
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
  });

  it('what could not be known goes to the error stream where the format has no place for it', async () => {
    for (const args of [['--jsonl'], ['--format', 'csv']]) {
      const { code, err } = await scanPurls('pkg:generic/x@1\n', ...args);
      expect(code).toBe(0);
      expect(err).toContain('suture: not known: package x: no advisory feed covers it\n');
    }
    expect((await scanPurls('pkg:generic/x@1\n', '--json')).err).toBe('');
  });
});

describe('--fail-on', () => {
  const code = async (list: string, condition: string): Promise<number> =>
    (await scanPurls(list, '--fail-on', condition)).code;
  const affected = 'pkg:npm/examplejs@1.2.3\n';
  const clean = 'pkg:npm/examplejs@9.9.9\n';

  it('ends with 3 where it holds and with 0 where it does not', async () => {
    expect(await code(affected, 'any')).toBe(3);
    expect(await code(affected, 'overdue')).toBe(3);
    expect(await code(affected, 'due:0d')).toBe(3);
    expect(await code(affected, 'critical')).toBe(0);
    for (const condition of ['any', 'overdue', 'due:9999d', 'critical']) expect(await code(clean, condition)).toBe(0);
  });

  it('counts days to the due date', async () => {
    const now = new Date('2025-06-02T00:00:00Z');
    const until = async (days: number): Promise<number> =>
      (await world.run(['scan', '--purls', '-', '--fail-on', `due:${days}d`], { stdin: affected, now })).code;
    const { findings } = documentOf(await world.run(['scan', '--purls', '-', '--json'], { stdin: affected, now }));
    expect(findings[0]?.deadline.due).toBe('2025-06-15');
    expect([await until(12), await until(13)]).toEqual([0, 3]);
  });

  it('ends with 6 where nothing could be judged', async () => {
    expect(await code('pkg:generic/x@1\n', 'critical')).toBe(6);
    expect(await code('pkg:npm/examplejs@not-a-version\n', 'overdue')).toBe(6);
    const windows = await world.run(['scan', '--windows-build', 'Windows Nowhere=10.0.1.1', '--fail-on', 'any']);
    expect(windows.code).toBe(6);
    const bare = { env: { SUTURE_DB: '', XDG_DATA_HOME: '/nowhere' }, stdin: affected };
    expect((await world.run(['scan', '--purls', '-', '--fail-on', 'any'], bare)).code).toBe(6);
  });

  it('is still printed in full, and does not look at anything where it is no condition', async () => {
    const { code: tripped, out } = await scanPurls(affected, '--fail-on', 'any', '--json');
    expect(tripped).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ schema: 'suture.scan/1' });
    for (const wrong of ['due:d', 'due:-1d', 'due:1w', 'high', '']) {
      const ran = await world.run(['scan', '--purls', '/nowhere', '--fail-on', wrong]);
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toContain('overdue, due:14d (any number of days), critical, any');
    }
  });
});

describe('an inventory that cannot be read', () => {
  const failing = async (...args: readonly string[]): Promise<string> => {
    const { code, out, err } = await world.run(['scan', ...args]);
    expect({ args, code, out }).toEqual({ args, code: 1, out: '' });
    expect(err).toMatch(/^suture: /);
    expect(err).not.toMatch(/^\s+at /m);
    return err;
  };
  const inventories = [
    ['--dpkg-status', 'debian:12'],
    ['--rpm-qa', 'almalinux:9'],
    ['--apk-installed', 'alpine:3.20'],
    ['--sbom', 'debian:12'],
    ['--purls', 'debian:12'],
  ] as const;

  it.each(inventories)('%s: missing, a directory, empty, binary', async (option, os) => {
    expect(await failing(option, '/nowhere', '--os', os)).toContain('does not exist');
    expect(await failing(option, path.dirname(world.db), '--os', os)).toContain('is a directory');
    await failing(option, world.write('empty', ''), '--os', os);
    expect(await failing(option, world.write('binary', new Uint8Array(5000)), '--os', os)).toContain(
      'is not a text file',
    );
    const noise = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251 || 1);
    await failing(option, world.write('noise', noise), '--os', os);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('one that this user may not read', async () => {
    const file = world.write('secret', 'pkg:npm/a@1\n');
    chmodSync(file, 0o000);
    expect(await failing('--purls', file)).toContain('may not be read by this user');
  });

  it('one that ends in the middle is read as far as it goes', async () => {
    const whole = 'Package: examplelib\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.2.3-4\n\n';
    const file = world.write('cut.status', `${whole}Package: exampled\nStatus: install ok insta`);
    const document = documentOf(await world.run(['scan', '--dpkg-status', file, '--os', 'debian:12', '--json']));
    expect(document.endpoint.packages).toBe(1);
    expect(document.findings.length).toBeGreaterThan(0);
    expect(document.incomplete.map(({ what }) => what)).toContain(`inventory ${file}`);
  });

  it('lines that cannot be read are named, the others judged', async () => {
    const document = documentOf(await scanPurls('pkg:npm/examplejs@1.2.3\nnonsense\n', '--json'));
    expect(document.findings).toHaveLength(1);
    expect(document.incomplete[0]).toMatchObject({
      what: 'inventory -',
      why: expect.stringContaining('line 2') as string,
    });
  });
});

describe('standard input', () => {
  it('is read where a file is named -', async () => {
    const document = documentOf(await scanPurls('pkg:npm/examplejs@1.2.3\n', '--json'));
    expect(document.endpoint).toMatchObject({ name: 'standard input', packages: 1 });
  });

  it('can be read only once', async () => {
    const { code, err } = await world.run(['scan', '--purls', '-', '--sbom', '-'], { stdin: '{}' });
    expect(code).toBe(2);
    expect(err).toContain('standard input can be read only once');
  });
});

describe('several inventories', () => {
  it('are one machine', async () => {
    const args = ['--dpkg-status', world.inventory('debian12.status'), '--os', 'debian:12', '--purls', purls()];
    const both = documentOf(await world.run(['scan', ...args, '--json']));
    const [first, second] = [
      documentOf(await debian('--json')),
      documentOf(await scanPurls('pkg:npm/examplejs@1.2.3\n', '--json')),
    ];
    expect(both.endpoint.packages).toBeGreaterThan(first.endpoint.packages + second.endpoint.packages);
    expect(both.endpoint.inventory).toContain(', ');
  });

  it('of another package manager than the system has are refused', async () => {
    const { code, err } = await world.run([
      'scan',
      '--rpm-qa',
      world.inventory('rocky8.rpmqa.tsv'),
      '--os',
      'debian:12',
    ]);
    expect(code).toBe(1);
    expect(err).toContain('debian does not use rpm');
  });
});

describe('--os', () => {
  it.each(['--dpkg-status', '--rpm-qa', '--apk-installed'])('is needed by %s', async (option) => {
    const { code, err } = await world.run(['scan', option, purls()]);
    expect(code).toBe(2);
    expect(err).toContain(`${option} needs --os`);
  });

  it('needs a file', async () => {
    const { code, err } = await world.run(['scan', '--os', 'debian:12']);
    expect(code).toBe(2);
    expect(err).toMatch(/^suture: --os goes with an inventory file/);
  });

  it.each([
    ['debian12', 'did you mean debian:12?'],
    ['debain:12', 'known are debian, '],
    ['debian', 'names no version'],
    ['debian:potato-chips', 'is not a version of debian'],
    ['rhel:9.2+gold', 'it takes +eus'],
    ['debian:12; rm -rf /', 'does not read as ID:VERSION'],
  ])('%s is answered with what to write', async (os, hint) => {
    const { code, err } = await world.run(['scan', '--dpkg-status', world.inventory('debian12.status'), '--os', os]);
    expect(code).toBe(2);
    expect(err).toContain(hint);
  });

  it('of a system that no feed covers is told, and nothing is called fine', async () => {
    const args = ['scan', '--rpm-qa', world.inventory('rhel9.2.rpmqa.tsv'), '--os', 'fedora:42'];
    const document = documentOf(await world.run([...args, '--json']));
    expect(document).toMatchObject({ judged: 0, findings: [] });
    expect(document.incomplete).toContainEqual({
      what: 'vulnerabilities of fedora 42',
      why: expect.stringContaining('Fedora publishes no OSV advisories') as string,
      remedy: null,
    });
    expect((await world.run(args)).out).toMatch(/^UNKNOWN: no advisories could be consulted for the one package\.\n/);
  });

  it('of a rebuild that is judged by another’s advisories is told', async () => {
    const args = ['scan', '--rpm-qa', world.inventory('rhel9.2.rpmqa.tsv'), '--os', 'centos:7', '--json'];
    expect(
      documentOf(await world.run(args))
        .incomplete.map(({ why }) => why)
        .join('\n'),
    ).toContain('rebuilt Red Hat');
  });
});

describe('--windows-build', () => {
  it('takes the product by name, in any case, and by id', async () => {
    const found = async (build: string): Promise<readonly string[]> =>
      documentOf(await world.run(['scan', '--windows-build', build, '--json'])).findings.map(({ id }) => id);
    expect(await found('Windows Example 2030=10.0.30000.400')).toEqual(['CVE-2099-5001']);
    expect(await found('windows example 2030=10.0.30000.400')).toEqual(['CVE-2099-5001']);
    expect(await found('90001=10.0.30000.400')).toEqual(['CVE-2099-5001']);
    expect(await found('90001=10.0.30000.450')).toEqual([]);
  });

  it('shows the product by name and the update that fixes it', async () => {
    const { out } = await world.run(['scan', '--windows-build', '90001=10.0.30000.400']);
    expect(out).toContain('Windows Example 2030 10.0.30000.400 → 10.0.30000.450');
    expect(out).toMatch(/ {4}install KB\d+ or a later one/);
  });

  it('says that it knows no such product, and judges nothing', async () => {
    const document = documentOf(await world.run(['scan', '--windows-build', 'Windows Nowhere=10.0.1.1', '--json']));
    expect(document).toMatchObject({ judged: 0, findings: [] });
    expect(document.incomplete[0]).toMatchObject({ what: 'Windows product Windows Nowhere' });
  });

  it.each(['Windows', '=10.0', 'x=ten', 'x=10.0.1.1.1.1'])('%s is refused', async (build) => {
    expect((await world.run(['scan', '--windows-build', build])).code).toBe(1);
  });
});

it('a directory as database, or a file that is none, is told in one line', async () => {
  mkdirSync(path.join(path.dirname(world.db), 'folder.db'), { recursive: true });
  for (const db of [path.join(path.dirname(world.db), 'folder.db'), world.write('text.db', 'no database')]) {
    const { code, out, err } = await world.run(['scan', '--purls', purls(), '--db', db]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^suture: the advisory database .* cannot be used: .*\nRun: suture db update --db .*\n$/);
  }
});

it('twenty thousand packages are scanned in seconds', { timeout: 60_000 }, async () => {
  const list = Array.from({ length: 20_000 }, (_, index) => `pkg:npm/examplejs@1.${index % 3}.${index}`).join('\n');
  const start = performance.now();
  const { code, out } = await scanPurls(list);
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(code).toBe(0);
  expect(out).toContain('20,000 packages');
  expect(documentOf(await scanPurls(list, '--json')).endpoint.packages).toBe(20_000);
});
