import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { collect } from '../collected.ts';
import { epss } from './index.ts';
import { headerOf, scoreOf } from './normalize.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'suture-epss-'));
afterAll(() => rmSync(directory, { recursive: true }));

function stored(text: string): string {
  const file = path.join(directory, 'scores.csv.gz');
  writeFileSync(file, gzipSync(text));
  return file;
}

const recording = fileURLToPath(new URL('recordings/small.csv', import.meta.url));
const folder = fileURLToPath(new URL('../../../shared/data/epss/', import.meta.url));

describe('the EPSS feed', () => {
  it('keeps the scores, takes the date from the comment and names the rows it cannot read', async () => {
    const { epss: scores, malformed, upstreamDate } = await collect(epss, recording);
    expect(scores).toEqual([
      { cve: 'CVE-2031-0001', score: 0.97213, percentile: 0.99991 },
      { cve: 'CVE-2031-0002', score: 0.00002, percentile: 0.01 },
      { cve: 'CVE-2031-0005', score: 1, percentile: 1 },
    ]);
    expect(malformed.map((line) => line.split(':')[0])).toEqual(['line 5', 'line 6']);
    expect(upstreamDate).toBe('2026-01-02');
  });

  it('reads the same packed, with other line ends, and without the comment', async () => {
    const { epss: scores, upstreamDate } = await collect(
      epss,
      stored('cve,epss,percentile\r\nCVE-2031-0001,0.5,0.25\r\n'),
    );
    expect(scores).toEqual([{ cve: 'CVE-2031-0001', score: 0.5, percentile: 0.25 }]);
    expect(upstreamDate).toBeUndefined();
  });

  it.each(['', '<html>sign in</html>', 'cve,percentile\nCVE-2031-0001,1', 'x'.repeat(2000)])(
    'refuses a file that is something else: %j',
    async (text) => {
      await expect(collect(epss, stored(text))).rejects.toThrow('not an EPSS file');
    },
  );

  it('reads the model version of the comment', () => {
    expect(headerOf('#model_version:v2025.03.14,score_date:2026-01-02T00:00:00+0000').modelVersion).toBe('v2025.03.14');
  });

  it('gives back any score a row states, and nothing for anything else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99999 }), (units) => {
        const digits = `0.${String(units).padStart(5, '0')}`;
        expect(scoreOf(`CVE-2031-0001,${digits},1`)?.score).toBeCloseTo(units / 100000, 10);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => scoreOf(text) === undefined));
  });
});

describe.skipIf(!existsSync(folder))(
  'the EPSS feed on the shared data (skipped where epss/ of ../shared/data is absent)',
  () => {
    it('reads all 360,142 scores', async () => {
      const name = readdirSync(folder).find((file) => file.endsWith('.csv.gz'))!;
      const { epss: scores, malformed, upstreamDate } = await collect(epss, path.join(folder, name));
      expect(scores).toHaveLength(360_142);
      expect(malformed).toEqual([]);
      expect(upstreamDate).toBe('2026-08-16');
      expect(scores[0]).toEqual({ cve: 'CVE-1999-0001', score: 0.03351, percentile: 0.8765 });
    });
  },
);
