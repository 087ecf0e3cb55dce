import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { collect } from '../collected.ts';
import { vulnrichment } from './index.ts';
import { enrichmentOf } from './normalize.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'suture-vulnrichment-'));
afterAll(() => rmSync(directory, { recursive: true }));
const folder = fileURLToPath(new URL('../../../shared/data/ssvc/', import.meta.url));

/** A tar of the given files, written here by POSIX's description. */
function tar(files: Readonly<Record<string, string>>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const body = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(
      `0000644\0${'0000000\0'.repeat(2)}${body.length.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`,
      100,
    );
    header.write('        0', 148);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const ssvcMetric = (options: object[], timestamp: unknown = '2031-01-02T03:04:05.6Z') => ({
  other: { type: 'ssvc', content: { id: 'CVE-2031-0001', role: 'CISA Coordinator', options, timestamp } },
});

const decided = [{ Exploitation: 'PoC' }, { Automatable: 'No' }, { 'Technical Impact': 'Total' }];
const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H';

const record = (id: string, cisa: object[], cna: object[] = [], state = 'PUBLISHED') =>
  JSON.stringify({
    cveMetadata: { cveId: id, state },
    containers: {
      cna: { providerMetadata: { shortName: 'examplecorp' }, metrics: cna },
      adp: [
        { title: 'another', providerMetadata: { shortName: 'CVE' } },
        {
          title: 'CISA ADP Vulnrichment',
          providerMetadata: { shortName: 'CISA-ADP', dateUpdated: '2031-01-09T00:00:00Z' },
          metrics: cisa,
        },
      ],
    },
  });

const files = {
  'vulnrichment-develop/README.md': 'CVE-2031-7777.json',
  'vulnrichment-develop/2031/0xxx/CVE-2031-0001.json': record(
    'CVE-2031-0001',
    [{ cvssV3_1: { vectorString: vector } }, ssvcMetric(decided)],
    [
      { cvssV4_0: { vectorString: 'CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' } },
      { cvssV2_0: { vectorString: 'AV:L/AC:L/Au:S/C:C/I:C/A:C' } },
    ],
  ),
  'vulnrichment-develop/2031/0xxx/CVE-2031-0002.json': record('CVE-2031-0002', [ssvcMetric(decided)], [], 'REJECTED'),
  'vulnrichment-develop/2031/0xxx/CVE-2031-0003.json': record('CVE-2031-0003', [
    ssvcMetric([{ Exploitation: 'maybe' }]),
  ]),
  'vulnrichment-develop/2031/0xxx/CVE-2031-0004.json': '{"cveMetadata":',
  'vulnrichment-develop/2031/0xxx/CVE-2031-0005.json': record('CVE-2031-0006', []),
};

describe('the Vulnrichment feed', () => {
  it.each([
    ['gzip', gzipSync(tar(files))],
    ['zstd', zstdCompressSync(tar(files))],
  ])('gives the SSVC decision and every vector with its source, from a tar packed with %s', async (kind, bytes) => {
    const archive = path.join(directory, kind);
    writeFileSync(archive, bytes);
    const { ssvc, cvss, malformed, upstreamDate } = await collect(vulnrichment, archive);
    expect(ssvc).toEqual([
      { cve: 'CVE-2031-0001', exploitation: 'poc', automatable: 'no', technicalImpact: 'total', date: '2031-01-02' },
    ]);
    expect(cvss).toEqual([
      { cve: 'CVE-2031-0001', vector, source: 'CISA-ADP' },
      {
        cve: 'CVE-2031-0001',
        vector: 'CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
        source: 'examplecorp',
      },
      { cve: 'CVE-2031-0001', vector: 'AV:L/AC:L/Au:S/C:C/I:C/A:C', source: 'examplecorp' },
    ]);
    expect(malformed).toEqual([
      'CVE-2031-0003: the SSVC options of CISA-ADP are not understood',
      'CVE-2031-0004: not JSON, or not an object',
      'CVE-2031-0005: the record is named after another CVE',
    ]);
    expect(upstreamDate).toBe('2031-01-09');
  });

  it('takes CISA’s decision over one of the assigner', () => {
    const assigner = [{ Exploitation: 'none' }, { Automatable: 'yes' }, { 'Technical Impact': 'partial' }];
    const both = record('CVE-2031-0001', [ssvcMetric(decided)], [ssvcMetric(assigner)]);
    expect(enrichmentOf('CVE-2031-0001', both).ssvc?.exploitation).toBe('poc');
    const one = record('CVE-2031-0001', [], [ssvcMetric(assigner)]);
    expect(enrichmentOf('CVE-2031-0001', one).ssvc?.exploitation).toBe('none');
  });

  it('dates a decision without a time by the record', () => {
    expect(enrichmentOf('CVE-2031-0001', record('CVE-2031-0001', [ssvcMetric(decided, 'today')])).ssvc?.date).toBe(
      '2031-01-09',
    );
  });

  it('names a vector that is none', () => {
    const { cvss, malformed } = enrichmentOf(
      'CVE-2031-0001',
      record('CVE-2031-0001', [{ cvssV3_1: { vectorString: 'high' } }]),
    );
    expect(cvss).toEqual([]);
    expect(malformed).toEqual(['a CVSS vector of CISA-ADP is none: "high"']);
  });

  it('refuses an archive without any record', async () => {
    const archive = path.join(directory, 'other');
    writeFileSync(archive, gzipSync(tar({ 'a/readme.txt': 'x' })));
    await expect(collect(vulnrichment, archive)).rejects.toThrow('no CVE record');
  });

  it('never throws on a record, whatever it holds', () => {
    const anything = fc.jsonValue();
    const container = fc.record({
      providerMetadata: fc.oneof(anything, fc.record({ shortName: anything, dateUpdated: anything })),
      metrics: fc.oneof(
        anything,
        fc.array(
          fc.oneof(
            anything,
            fc.record({
              cvssV3_1: fc.oneof(anything, fc.record({ vectorString: fc.oneof(anything, fc.constant(vector)) })),
            }),
            fc.record({
              other: fc.record({
                type: fc.constant('ssvc'),
                content: fc.oneof(anything, fc.record({ options: anything })),
              }),
            }),
          ),
        ),
      ),
    });
    const hostile = fc.record({
      cveMetadata: fc.constant({ cveId: 'CVE-2031-0001', state: 'PUBLISHED' }),
      containers: fc.oneof(anything, fc.record({ cna: container, adp: fc.oneof(anything, fc.array(container)) })),
    });
    fc.assert(
      fc.property(fc.oneof(anything, hostile), (value) => {
        const { ssvc, cvss } = enrichmentOf('CVE-2031-0001', JSON.stringify(value));
        expect(ssvc).toBeUndefined();
        expect(cvss.every((row) => row.vector === vector)).toBe(true);
      }),
    );
  });
});

describe.skipIf(!existsSync(folder))(
  'Vulnrichment on the shared data (skipped where ssvc/ of ../shared/data is absent)',
  () => {
    it('reads the decisions and vectors of all 44,130 records', { timeout: 60_000 }, async () => {
      const name = readdirSync(folder).find((file) => file.startsWith('vulnrichment-'))!;
      const { ssvc, cvss, malformed, upstreamDate } = await collect(vulnrichment, path.join(folder, name));
      expect(ssvc).toHaveLength(44_026);
      expect(cvss).toHaveLength(39_440);
      expect(cvss.filter((row) => row.source === 'CISA-ADP')).toHaveLength(6064);
      expect(ssvc.filter((row) => row.exploitation === 'active')).toHaveLength(214);
      expect(malformed).toEqual([]);
      expect(upstreamDate).toBe('2024-10-24');
      expect(ssvc.find((row) => row.cve === 'CVE-2024-20003')).toEqual({
        cve: 'CVE-2024-20003',
        exploitation: 'none',
        automatable: 'yes',
        technicalImpact: 'partial',
        date: '2024-06-27',
      });
    });
  },
);
