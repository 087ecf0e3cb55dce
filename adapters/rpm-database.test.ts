// What rpm's database says, read from a query no package can break out of, and what matching makes of it.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPackages } from '@suture/core/matching/match.ts';
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import type { Host } from './host.ts';
import { monotonousHost } from './conformance.ts';
import { readRecording } from './recorded-host.ts';
import { readRpmDatabase, updatedByZypper } from './rpm-database.ts';
import { parseRpmQuery } from './rpm-query.ts';

const alma = { id: 'almalinux', version: '8.6' } as const;
const recorded = (): Host => readRecording(join(import.meta.dirname, 'dnf/recordings/held-without-root'));
const line = (...fields: readonly string[]): string => `${fields.join('\t')}\n`;

describe('the packages of a real rpm database', () => {
  test('carry epoch, source, module label and builder', async () => {
    const section = await readRpmDatabase(recorded(), alma);
    expect(section).toMatchObject({ status: 'complete', problems: [] });
    const named = (name: string) => section.items.find((found) => found.name === name);
    expect(named('nodejs')).toEqual({
      purl: 'pkg:rpm/almalinux/nodejs@16.14.0-4.module_el8.6.0%2B3000%2Baaaaaaaa?arch=x86_64&distro=almalinux-8.6&epoch=1&upstream=nodejs-16.14.0-4.module_el8.6.0%2B3000%2Baaaaaaaa.src.rpm',
      ecosystem: 'AlmaLinux:8',
      name: 'nodejs',
      version: '1:16.14.0-4.module_el8.6.0+3000+aaaaaaaa',
      arch: 'x86_64',
      source: { name: 'nodejs', version: '1:16.14.0-4.module_el8.6.0+3000+aaaaaaaa' },
      module: 'nodejs:16:8060020220523160029:ad008a3a',
      origin: 'AlmaLinux',
    });
    expect(named('openssl-libs')?.source).toEqual({ name: 'openssl', version: '1:1.1.1k-9.el8' });
    expect(named('nginx')?.origin).toBe('NGINX, Inc. <nginx-packaging@example.org>');
  });

  test('keep a builder’s quotes, tabs and wide characters inside one field', async () => {
    const section = await readRpmDatabase(recorded(), alma);
    expect(section.items.find(({ name }) => name === 'lab-quoting')).toMatchObject({
      version: '1-1',
      origin: 'It\'s a "vendor" $(id) with tab, 株式会社',
    });
  });

  test('leave out the signing keys that rpm keeps as packages', async () => {
    const section = await readRpmDatabase(recorded(), alma);
    expect(section.items.filter(({ name }) => name === 'gpg-pubkey')).toEqual([]);
    expect(section.items).toHaveLength(27);
  });

  test('have no ecosystem where the system’s advisories are about another format', async () => {
    const section = await readRpmDatabase(recorded(), { id: 'debian', version: '12' });
    expect(new Set(section.items.map(({ ecosystem }) => ecosystem))).toEqual(new Set([undefined]));
  });
});

describe('an advisory matches them', () => {
  const found = async (system: OperatingSystem, name: string, fixed: string, module?: string) => {
    const { items } = await readRpmDatabase(recorded(), system);
    const candidate = {
      advisory: 'ALSA-1',
      feed: 'made up',
      vulnerabilities: ['CVE-2026-1'],
      aliases: [],
      published: undefined,
      ranges: [{ type: 'ECOSYSTEM' as const, events: [{ introduced: '0' }, { fixed }] }],
      versions: [],
      vendor: module === undefined ? {} : { module },
    };
    const result = matchPackages({
      packages: items,
      system,
      candidatesFor: (_, wanted) => (wanted === name ? [{ always: [candidate], byFix: [] }] : []),
    });
    return {
      findings: result.findings.map((finding) => `${finding.package.name} ${finding.id}`).sort(),
      unjudged: result.unjudged.map((each) => each.package.name),
    };
  };

  test('with the epoch: 1:1.1.1k is newer than 3.0 without one', async () => {
    expect((await found(alma, 'openssl-libs', '3.0.7-1.el8')).findings).toEqual([]);
    expect((await found(alma, 'openssl-libs', '1:1.1.1k-12.el8')).findings).toEqual(['openssl-libs CVE-2026-1']);
  });

  test('by module stream: a fix of another stream is none', async () => {
    const fix = '1:18.2.0-1.module_el8.7.0+3300+aaaaaaaa';
    expect((await found(alma, 'nodejs', fix, 'nodejs:18')).findings).toEqual([]);
    const own = '1:16.18.1-3.module_el8.7.0+3300+aaaaaaaa';
    expect((await found(alma, 'nodejs', own, 'nodejs:16')).findings).toEqual(['nodejs CVE-2026-1']);
  });

  test('by source where the ecosystem files them so', async () => {
    const rocky = { id: 'rocky', version: '8.6' };
    expect((await found(rocky, 'lab-source', '1.1-1')).findings).toEqual([
      'lab-source-a CVE-2026-1',
      'lab-source-b CVE-2026-1',
    ]);
  });

  test('not where somebody else built the package', async () => {
    const { findings, unjudged } = await found(alma, 'nginx', '1.26.0-1.el8');
    expect(findings).toEqual([]);
    expect(unjudged).toEqual(expect.arrayContaining(['nginx', 'lab-quoting']));
  });
});

describe('a database that cannot be read', () => {
  const there = (host: Host): Host => ({ ...host, exists: async () => true });
  const answering = (stdout: string, stderr = '', code = 0, truncated = false): Host =>
    there(monotonousHost({ kind: 'exited', code, stdout, stderr, truncated }, { kind: 'missing' }));

  test('is never asked for where there is none: rpm would make an empty one', async () => {
    const host = recorded();
    const asked: string[] = [];
    const bare: Host = {
      ...host,
      exists: async () => false,
      run: async (command) => (asked.push(command.argv[0]), host.run(command)),
    };
    expect(await readRpmDatabase(bare, alma)).toMatchObject({
      status: 'failed',
      problems: ['there is no rpm database'],
    });
    expect(asked).toEqual([]);
  });

  test('and says nothing with exit 0 is a failure, not a machine without packages', async () => {
    expect(await readRpmDatabase(answering(''), alma)).toMatchObject({ status: 'failed' });
  });

  test('whole is partial, with rpm’s own words', async () => {
    const section = await readRpmDatabase(
      answering(
        line('0', "'bash'", "'5.1'", "'2'", "'x86_64'", '(none)', '(none)', '(none)'),
        'error: rpmdb: damaged header #12\n',
      ),
      alma,
    );
    expect(section).toMatchObject({ status: 'partial', problems: ['rpm -qa: "error: rpmdb: damaged header #12"'] });
    expect(section.items).toHaveLength(1);
  });

  test('because rpm is too old for module labels is asked again without them', async () => {
    const old = there({
      ...monotonousHost({ kind: 'missing' }, { kind: 'missing' }),
      run: async ({ argv }) =>
        argv.join().includes('MODULARITYLABEL')
          ? {
              kind: 'exited',
              code: 0,
              stdout: '',
              stderr: 'error: incorrect format: unknown tag: "MODULARITYLABEL"\n',
              truncated: false,
            }
          : {
              kind: 'exited',
              code: 0,
              stdout: line(
                '32',
                "'bind-libs'",
                "'9.11.4'",
                "'26.P2.el7'",
                "'x86_64'",
                "'bind-9.11.4-26.P2.el7.src.rpm'",
                "'CentOS'",
              ),
              stderr: '',
              truncated: false,
            },
    });
    const section = await readRpmDatabase(old, { id: 'centos', version: '7' });
    expect(section).toMatchObject({
      status: 'complete',
      items: [
        {
          name: 'bind-libs',
          version: '32:9.11.4-26.P2.el7',
          source: { name: 'bind', version: '32:9.11.4-26.P2.el7' },
          ecosystem: 'Red Hat:7',
        },
      ],
    });
  });

  test('cut at the limit keeps the whole lines and says so', async () => {
    const whole = line('0', "'bash'", "'5.1'", "'2'", "'x86_64'", '(none)', '(none)', '(none)');
    const section = await readRpmDatabase(answering(`${whole}0\t'gl`, '', 0, true), alma);
    expect(section).toMatchObject({ status: 'partial', items: [{ name: 'bash' }] });
    expect(section.problems).toEqual(['rpm -qa wrote more than Suture reads; the rest is unknown']);
  });
});

describe('the reader of the query', () => {
  test('gives no package to a name or version that rpm would not allow', () => {
    const bad = [
      ['0', "'--eval=x'", "'1'", "'1'", "'noarch'", '(none)', '(none)', '(none)'],
      ['0', "'good'", "'1 2'", "'1'", "'noarch'", '(none)', '(none)', '(none)'],
      ['x', "'good'", "'1'", "'1'", "'noarch'", '(none)', '(none)', '(none)'],
      ['0', "'good'"],
    ];
    const { packages, problems } = parseRpmQuery(bad.map((fields) => line(...fields)).join(''), alma);
    expect(packages).toEqual([]);
    expect(problems).toHaveLength(4);
  });

  test('lets no field pass for another record', () => {
    const vendor = "Evil\n0\t'\\''injected'\\''\t'\\''1'\\''\t1\t1\n";
    const { packages } = parseRpmQuery(
      line('0', "'a1'", "'1'", "'1'", "'noarch'", '(none)', `'${vendor}'`, '(none)'),
      alma,
    );
    expect(packages.map(({ name }) => name)).toEqual(['a1']);
  });

  test('reads what any builder’s fields hold once they are quoted as rpm quotes them', () => {
    const quoteAsRpm = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((made) => !made.includes('\0'));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), (vendors) => {
        const rows = vendors.map((vendor, at) =>
          line('0', `'p${at}'`, "'1'", "'1'", "'noarch'", '(none)', quoteAsRpm(vendor), '(none)'),
        );
        const { packages, problems } = parseRpmQuery(rows.join(''), alma);
        expect(packages.map(({ name }) => name)).toEqual(vendors.map((_, at) => `p${at}`));
        expect(problems).toEqual([]);
      }),
    );
  });

  test('never throws, whatever the text', () => {
    const near = fc.array(fc.constantFrom("'", '\t', '\n', '\\', "\\'", 'a', '0', '(none)', '\u001B[31m', '株'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          near.map((parts) => parts.join('')),
        ),
        (text) => {
          for (const { name } of parseRpmQuery(text, alma).packages) expect(name).toMatch(/^[\w][\w.+-]*$/);
        },
      ),
    );
  });
});

describe('an rpm system is zypper’s', () => {
  const withPaths = (...paths: readonly string[]): Host => ({
    ...monotonousHost({ kind: 'missing' }, { kind: 'missing' }),
    exists: async (path) => paths.includes(path),
  });

  test.each([
    [true, ['/usr/bin/zypper']],
    [true, ['/usr/bin/zypper', '/etc/products.d/baseproduct', '/usr/bin/dnf']],
    [false, ['/usr/bin/zypper', '/usr/bin/dnf']],
    [false, ['/usr/bin/dnf']],
    [false, []],
  ])('%s with %j', async (expected, paths) => {
    expect(await updatedByZypper(withPaths(...paths))).toBe(expected);
  });
});
