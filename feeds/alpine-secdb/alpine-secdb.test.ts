// Alpine's security database, as advisories.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFile } from '../archives/pack.ts';
import { collect } from '../collected.ts';
import { alpineSecdb } from './index.ts';
import { normalizePackage } from './normalize.ts';

const read = (secfixes: unknown) => normalizePackage({ pkg: { name: 'frob', secfixes } }, 'v3.19');
const fixesOf = (secfixes: unknown) =>
  read(secfixes).advisories.map(({ id, aliases, upstream, affected }) => [
    id,
    affected
      .flatMap(({ ranges }) =>
        ranges.flatMap(({ events }) => events.flatMap((event) => ('fixed' in event ? [event.fixed] : []))),
      )
      .join(' '),
    [...aliases, ...upstream].join(' '),
  ]);

describe('one package', () => {
  it('gives an advisory for each CVE, by release and origin', () => {
    expect(read({ '1.2.3-r0': ['CVE-2024-1000'] })).toEqual({
      advisories: [
        {
          id: 'CVE-2024-1000',
          summary: '',
          published: undefined,
          modified: undefined,
          withdrawn: undefined,
          aliases: [],
          upstream: [],
          related: [],
          severity: [],
          affected: [
            {
              ecosystem: 'Alpine:v3.19',
              name: 'frob',
              ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.2.3-r0' }] }],
              versions: [],
              vendor: {},
            },
          ],
          url: 'https://security.alpinelinux.org/vuln/CVE-2024-1000',
        },
      ],
      problems: [],
    });
  });

  it('takes no notice of what never affected it', () => {
    expect(fixesOf({ '0': ['CVE-2024-1000'], '2-r0': ['CVE-2024-1001'] })).toEqual([['CVE-2024-1001', '2-r0', '']]);
  });

  it('keeps every fix of an id that is listed under several', () => {
    expect(fixesOf({ '1.1-r0': ['CVE-2024-1000'], '2.1-r1': ['CVE-2024-1000'] })).toEqual([
      ['CVE-2024-1000', '1.1-r0 2.1-r1', ''],
    ]);
  });

  it('reads several ids in one string: an alias of one CVE, an advisory over several', () => {
    expect(fixesOf({ '1-r0': ['CVE-2024-1000 XSA-1', 'CVE-2024-1001 GHSA-aaaa-bbbb-cccc (FROB)'] })).toEqual([
      ['CVE-2024-1000', '1-r0', 'XSA-1'],
      ['CVE-2024-1001', '1-r0', 'GHSA-aaaa-bbbb-cccc'],
    ]);
    expect(fixesOf({ '1-r0': ['CVE-2024-1000 XSA-2'], '2-r0': ['CVE-2024-1001 XSA-2'] })).toEqual([
      ['CVE-2024-1000', '1-r0', ''],
      ['XSA-2', '1-r0 2-r0', 'CVE-2024-1000 CVE-2024-1001'],
      ['CVE-2024-1001', '2-r0', ''],
    ]);
    expect(fixesOf({ '1-r0': ['XSA-207'] })).toEqual([['XSA-207', '1-r0', '']]);
  });

  it('keeps malformed versions and ids, and reports them', () => {
    const { advisories, problems } = read({
      '20.10.11.r0': ['CVE-2019-XXXX', 'CVE_2019-2426'],
      '1-r0': ['N/A', 7, null],
    });
    expect(advisories.map(({ id }) => id)).toEqual(['CVE-2019-XXXX', 'CVE-2019-2426']);
    expect(problems.map(({ reason }) => reason)).toEqual([
      'malformed version 20.10.11.r0',
      'malformed id CVE-2019-XXXX',
      'no id in "N/A"',
      'no id in 7',
      'no id in null',
    ]);
    expect(problems.every(({ record }) => record === 'frob in v3.19')).toBe(true);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            pkg: fc.record({
              name: fc.string(),
              secfixes: fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.array(fc.string()))),
            }),
          }),
        ),
        (record) => {
          const { advisories, problems } = normalizePackage(record, 'edge');
          expect(advisories.every(({ affected }) => affected[0]?.ecosystem === 'Alpine:edge')).toBe(true);
          expect(problems.length).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('the feed', () => {
  it('takes the release from where the file lies', async () => {
    const at = alpineSecdb.files.findIndex(({ path }) => path === 'alpine/secdb/v3.19/main.json');
    expect(alpineSecdb.files[at]?.url).toBe('https://secdb.alpinelinux.org/v3.19/main.json');
    const text = JSON.stringify({
      distroversion: 'v3.19',
      packages: [{ pkg: { name: 'frob', secfixes: { '1-r0': ['CVE-2024-1000'] } } }, { pkg: {} }],
    });
    const { advisories, malformed } = await collect(alpineSecdb, temporaryFile('main.json', text), at);
    expect(advisories.map(({ affected }) => affected[0]?.ecosystem)).toEqual(['Alpine:v3.19']);
    expect(malformed).toEqual(['v3.19: a package has no usable name']);
  });

  it('refuses a file of another shape', async () => {
    await expect(collect(alpineSecdb, temporaryFile('main.json', '{"packages":{}}'))).rejects.toThrow(
      'no list of packages',
    );
  });
});
