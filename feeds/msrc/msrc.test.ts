import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Advisory } from '@suture/core/advisories/advisory.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feed } from '../feed.ts';
import { collect } from '../collected.ts';
import { CvrfReader } from './cvrf.ts';
import { msrc } from './index.ts';
import { monthsOf } from './months.ts';
import { buildsOf } from './normalize.ts';

const recording = (name: string) => fileURLToPath(new URL(`recordings/${name}`, import.meta.url));
const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** The feed as if it had discovered the month's document already. */
const monthly = (file: string): Feed => ({ ...msrc, files: [{ url: '', path: file, maxBytes: 1e9 }] });
const small = () => collect(monthly('msrc/2031-Jan.xml.gz'), recording('2031-Jan.xml'));

function readXml(xml: string, size = 50): string[] {
  const ids: string[] = [];
  const reader = new CvrfReader({ product: () => {}, vulnerability: ({ id }) => void ids.push(id) });
  for (let at = 0; at < xml.length; at += size) reader.write(xml.slice(at, at + size));
  reader.end();
  return ids;
}

describe('the MSRC feed', () => {
  it('finds the months in the index and no path outside its folder', async () => {
    const files = await msrc.discover?.({ path: recording('updates.json'), file: msrc.files[0]! });
    expect(files?.map((file) => [file.path, file.url.split('/').at(-1)])).toEqual([
      ['msrc/2031-Jan.xml.gz', '2031-Jan'],
      ['msrc/2031-Feb-B.xml.gz', '2031-Feb-B'],
    ]);
    const { upstreamDate, malformed } = await collect(msrc, recording('updates.json'));
    expect(upstreamDate).toBe('2031-02-14');
    expect(malformed).toEqual(['value[2]: its ID is no month', 'value[3]: its ID is no month']);
  });

  it('makes one advisory of a vulnerability, with a range for each product and fixed build', async () => {
    const { advisories, upstreamDate } = await small();
    expect(advisories).toHaveLength(1);
    expect(advisories[0]).toMatchObject({
      id: 'CVE-2031-0001',
      summary: 'Example Spooler <Elevation> of Privilege',
      published: '2031-01-14T08:00:00Z',
      modified: '2031-01-20T08:00:00Z',
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H' }],
    });
    expect(
      advisories[0]?.affected.map((affected) => [
        affected.ecosystem,
        affected.name,
        affected.ranges[0]?.events[1],
        affected.vendor,
      ]),
    ).toEqual([
      ['Windows', '501', { fixed: '10.0.30000.450' }, { kb: '5000123' }],
      ['Windows', '501', { fixed: '10.0.30000.470' }, { kb: '5000124' }],
      ['Windows', '502', { fixed: '10.0.30000.470' }, { kb: '5000124' }],
      ['Windows', '601-501', { fixed: '3.0.6920.8954' }, {}],
      ['Windows', '601-501', { fixed: '2.0.50727.8970' }, {}],
    ]);
    expect(upstreamDate).toBe('2031-02-03');
  });

  it('names the products, but not those of other ecosystems', async () => {
    expect((await small()).products).toEqual([
      { ecosystem: 'Windows', id: '501', name: 'Windows Example 2030' },
      { ecosystem: 'Windows', id: '502', name: 'Windows Example 7 & Friends' },
      { ecosystem: 'Windows', id: '601-501', name: 'Example Framework 3.5 on Windows Example 2030' },
    ]);
  });

  it('names the records it cannot read', async () => {
    expect((await small()).malformed).toEqual([
      'CVE-2031-0001: its fixed build is not understood: "soon to come"',
      'CVE unknown: neither a CVE nor an ADV id',
    ]);
  });

  it.each([
    ['10.0.17763.6414', ['10.0.17763.6414']],
    ['112.0.5615.49/50', ['112.0.5615.49']],
    ['v2.0.32061.0', ['2.0.32061.0']],
    ['1.4.2.12122 LTS', ['1.4.2.12122']],
    ['1.0.43421.0 & 1.0.43422.0', ['1.0.43421.0', '1.0.43422.0']],
    ['4.8.1.09082.07', ['4.8.1.09082.07']],
    ['https://example.org/OfficeSecurityReleases', []],
    ['KB5032921', []],
    ['52204', []],
    ['', []],
  ])('reads the fixed build %j', (text, builds) => {
    expect(buildsOf(text)).toEqual({ ok: true, builds });
  });

  it.each([
    '15.0.5415.xxxxxx',
    '10.0.',
    '.1',
    '1416/1.0.0.2021040701',
    '1.8.1-0',
    'App Build 14.43.49498, Platform Build 14.0.49494',
  ])('does not guess at the fixed build %j', (text) => {
    expect(buildsOf(text).ok).toBe(false);
  });

  it('reads a document the same however it is cut', () => {
    const xml = readFileSync(recording('2031-Jan.xml'), 'utf8');
    for (const size of [1, 3, 7, 1000])
      expect(readXml(xml, size)).toEqual(['CVE-2031-0001', 'CVE-2031-0002', 'CVE unknown']);
  });

  it.each([
    [
      'an entity that grows',
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><cvrf:cvrfdoc>&b;</cvrf:cvrfdoc>',
      'document type',
    ],
    ['a file from elsewhere', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><cvrf:cvrfdoc/>', 'document type'],
    ['an unknown entity', '<cvrf:cvrfdoc>&xxe;</cvrf:cvrfdoc>', 'well-formed'],
    ['a cut document', '<cvrf:cvrfdoc><vuln:Vulnerability>', 'well-formed'],
    ['another document', '<html></html>', 'not a CVRF'],
    ['nothing', '', 'well-formed'],
    ['endless nesting', `<cvrf:cvrfdoc>${'<a>'.repeat(5000)}`, 'too deeply'],
  ])('refuses %s', (_what, xml, why) => {
    expect(() => readXml(xml)).toThrow(why);
  });

  it('never ends in anything but an answer or an Error, whatever is done to a document', () => {
    const whole = readFileSync(recording('2031-Jan.xml'), 'utf8');
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(60), fc.string({ maxLength: 10 }), (at, removed, added) => {
        try {
          expect(readXml(whole.slice(0, at) + added + whole.slice(at + removed)).length).toBeLessThan(10);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses an index that is none', () => {
    expect(() => monthsOf('{"error":"no"}')).toThrow('not an MSRC index');
  });
});

/** The lowest fixed build of the machine's own line, where the machine is below it; of equal builds the lowest KB. */
function expectedRow(
  advisory: Advisory,
  product: string,
  build: readonly number[],
): [string, string, string] | undefined {
  const below = (a: readonly number[], b: readonly number[]): boolean => {
    const at = a.findIndex((part, index) => part !== b[index]);
    return at !== -1 && a[at]! < b[at]!;
  };
  let lowest: { fixed: string; numbers: number[]; kb: string } | undefined;
  for (const { name, ranges, vendor } of advisory.affected) {
    const event = ranges[0]?.events[1];
    if (name !== product || event === undefined || !('fixed' in event)) continue;
    const numbers = event.fixed.split('.').map(Number);
    const kb = vendor.kb ?? '';
    if (numbers.length !== 4 || numbers.slice(0, 3).some((part, index) => part !== build[index])) continue;
    if (lowest === undefined || below(numbers, lowest.numbers) || (event.fixed === lowest.fixed && kb < lowest.kb))
      lowest = { fixed: event.fixed, numbers, kb };
  }
  return lowest && below(build, lowest.numbers) ? [advisory.id, lowest.fixed, lowest.kb] : undefined;
}

const truth = path.join(shared, 'inventories/windows-builds.jsonl');

describe.skipIf(!existsSync(truth))(
  'the MSRC feed on the shared data (skipped where msrc/ of ../shared/data is absent)',
  () => {
    it('gives exactly the CVEs, builds and KBs expected of 28 Windows builds', { timeout: 60_000 }, async () => {
      const files = await msrc.discover?.({ path: path.join(shared, 'msrc/updates.json'), file: msrc.files[0]! });
      expect(files).toHaveLength(38);
      const advisories: Advisory[] = [];
      const names = new Map<string, string>();
      for (const file of files!) {
        const month = await collect(monthly(file.path), path.join(shared, file.path));
        advisories.push(...month.advisories);
        for (const { id, name } of month.products) names.set(id, name);
      }
      expect(new Set(advisories.map(({ id }) => id)).size).toBe(advisories.length);
      const lines = readFileSync(truth, 'utf8').trim().split('\n');
      let rows = 0;
      for (const line of lines) {
        const { productId, product, build, expected } = JSON.parse(line) as {
          productId: string;
          product: string;
          build: string;
          expected: [string, string, string][];
        };
        const numbers = build.split('.').map(Number);
        const found = advisories
          .flatMap((advisory) => [expectedRow(advisory, productId, numbers) ?? []])
          .filter((row) => row.length > 0);
        expect(found.map((row) => row.join(' ')).sort()).toEqual(expected.map((row) => row.join(' ')).sort());
        expect(names.get(productId)).toBe(product);
        rows += expected.length;
      }
      expect(lines).toHaveLength(28);
      expect(rows).toBe(17_264);
    });
  },
);
