// The Debian security tracker's JSON, as advisories.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFile } from '../archives/pack.ts';
import { collect } from '../collected.ts';
import { debianTracker } from './index.ts';
import { normalize } from './normalize.ts';

/** Made by hand in the tracker's shape. */
const SAMPLE = {
  frobnicator: {
    'CVE-2024-1000': {
      description: 'Frobnicator frobs too much.',
      scope: 'remote',
      debianbug: 1,
      releases: {
        bookworm: { status: 'resolved', repositories: { bookworm: '1.2-3' }, fixed_version: '1.2-3', urgency: 'low**' },
        trixie: { status: 'resolved', repositories: {}, fixed_version: '0', urgency: 'unimportant' },
        sid: { status: 'open', repositories: {}, urgency: 'not yet assigned' },
      },
    },
    'TEMP-0000000-AAAAAA': {
      releases: { bullseye: { status: 'undetermined', repositories: {}, urgency: 'not yet assigned' } },
    },
    'CVE-2024-1001': { releases: { bookworm: { status: 'resolved', fixed_version: '0', urgency: 'unimportant' } } },
  },
  other: {
    'CVE-2024-1000': { releases: { bookworm: { status: 'open', urgency: 'medium' }, wombat: { status: 'open' } } },
  },
  broken: 7,
};

const rowOf = (release: object) => {
  const normalized = normalize('frobnicator', 'CVE-2024-1', { releases: { bookworm: release } });
  return normalized.ok ? [normalized.advisory.affected[0], ...normalized.problems] : [];
};
const vendorOf = (release: object) => (rowOf(release)[0] as { vendor: object } | undefined)?.vendor;

describe('the tracker', () => {
  it.each([
    ['plain', (bytes: Buffer) => bytes],
    ['gzip', gzipSync],
  ])('is read from %s, one advisory for each source package and id', async (_, pack) => {
    const read = await collect(debianTracker, temporaryFile('json', pack(Buffer.from(JSON.stringify(SAMPLE)))));
    expect(
      read.advisories.map(({ id, affected }) => [
        id,
        affected.map(({ name, ecosystem, ranges }) => [name, ecosystem, ranges[0]?.events]),
      ]),
    ).toEqual([
      [
        'CVE-2024-1000',
        [
          ['frobnicator', 'Debian:12', [{ introduced: '0' }, { fixed: '1.2-3' }]],
          ['frobnicator', 'Debian:unstable', [{ introduced: '0' }]],
        ],
      ],
      ['TEMP-0000000-AAAAAA', [['frobnicator', 'Debian:11', [{ introduced: '0' }]]]],
      ['CVE-2024-1000', [['other', 'Debian:12', [{ introduced: '0' }]]]],
    ]);
    expect(read.advisories[0]).toMatchObject({
      summary: 'Frobnicator frobs too much.',
      severity: [{ type: 'Debian', score: 'low' }],
      url: 'https://security-tracker.debian.org/tracker/CVE-2024-1000',
    });
    expect(read.malformed).toEqual([
      'CVE-2024-1000: unknown release wombat',
      'broken: the source package has no records',
    ]);
  });

  it('fails as a whole when it is cut short', async () => {
    const text = JSON.stringify(SAMPLE);
    await expect(collect(debianTracker, temporaryFile('json', text.slice(0, -1)))).rejects.toThrow('cut short');
  });
});

describe('what the security team decided', () => {
  it.each([
    [
      { status: 'open', urgency: 'not yet assigned', nodsa: 'Minor issue', nodsa_reason: '' },
      { state: 'no-dsa', reason: 'Minor issue' },
    ],
    [
      { status: 'open', urgency: 'not yet assigned', nodsa: 'Later', nodsa_reason: 'postponed' },
      { state: 'postponed', reason: 'Later' },
    ],
    [
      { status: 'open', urgency: 'not yet assigned', nodsa: 'Never', nodsa_reason: 'ignored' },
      { state: 'ignored', reason: 'Never' },
    ],
    [{ status: 'open', urgency: 'unimportant' }, { state: 'unimportant' }],
    [{ status: 'open', urgency: 'end-of-life' }, { state: 'end-of-life' }],
    [{ status: 'undetermined', urgency: 'not yet assigned' }, { state: 'undetermined' }],
    [{ status: 'open', urgency: 'high**' }, {}],
    [{ status: 'resolved', fixed_version: '2', urgency: 'unimportant' }, { state: 'unimportant' }],
    // Once fixed, the note that there will be no DSA is over.
    [{ status: 'resolved', fixed_version: '2', urgency: 'low', nodsa: 'Minor issue', nodsa_reason: '' }, {}],
  ])('%j is %j', (release, vendor) => {
    expect(vendorOf(release)).toEqual(vendor);
  });

  it('is never silently lost: resolved without a version counts as undetermined, and is reported', () => {
    expect(rowOf({ status: 'resolved' })).toEqual([
      expect.objectContaining({
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
        vendor: expect.objectContaining({ state: 'undetermined' }),
      }),
      'frobnicator in bookworm: resolved, but no version is given',
    ]);
    expect(rowOf({ status: 'lost' })).toEqual([undefined, 'frobnicator in bookworm: unknown status "lost"']);
  });

  it('never makes it throw', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.oneof(
          fc.jsonValue(),
          fc.record({ releases: fc.dictionary(fc.constantFrom('bookworm', 'sid', '__proto__'), fc.jsonValue()) }),
        ),
        (source, id, record) => {
          const normalized = normalize(source, id, record);
          expect(typeof normalized.ok).toBe('boolean');
        },
      ),
    );
  });
});
