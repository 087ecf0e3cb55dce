// The SOFA feed on a small recording and the real one: what macOS releases fix is judged within their major version.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../collected.ts';
import { sofa } from './index.ts';
import { releaseOf } from './normalize.ts';

const recording = fileURLToPath(new URL('recordings/small.json', import.meta.url));
const real = fileURLToPath(new URL('../../../shared/data/macos/v1/macos_data_feed.json', import.meta.url));

describe('the SOFA feed', () => {
  it('gives one advisory for each release that fixes something', async () => {
    const { advisories, malformed, upstreamDate } = await collect(sofa, recording);
    expect(advisories.map(({ id, upstream, affected, url }) => [id, upstream, affected[0]?.ecosystem, url])).toEqual([
      ['macOS-14.2.1', ['CVE-2031-0002', 'CVE-2031-0003'], 'macOS:14', 'https://support.apple.com/en-us/100002'],
      ['macOS-14.2', ['CVE-2031-0001'], 'macOS:14', undefined],
    ]);
    expect(advisories[0]?.affected[0]?.ranges).toEqual([
      { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '14.2.1' }] },
    ]);
    expect(malformed).toEqual([
      'Example 14 SecurityReleases[0]: odd is no CVE',
      'Example 14 SecurityReleases[3] without a version: no product version',
      'Example 14 SecurityReleases[4] without CVEs: CVEs are no object',
      'Example 13: it has no list of releases',
    ]);
    expect(upstreamDate).toBe('2031-02-03');
  });

  it('never throws on a release, whatever it holds', () => {
    const release = fc.record({
      ProductVersion: fc.oneof(fc.string(), fc.constant('14.1')),
      CVEs: fc.anything(),
      SecurityInfo: fc.string(),
    });
    fc.assert(
      fc.property(fc.oneof(release, fc.anything()), (value) => {
        const read = releaseOf(value);
        for (const id of read.ok ? (read.advisory?.upstream ?? []) : []) expect(id).toMatch(/^CVE-\d{4}-\d+$/);
      }),
    );
  });
});

describe.skipIf(!existsSync(real))('SOFA on the shared data (skipped where macos/ of ../shared/data is absent)', () => {
  it('reads every release of macOS 12 to 26', async () => {
    const { advisories, malformed, upstreamDate } = await collect(sofa, real);
    expect(malformed).toEqual([]);
    expect(new Set(advisories.map(({ affected }) => affected[0]?.ecosystem))).toEqual(
      new Set(['macOS:26', 'macOS:15', 'macOS:14', 'macOS:13', 'macOS:12']),
    );
    expect(upstreamDate).toBe('2026-08-17');
    const exploited = advisories.filter(({ upstream }) => upstream.includes('CVE-2026-65400'));
    expect(exploited.map(({ id }) => id).toSorted()).toEqual(['macOS-14.8.9', 'macOS-15.7.9', 'macOS-26.6.1']);
  });
});
