import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../collected.ts';
import { kev } from './index.ts';
import { exploitedOf } from './normalize.ts';

const recording = fileURLToPath(new URL('recordings/small.json', import.meta.url));
const real = fileURLToPath(new URL('../../../shared/data/kev/known_exploited_vulnerabilities.json', import.meta.url));

describe('the KEV feed', () => {
  it('keeps each exploited vulnerability and names the entries it cannot read', async () => {
    const { exploited, malformed, upstreamDate } = await collect(kev, recording);
    expect(exploited).toEqual([
      {
        cve: 'CVE-2031-0001',
        added: '2026-01-01',
        due: '2026-01-04',
        ransomware: true,
        name: 'Example Mailer Command Injection',
        of: { vendor: 'Examplix', product: 'Mailer' },
      },
      {
        cve: 'CVE-2031-0002',
        added: '2025-12-01',
        due: undefined,
        ransomware: false,
        name: 'Example "Pump" [Web] Überlauf',
      },
    ]);
    expect(malformed).toEqual([
      'vulnerabilities[2] cve 2031: no CVE id',
      'vulnerabilities[3] CVE-2031-0004: dateAdded is no date',
    ]);
    expect(upstreamDate).toBe('2026-01-02');
  });

  it('never throws on an entry, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            cveID: fc.constant('CVE-2031-0001'),
            dateAdded: fc.jsonValue(),
            vulnerabilityName: fc.jsonValue(),
          }),
        ),
        (value) => {
          const entry = exploitedOf(value);
          if (entry.ok) expect(entry.row.added).toMatch(/^\d{4}-\d\d-\d\d$/);
          else expect(entry.reason).not.toBe('');
        },
      ),
    );
  });
});

describe.skipIf(!existsSync(real))(
  'the KEV feed on the shared data (skipped where kev/ of ../shared/data is absent)',
  () => {
    it('reads all 1,662 entries', async () => {
      const { exploited, malformed, upstreamDate } = await collect(kev, real);
      expect(exploited).toHaveLength(1662);
      expect(malformed).toEqual([]);
      expect(upstreamDate).toBe('2026-08-07');
      expect(exploited[0]).toMatchObject({
        cve: 'CVE-2026-8037',
        added: '2026-08-07',
        due: '2026-08-10',
        ransomware: false,
      });
    });
  },
);
