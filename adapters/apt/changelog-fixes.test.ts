// How the changelogs of pending packages are got, on machines with and without a changelog service, and what they close.
import { describe, expect, test } from 'vitest';
import type { Update } from '../adapter.ts';
import type { Command, CommandResult, Host } from '../host.ts';
import { changelogFixes, type ChangelogOptions } from './changelog-fixes.ts';

const jq = `jq (1.6-2.1+deb12u3) bookworm-security; urgency=high

  * CVE-2026-0003: out-of-bounds read
    (Closes: #1, cve-2026-0002)

 -- A Maintainer <a@example.org>  Sun, 08 Nov 2026 09:30:00 +0200

jq (1.6-2.1+deb12u2) bookworm-security; urgency=high

  * CVE-2026-0002 and CVE-2026-0001.

 -- A Maintainer <a@example.org>  Wed, 01 Jul 2026 08:47:59 +0000

jq (1.6-2.1+deb12u1) bookworm; urgency=medium

  * CVE-2025-0009.

 -- A Maintainer <a@example.org>  Thu, 02 Jan 2025 00:00:00 +0000
`;

const update = (over: Partial<Update>): Update => ({
  adapter: 'apt',
  package: 'jq',
  arch: 'amd64',
  source: { name: 'jq', version: '1.6-2.1+deb12u3' },
  installed: '1.6-2.1+deb12u1',
  candidate: '1.6-2.1+deb12u3',
  origin: 'Debian-Security:12/oldstable-security',
  security: { is: true, why: 'Debian-Security offers it' },
  heldBack: undefined,
  bytes: 1000,
  ...over,
});

interface Machine {
  /** Changelogs the service has, by source; undefined when it cannot be reached. */
  readonly service?: Readonly<Record<string, string>>;
  /** Changelogs in packages, by name; a string beginning with `->` is a link. */
  readonly packages?: Readonly<Record<string, string>>;
}

const exited = (code: number, stdout = '', stderr = ''): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr,
  truncated: false,
});
const unresolved = "E: Failed to fetch x  Changelog unavailable for jq=1 (Could not resolve 'changelogs.example')\n";

/** Behaves as apt-get, dpkg-deb and gzip do, with what `machine` has. */
function machineHost(machine: Machine): { readonly host: Host; readonly ran: string[] } {
  const ran: string[] = [];
  const downloaded = new Set<string>();
  const run = (command: Command): CommandResult => {
    const words = command.argv.slice(command.argv.indexOf('--') + 1);
    if (command.argv.includes('changelog')) {
      ran.push(`changelog ${words.join(' ')}`);
      const source = words[0]?.split(/[:=]/)[0] ?? '';
      return machine.service === undefined
        ? exited(100, '', unresolved)
        : exited(source in machine.service ? 0 : 100, '', 'E: Changelog unavailable\n');
    }
    if (command.argv.includes('download')) {
      ran.push(`download ${words.join(' ')}`);
      for (const word of words) if ((word.split(/[:=]/)[0] ?? '') in (machine.packages ?? {})) downloaded.add(word);
      return exited(0);
    }
    if (command.argv[0] === 'gzip')
      return exited(0, machine.packages?.[/\/doc\/([^/]+)\//.exec(words[0] ?? '')?.[1] ?? ''] ?? '');
    return exited(0);
  };
  const nameIn = (path: string): string => /\/doc\/([^/]+)$/.exec(path)?.[1] ?? '';
  const host: Host = {
    run: async (command) => run(command),
    readFile: async (path) => {
      const text = machine.service?.[/([^/]+)\.changelog$/.exec(path)?.[1] ?? ''];
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text, truncated: false };
    },
    listDirectory: async (path) => {
      if (path === '/private')
        return [...downloaded].map(
          (word) =>
            `${word
              .replace(/:[^=]*/, '')
              .replace('=', '_')
              .replace(':', '%3a')}_amd64.deb`,
        );
      return ['changelog.Debian.gz', 'copyright'];
    },
    readLink: async (path) => {
      const text = machine.packages?.[nameIn(path)];
      return text?.startsWith('->') === true ? text.slice(2) : undefined;
    },
    exists: async () => false,
  };
  return { host, ran };
}

const options: ChangelogOptions = { directory: '/private', packages: [] };
const fixes = (installed: string, over = {}) => ({
  source: { name: 'jq', version: '1.6-2.1+deb12u3' },
  installed,
  packages: ['jq'],
  vulnerabilities: ['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003'],
  fixes: [
    { id: 'CVE-2026-0001', version: '1.6-2.1+deb12u2', published: '2026-07-01T08:47:59Z' },
    { id: 'CVE-2026-0002', version: '1.6-2.1+deb12u2', published: '2026-07-01T08:47:59Z' },
    { id: 'CVE-2026-0003', version: '1.6-2.1+deb12u3', published: '2026-11-08T07:30:00Z' },
  ],
  whole: true,
  ...over,
});

test('the entries since the installed version are what an update closes, each from the first version with the fix', async () => {
  const { host, ran } = machineHost({ service: { jq } });
  expect(await changelogFixes(host, [update({})], options)).toEqual({
    sources: [fixes('1.6-2.1+deb12u1')],
    problems: [],
  });
  expect(ran).toEqual(['changelog jq:amd64=1.6-2.1+deb12u3']);
});

test('the installed source version comes from the inventory, where the package has another numbering', async () => {
  const { host } = machineHost({ service: { jq } });
  const installed = {
    purl: 'pkg:deb/debian/jq@9',
    ecosystem: 'Debian:12',
    name: 'jq',
    version: '9',
    arch: 'amd64',
    source: { name: 'jq', version: '1.6-2.1+deb12u2' },
  };
  const { sources } = await changelogFixes(host, [update({ installed: '9' })], { ...options, packages: [installed] });
  expect(sources[0]?.vulnerabilities).toEqual(['CVE-2026-0002', 'CVE-2026-0003']);
});

test('a rebuild for a release contains what it was rebuilt from', async () => {
  const text = jq.replace('1.6-2.1+deb12u2', '1.6-2~deb12u1').replace('1.6-2.1+deb12u1', '1.6-2');
  const { host } = machineHost({ service: { jq: text } });
  const { sources } = await changelogFixes(host, [update({ installed: '1.6-2~deb12u1' })], options);
  expect(sources[0]).toMatchObject({ vulnerabilities: ['CVE-2026-0002', 'CVE-2026-0003'], whole: true });
});

test('a changelog that ends above the installed version says so', async () => {
  const { host } = machineHost({ service: { jq } });
  const { sources } = await changelogFixes(host, [update({ installed: '1.5-1' })], options);
  expect(sources[0]).toMatchObject({
    whole: false,
    vulnerabilities: ['CVE-2025-0009', 'CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003'],
  });
});

describe('where the changelog service is out of reach', () => {
  const sources = ['alpha', 'beta', 'gamma', 'delta'];
  const many = sources.map((name) => update({ package: name, source: { name, version: '1.6-2.1+deb12u3' } }));

  test('it is asked once, and the packages are downloaded together', async () => {
    const { host, ran } = machineHost({ packages: Object.fromEntries(sources.map((name) => [name, jq])) });
    const answer = await changelogFixes(host, many, { ...options, concurrency: 1 });
    expect(answer.problems).toEqual([]);
    expect(answer.sources.map(({ source }) => source.name)).toEqual(sources);
    expect(ran.filter((line) => line.startsWith('changelog'))).toHaveLength(1);
    expect(ran.filter((line) => line.startsWith('download'))).toHaveLength(1);
  });

  test('the smallest package is taken, and the one whose documentation it links to next', async () => {
    const binaries = [
      update({ package: 'jq-huge', bytes: 9000 }),
      update({ package: 'jq-link', bytes: 10 }),
      update({ package: 'jq-data', bytes: 500 }),
    ];
    const { host, ran } = machineHost({
      packages: { 'jq-link': '->jq-huge', 'jq-huge': jq, 'jq-data': '->elsewhere' },
    });
    const answer = await changelogFixes(host, binaries, options);
    expect(answer.sources).toEqual([fixes('1.6-2.1+deb12u1', { packages: ['jq-huge', 'jq-link', 'jq-data'] })]);
    expect(ran.slice(1)).toEqual(['download jq-link:amd64=1.6-2.1+deb12u3', 'download jq-huge:amd64=1.6-2.1+deb12u3']);
  });

  test('packages beyond the byte limit are not downloaded, and named', async () => {
    const { host, ran } = machineHost({ packages: { alpha: jq, beta: jq } });
    const answer = await changelogFixes(host, many.slice(0, 2), { ...options, maxDownloadBytes: 1500 });
    expect(answer.sources.map(({ source }) => source.name)).toEqual(['alpha']);
    expect(answer.problems).toEqual([
      'no changelog of beta: its packages are larger than the download limit leaves room for',
    ]);
    expect(ran.at(-1)).toBe('download alpha:amd64=1.6-2.1+deb12u3');
  });

  test('a package that cannot be had either is named', async () => {
    const { host } = machineHost({ packages: { alpha: jq } });
    expect((await changelogFixes(host, many, options)).problems).toEqual([
      'no changelog of beta, gamma, delta: neither its changelog nor its package could be downloaded',
    ]);
  });

  test('nothing new is started once time is up', async () => {
    const { host, ran } = machineHost({ packages: { alpha: jq } });
    const answer = await changelogFixes(host, many, { ...options, signal: AbortSignal.abort() });
    expect(answer).toEqual({ sources: [], problems: ['no changelog of alpha, beta, gamma, delta: time was up'] });
    expect(ran).toEqual([]);
  });
});

test('a cached changelog needs no command, and a damaged one counts as absent', async () => {
  const cache = new Map<string, string>();
  const remembering = {
    ...options,
    cache: { get: (key: string) => cache.get(key), set: (key: string, value: string) => void cache.set(key, value) },
  };
  await changelogFixes(machineHost({ service: { jq } }).host, [update({})], remembering);
  const again = machineHost({});
  expect((await changelogFixes(again.host, [update({})], remembering)).sources).toEqual([fixes('1.6-2.1+deb12u1')]);
  expect(again.ran).toEqual([]);
  for (const damage of [
    '',
    'null',
    '[]',
    '[{"version":1}]',
    '{"__proto__":[]}',
    '[{"version":"1","vulnerabilities":["<b>"]}]',
  ]) {
    for (const key of cache.keys()) cache.set(key, damage);
    const afresh = machineHost({ service: { jq } });
    expect((await changelogFixes(afresh.host, [update({})], remembering)).sources).toEqual([fixes('1.6-2.1+deb12u1')]);
    expect(afresh.ran).toHaveLength(1);
  }
});

test('only updates known to be for security are read, unless all are asked for', async () => {
  const other = update({ security: { is: false, why: 'a point release' } });
  expect(await changelogFixes(machineHost({ service: { jq } }).host, [other], options)).toEqual({
    sources: [],
    problems: [],
  });
  expect(
    (await changelogFixes(machineHost({ service: { jq } }).host, [other], { ...options, scope: 'all' })).sources,
  ).toHaveLength(1);
});

test('sources beyond the limit are counted, and progress reaches its end', async () => {
  const many = ['jq', 'beta'].map((name) => update({ package: name, source: { name, version: '1.6-2.1+deb12u3' } }));
  const seen: string[] = [];
  const answer = await changelogFixes(machineHost({ service: { jq } }).host, many, {
    ...options,
    limit: 1,
    onProgress: (done, total) => seen.push(`${done}/${total}`),
  });
  expect(answer.problems).toEqual(['the changelogs of 1 more source packages were not read: limit of 1']);
  expect(seen).toEqual(['1/1']);
});

test('an update with a hostile name or version reaches no command', async () => {
  const hostile = [
    update({ package: '-oAPT::x=1', source: { name: 'a-a', version: '1' } }),
    update({ package: '../../x', source: { name: 'b-b', version: '1' } }),
    update({ package: 'evil-', source: { name: 'c-c', version: '1' } }),
    update({ candidate: '1 --x', source: { name: 'd-d', version: '1' } }),
    update({ source: { name: '../../etc/passwd', version: '1' } }),
  ];
  const { host, ran } = machineHost({ service: {}, packages: {} });
  const answer = await changelogFixes(host, hostile, { ...options, concurrency: 1 });
  expect(answer.sources).toEqual([]);
  expect(answer.problems).toEqual([
    'no changelog of a-a, b-b, c-c, d-d, "../../etc/passwd": none of its packages has a changelog of its own',
  ]);
  expect(ran).toEqual([]);
});

test('a machine without apt-get has no changelogs, and says which', async () => {
  const { host } = machineHost({});
  const bare: Host = { ...host, run: async () => ({ kind: 'missing' }) };
  expect(await changelogFixes(bare, [update({})], options)).toEqual({
    sources: [],
    problems: ['no changelog of jq: neither its changelog nor its package could be downloaded'],
  });
});
