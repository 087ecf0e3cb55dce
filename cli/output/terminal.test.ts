// What a person reads of a scan: the most urgent first, nothing lost at any width, no zero rows, a next command that fits.
import { describe, expect, it } from 'vitest';
import type { LifecycleState, Patch, ScanDocument, ScannedUpdate } from '../scan-document.ts';
import { finding, scan } from './exports.fixture.ts';
import { fixListOf } from './fix-list.fixture.ts';
import { type Circumstances, nextStep } from './next-step.ts';
import { terminal } from './terminal.ts';

const patch = (over: Partial<Patch> = {}): Patch => ({
  source: 'openssl',
  from: '3.0.11-1',
  to: '3.0.13-1',
  packages: ['libssl3', 'openssl'],
  closes: ['CVE-2024-0001'],
  due: '2026-11-10',
  overdueDays: 12,
  severity: 'critical',
  exploited: true,
  offered: 'unknown',
  why: null,
  ...over,
});

const update = (over: Partial<ScannedUpdate> = {}): ScannedUpdate => ({
  adapter: 'apt',
  package: 'libssl3',
  arch: 'amd64',
  source: { name: 'openssl', version: '3.0.13-1' },
  installed: '3.0.11-1',
  candidate: '3.0.13-1',
  origin: 'Debian-Security:12',
  security: { is: true, why: 'offered by the security suite' },
  heldBack: null,
  bytes: 1000,
  ...over,
});

const support = (over: Partial<LifecycleState> = {}): LifecycleState => ({
  product: 'debian-source',
  release: '12',
  label: 'wpewebkit in Debian 12',
  state: 'unsupported',
  endOfLife: '2023-05-09',
  extendedUntil: null,
  source: 'debian-security-support',
  note: null,
  ...over,
});

/** A scan of which everything was judged by fresh data. */
const fine = (over: Partial<ScanDocument> = {}): ScanDocument => ({
  ...scan([]),
  judged: 400,
  incomplete: [],
  feeds: [],
  ...over,
});

const here = (over: Partial<ScanDocument> = {}): ScanDocument =>
  fine({ endpoint: { ...scan().endpoint, inventory: 'this machine' }, ...over });

const print = (document: ScanDocument, width?: number, all = false): readonly string[] =>
  terminal(fixListOf(document), { all, colour: false, width, next: 'suture db status' }).trimEnd().split('\n');

describe('the lines', () => {
  it('begin with the most urgent fix and end with the next command', () => {
    const lines = print(fine({ findings: [finding()], patches: [patch(), patch({ source: 'curl', closes: [] })] }));
    expect(lines[0]).toBe('◆ critical  OVERDUE 12 d  openssl 3.0.11-1 → 3.0.13-1  CVE-2024-0001');
    expect(lines[1]).toBe(
      '    CVE-2024-0001 is known to be exploited (since 2026-11-01) · EPSS 42.0 % (97th) · look for traces of a break-in',
    );
    expect(lines.at(-1)).toBe('Next: suture db status');
    expect(lines.join('\n')).toContain('2 fixes close 1 CVE, 2 overdue.');
  });

  it('say when in words', () => {
    const due = (over: Partial<Patch>): string =>
      print(fine({ patches: [patch(over)] }))[0]
        ?.slice(12, 24)
        .trim() ?? '';
    expect(due({ due: '2026-11-22', overdueDays: null })).toMatch(/^today /);
    expect(due({ due: '2026-11-23', overdueDays: null })).toMatch(/^1 day /);
    expect(due({ due: '2026-12-06', overdueDays: null })).toMatch(/^14 days/);
    expect(due({ due: null, overdueDays: null })).toBe('next upgrade');
    expect(due({ due: null, overdueDays: null, closes: [] })).toMatch(/^no date/);
  });

  it('count CVEs as such, and what has none as vulnerabilities', () => {
    const closes = (...ids: readonly string[]): string => print(fine({ patches: [patch({ closes: ids })] }))[0] ?? '';
    expect(closes('CVE-1', 'CVE-2')).toMatch(/ {2}2 CVEs$/);
    expect(closes('CVE-1', 'GHSA-2')).toMatch(/ {2}2 vulnerabilities$/);
    expect(closes()).toMatch(/ {2}security update$/);
  });

  it('stop at fifteen fixes, unless all were asked for', () => {
    const patches = Array.from({ length: 17 }, (_, index) => patch({ source: `p${index}` }));
    expect(print(fine({ patches }))).toContain('… and 2 more fixes (--all)');
    expect(print(fine({ patches }), undefined, true).filter((line) => line.includes('3.0.13-1'))).toHaveLength(17);
  });

  it('have no zero rows', () => {
    const text = print(fine()).join('\n');
    expect(text).toBe(
      'No missing fix was found.\nweb-1: Debian GNU/Linux 12 (bookworm), 400 packages.\nNext: suture db status',
    );
  });

  it('never call a machine fine of which nothing was judged', () => {
    const lines = print(
      fine({ judged: 0, incomplete: [{ what: 'vulnerabilities', why: 'no data', remedy: 'suture db update' }] }),
    );
    expect(lines[0]).toBe('UNKNOWN: no advisories could be consulted for any of 400 packages.');
    expect(lines).toContain('No missing fix is known.');
    expect(lines).toContain('Not known: vulnerabilities: no data (suture db update)');
    expect(lines.join('\n')).toContain('400 packages, none judged by advisories.');
  });

  it('begin with the fixes, where changelogs name them and no advisory was consulted', () => {
    expect(print(fine({ judged: 0, patches: [patch()] }))[0]).toMatch(/^◆ critical/);
  });

  it('say how much was judged, and keep apart what has no fix and what could not be judged', () => {
    const findings = [
      finding({ id: 'CVE-1', fixedVersion: null, state: 'no-fix' }),
      finding({ id: 'CVE-2', fixedVersion: null, state: 'unknown' }),
    ];
    const text = print(fine({ judged: 399, findings })).join('\n');
    expect(text).toContain('1 CVE has no fix (--all). 1 CVE could not be judged.');
    expect(text).toContain('400 packages, 399 of them judged.');
    expect(print(fine({ findings }), undefined, true).join('\n')).toContain(
      'Without a fix\n◆ critical  openssl 3.0.11-1: 1 without a fix, 1 could not be judged',
    );
  });

  it('begin with the operating system where it is out of support', () => {
    const lines = print(fine({ patches: [patch()], lifecycle: [support({ product: 'debian', label: 'Debian 12' })] }));
    expect(lines[0]).toBe('OUT OF SUPPORT: Debian 12 since 2023-05-09');
    expect(lines.filter((line) => line.includes('OUT OF SUPPORT'))).toHaveLength(1);
  });

  it('tell many packages out of support in one line, and each where all was asked for', () => {
    const lifecycle = ['a', 'b', 'c', 'd'].map((name) => support({ label: `${name} in Debian 12`, note: 'see there' }));
    expect(print(fine({ lifecycle }))).toContain(
      'OUT OF SUPPORT: a, b, c, d in Debian 12 (--all says since when and why)',
    );
    expect(print(fine({ lifecycle }), undefined, true)).toContain(
      'OUT OF SUPPORT: c in Debian 12 since 2023-05-09 (see there)',
    );
    expect(print(fine({ lifecycle: lifecycle.slice(2) }))).toContain(
      'OUT OF SUPPORT: d in Debian 12 since 2023-05-09 (see there)',
    );
  });

  it('name what is held, what else is pending and what must be restarted', () => {
    const lines = print(
      here({
        endpoint: {
          ...here().endpoint,
          restart: [
            { kind: 'reboot', name: 'machine', why: 'kernel 6.1.2 is installed, 6.1.1 runs' },
            { kind: 'process', name: 'sshd', why: 'uses a deleted library' },
            { kind: 'service', name: 'sshd', why: 'uses a deleted library' },
          ],
        },
        updates: [
          update({ heldBack: { cause: 'hold', why: 'put on hold by the administrator' } }),
          update({ package: 'vim', security: { is: false, why: '' } }),
        ],
      }),
    );
    expect(lines).toContain('Restart the machine: kernel 6.1.2 is installed, 6.1.1 runs');
    expect(lines).toContain('Still running replaced files: sshd');
    expect(lines).toContain('Held back: libssl3 3.0.11-1 → 3.0.13-1: put on hold by the administrator');
    expect(lines).toContain('1 other update is pending: vim');
  });
});

describe('at a width', () => {
  const crowded = fine({
    findings: [finding()],
    patches: [patch(), patch({ source: 'a-source-package-with-a-long-name', closes: ['CVE-1', 'CVE-2'] })],
    lifecycle: [support({ note: 'a long note that needs more than one line of a narrow terminal to be told' })],
    incomplete: [{ what: 'many packages of this machine', why: 'nobody publishes advisories for them', remedy: null }],
  });

  it.each([40, 60, 80, 100, 140])('of %i, no line is longer and no sentence is cut', (width) => {
    const lines = print(crowded, width);
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    const words = lines.join(' ').replaceAll(/\s+/g, ' ');
    expect(words).toContain('Not known: many packages of this machine: nobody publishes advisories for them');
    expect(words).toContain('(a long note that needs more than one line of a narrow terminal to be told)');
    expect(words).toContain('CVE-2024-0001 is known to be exploited');
  });

  it('of 80, the installed version goes before the new one is cut', () => {
    const long = print(crowded, 80).find((line) => line.includes('a-source-package'));
    expect(long).toMatch(/a-source-package-with-a-long-name → 3\.0\.13-1 {2}2 CVEs$/);
    expect(print(crowded, 80)[0]).toMatch(/openssl 3\.0\.11-1 → 3\.0\.13-1 +CVE-2024-0001$/);
  });

  it('colour takes no room', () => {
    const plain = print(crowded, 80);
    const coloured = terminal(fixListOf(crowded), { all: false, colour: true, width: 80, next: 'suture db status' });
    expect(coloured).toContain('\u001b[35m◆ critical\u001b[39m');
    expect(
      coloured
        .replaceAll(/\u001b\[\d+m/g, '')
        .trimEnd()
        .split('\n'),
    ).toEqual(plain);
  });
});

describe('the next command', () => {
  const next = (document: ScanDocument, over: Partial<Circumstances> = {}): string =>
    nextStep(fixListOf(document), { subject: {}, all: false, root: false, ...over });

  it('installs what is most urgent, where this machine is offered it', () => {
    const document = here({
      patches: [
        patch({ offered: 'yes' }),
        patch({ offered: 'yes', source: 'curl', packages: ['curl'], due: '2027-01-01' }),
      ],
      updates: [update(), update({ package: 'openssl' }), update({ package: 'curl' }), update({ package: 'vim' })],
    });
    expect(next(document)).toBe('sudo apt-get install --only-upgrade libssl3 openssl');
    expect(next(document, { root: true })).toBe('apt-get install --only-upgrade libssl3 openssl');
  });

  it('installs everything, where the most urgent are too many to name', () => {
    const names = Array.from({ length: 9 }, (_, index) => `p${index}`);
    const document = here({
      patches: names.map((name) => patch({ offered: 'yes', source: name, packages: [name] })),
      updates: names.map((name) => update({ package: name })),
    });
    expect(next(document)).toBe('sudo apt-get upgrade');
  });

  it('explains, where the most urgent fix is held back or not offered', () => {
    expect(next(here({ patches: [patch({ offered: 'held' })], updates: [update()] }))).toBe('suture why CVE-2024-0001');
    expect(next(here({ patches: [patch({ offered: 'no' })] }))).toBe('suture why CVE-2024-0001');
  });

  it('looks at the same files with the same data and policy', () => {
    const subject = {
      dpkgStatus: 'a b/status',
      os: 'debian:12',
      db: 'x.db',
      exposure: 'internal',
      policy: 'cvss',
    } as const;
    expect(next(fine({ patches: [patch()] }), { subject })).toBe(
      "suture why CVE-2024-0001 --dpkg-status 'a b/status' --os debian:12 --exposure internal --policy cvss --db x.db",
    );
  });

  it('shows what has no fix, then explains it', () => {
    const document = fine({ findings: [finding({ fixedVersion: null })] });
    expect(next(document)).toBe('suture scan --all');
    expect(next(document, { all: true })).toBe('suture why CVE-2024-0001');
  });

  it('mends what was not known', () => {
    const incomplete = [
      { what: 'a', why: 'b', remedy: null },
      { what: 'c', why: 'd', remedy: 'suture db update' },
    ];
    expect(next(fine({ judged: 0, incomplete }))).toBe('suture db update');
    expect(next(fine({ incomplete }))).toBe('suture db update');
    expect(next(fine())).toBe('suture db status');
  });
});

describe('what is exploited and has no fix', () => {
  const exploited = { added: '2026-01-02', ransomware: false };
  const text = (over: Parameters<typeof finding>[0]): string =>
    terminal(fixListOf(fine({ findings: [finding({ fixedVersion: null, exploited, ...over })] })), {
      all: false,
      colour: false,
      width: undefined,
      next: 'suture scan --all',
    });

  it('is said without being asked for, with what to do instead', () => {
    expect(text({ state: 'no-fix' })).toContain('EXPLOITED, NO FIX: openssl 3.0.11-1: CVE-');
    expect(text({ state: 'no-fix' })).toContain('disable, isolate or remove it');
  });

  it('is not said of what the distribution calls unimportant, nor of what nobody exploits', () => {
    expect(text({ state: 'unimportant' })).not.toContain('EXPLOITED');
    expect(text({ state: 'no-fix', exploited: null })).not.toContain('EXPLOITED');
  });
});
