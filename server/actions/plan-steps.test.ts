// Which of an endpoint's channels a plan takes: its system's, and where something is asked for by name, the others too.
import { describe, expect, test } from 'vitest';
import { readRelease } from '@suture/core/own-packages/read-release.ts';
import type { Candidate, CandidateSection, Offered } from '../store/plan-candidates.ts';
import type { OwnKnown } from './own-in-plans.ts';
import { Places } from './plan-places.ts';
import { planSteps, type ShipsOffers } from './plan-steps.ts';

const now = Date.parse('2026-11-23T10:00:00Z');

const sections = (...adapters: readonly [name: string, first: number][]): readonly CandidateSection[] =>
  adapters.flatMap(([adapter, first]) => [
    { adapter, kind: 'installed' as const, status: 'complete' as const, set: first },
    { adapter, kind: 'available' as const, status: 'complete' as const, set: first + 1 },
  ]);
const candidate = (id: string, of: readonly CandidateSection[]): Candidate => ({
  id,
  name: id,
  state: 'active',
  release: 'debian-12',
  tags: [],
  seenAt: new Date(now),
  carriesOut: ['install', 'roll-back'],
  carriesNothing: null,
  veto: null,
  sections: of,
});
const offer = (set: number, name: string, security: boolean | null = null): Offered => ({
  set,
  package: name,
  arch: null,
  installed: '1',
  candidate: '2',
  source: name,
  sourceVersion: '2',
  security,
  heldWhy: null,
  bytes: 1,
});

const offers = new Map([
  [11, [offer(11, 'openssl', true)]],
  [21, [offer(21, 'org.example.App', true)]],
  [31, [offer(31, 'ACME Webcam', true)]],
  [41, [offer(41, 'semver', true)]],
]);
const fleet = [
  candidate('server', sections(['apt', 10])),
  candidate('desktop', sections(['apt', 10], ['flatpak', 20], ['fwupd', 30])),
  candidate('kiosk', sections(['fwupd', 30])),
  candidate('builder', sections(['apt', 10], ['npm', 40])),
];

function plan(ships: ShipsOffers, of: readonly Candidate[] = fleet) {
  const places = new Places({ now, freshMs: 86_400_000 });
  for (const each of of) places.add(each);
  const known = { offers, findings: new Map(), windows: [], excepted: new Map() };
  const { steps, endpoints, exclusions } = planSteps(places.placed, ships, known);
  return {
    takes: Object.fromEntries(endpoints.map(({ endpoint, step }) => [endpoint, steps[step]?.adapter])),
    leaves: [...places.exclusions, ...exclusions],
  };
}

describe('the channel of a step', () => {
  test('what is asked for by name is taken from wherever it is offered, one channel for each endpoint', () => {
    const { takes, leaves } = plan({ kind: 'sources', sources: ['org.example.App', 'ACME Webcam', 'semver'] });
    expect(takes).toEqual({ desktop: 'flatpak', kiosk: 'fwupd', builder: 'npm' });
    expect(leaves).toEqual([{ endpoint: 'server', why: 'None of it is offered to it.' }]);
  });

  test('where the system’s package manager offers something of it, that is what the endpoint takes', () => {
    const { takes } = plan({ kind: 'sources', sources: ['openssl', 'ACME Webcam'] });
    expect(takes).toEqual({ server: 'apt', desktop: 'apt', kiosk: 'fwupd', builder: 'apt' });
  });

  test('a remote that was never fetched does not hide what another one offers', () => {
    const partly = sections(['fwupd', 30]).map((each) =>
      each.kind === 'available' ? { ...each, status: 'partial' as const } : each,
    );
    const { takes } = plan({ kind: 'sources', sources: ['ACME Webcam'] }, [candidate('kiosk', partly)]);
    expect(takes).toEqual({ kiosk: 'fwupd' });
  });

  test('homes that nobody may look into do not hide what the machine’s own places have, but nothing less than all is enough for a system', () => {
    const partly = (adapter: string, set: number) =>
      sections([adapter, set]).map((each) => ({ ...each, status: 'partial' as const }));
    const { takes } = plan({ kind: 'sources', sources: ['semver', 'openssl'] }, [
      candidate('builder', partly('npm', 40)),
      candidate('server', partly('apt', 10)),
    ]);
    expect(takes).toEqual({ builder: 'npm' });
  });

  test.each(['all', 'security'] as const)('%s never comes to applications or firmware', (kind) => {
    const { takes, leaves } = plan({ kind });
    expect(takes).toEqual({ server: 'apt', desktop: 'apt', builder: 'apt' });
    expect(leaves).toEqual([{ endpoint: 'kiosk', why: 'It has no package manager that plans are made for.' }]);
  });

  test('a package of one’s own that is not there yet is installed, from nothing, and by name alone', () => {
    const places = new Places({ now, freshMs: 86_400_000 });
    places.add(candidate('office', sections(['apt', 10], ['own', 50])));
    const notes = { ...offer(51, 'notes'), installed: '(none)', candidate: '1.0', sourceVersion: '1.0' };
    const known = { offers: new Map([[51, [notes]]]), findings: new Map(), windows: [], excepted: new Map() };
    const { steps } = planSteps(places.placed, { kind: 'sources', sources: ['notes@1.0'] }, known);
    expect(steps).toMatchObject([
      { adapter: 'own', changes: [{ package: 'notes', architecture: null, from: null, to: '1.0' }] },
    ]);
    expect(planSteps(places.placed, { kind: 'all' }, known).steps).toEqual([]);
  });
});

describe('a package of one’s own', () => {
  const installer = {
    kind: 'deb',
    systems: ['debian'],
    architecture: 'any',
    file: { name: 'x.deb', bytes: 7, sha256: 'a'.repeat(64) },
    needs: { freeMebibytes: 0, paths: [] },
    exitCodes: [],
  };
  const release = (name: string, version: string, over: object = {}) => {
    const about = { package: name, version, title: name, vendor: 'Examplix', requires: [], supersedes: [] };
    const read = readRelease({ ...about, installers: [{ ...installer, detect: { package: name } }], ...over });
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    return read.release;
  };
  const ownOffers = new Map([
    [51, [ownOffer('app', '2'), ownOffer('lib', '1'), { ...ownOffer('shy', '1'), heldWhy: 'it is held' }]],
  ]);
  const exe = { ...installer, kind: 'exe', systems: ['windows'], file: { ...installer.file, name: 'x.exe' } };
  const own = {
    releases: [
      release('app', '2', { requires: ['lib'], supersedes: ['old'] }),
      release('needy', '1', { requires: ['shy'] }),
      release('lib', '1'),
      release('old', '1'),
      release('rpms', '1', {
        installers: [
          {
            ...installer,
            kind: 'rpm',
            systems: ['fedora'],
            file: { ...installer.file, name: 'x.rpm' },
            detect: { package: 'x' },
          },
        ],
      }),
      release('windows', '1', {
        installers: [{ ...exe, arguments: ['/S'], detect: { program: 'X', publisher: 'Y' } }],
      }),
    ],
    withdrawn: [release('gone', '1')],
    installed: new Map([[50, new Map([['old', '1']])]]),
  };
  const of = (...sources: readonly string[]) => {
    const places = new Places({ now, freshMs: 86_400_000 });
    places.add(candidate('server', sections(['apt', 10], ['own', 50])));
    const known = { offers: ownOffers, findings: new Map(), windows: [], excepted: new Map(), own };
    return planSteps(places.placed, { kind: 'sources', sources }, known);
  };

  test('brings along what it needs, takes away what it takes the place of, and counts what is fetched', () => {
    const { steps, exclusions } = of('app');
    expect(exclusions).toEqual([]);
    expect(steps).toMatchObject([
      {
        adapter: 'own',
        changes: [
          { package: 'app', from: null, to: '2' },
          { package: 'lib', from: null, to: '1' },
          { package: 'old', from: '1', to: null },
        ],
        downloadBytes: 14,
      },
    ]);
  });

  const away = (packages: readonly string[], standing: OwnKnown = own) => {
    const places = new Places({ now, freshMs: 86_400_000 });
    places.add(candidate('server', sections(['apt', 10], ['own', 50])));
    const known = { offers: ownOffers, findings: new Map(), windows: [], excepted: new Map(), own: standing };
    return planSteps(places.placed, { kind: 'remove', packages }, known);
  };

  test('is taken away where it is there, and nothing else is', () => {
    const changes = [{ package: 'old', from: '1', to: null }];
    expect(away(['old', 'lib'])).toMatchObject({ steps: [{ adapter: 'own', changes }], exclusions: [] });
    expect(away(['lib'])).toMatchObject({ steps: [], exclusions: [{ why: 'None of it is there.' }] });
    const needed = {
      releases: own.releases,
      withdrawn: [],
      installed: new Map([
        [
          50,
          new Map([
            ['lib', '1'],
            ['app', '2'],
          ]),
        ],
      ]),
    };
    expect(away(['lib'], needed)).toMatchObject({ exclusions: [{ why: 'app needs lib: take both away.' }] });
  });

  test.each([
    ['gone', 'gone is on offer no more: its releases were withdrawn.'],
    ['old', 'It has old 1 already.'],
    ['rpms', 'rpms has no installer for debian; it is for fedora.'],
    ['windows@1', 'windows has no installer for debian; it is for windows.'],
    ['needy', 'needy is not offered to it: it fits other machines'],
    ['unheard-of', 'None of it is offered to it.'],
  ])('that is not offered, %s, is left out with why', (name, why) => {
    expect(of(name)).toMatchObject({
      steps: [],
      exclusions: [{ endpoint: 'server', why: expect.stringContaining(why) }],
    });
  });
});

function ownOffer(name: string, version: string): Offered {
  return { ...offer(51, name), installed: '(none)', candidate: version, bytes: 7 };
}
