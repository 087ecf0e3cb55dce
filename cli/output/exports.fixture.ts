// A small scan that has one finding of each kind, for the tests of what other tools read.
import type { ScanDocument, ScannedFinding } from '../scan-document.ts';

export const finding = (over: Partial<ScannedFinding> = {}): ScannedFinding => ({
  id: 'CVE-2024-0001',
  aliases: ['DEBIAN-CVE-2024-0001'],
  advisories: ['DEBIAN-CVE-2024-0001', 'DSA-5000-1'],
  summary: 'Buffer overflow in the parser',
  package: {
    purl: 'pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl',
    name: 'libssl3',
    version: '3.0.11-1',
    arch: 'amd64',
  },
  source: { name: 'openssl', version: '3.0.11-1' },
  fixedVersion: '3.0.13-1',
  state: 'affected',
  severity: 'critical',
  cvss: { score: 9.8, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'GHSA' },
  epss: { score: 0.42, percentile: 0.97, date: '2026-11-20' },
  exploited: { added: '2026-11-01', ransomware: true },
  deadline: { due: '2026-11-10', rule: 'BOD 26-04: 3 days + forensics', overdueDays: 12, forensics: true, reasons: [] },
  evidence: {
    matches: [
      {
        advisory: 'DSA-5000-1',
        feed: 'osv:Debian',
        range: '>= 0, < 3.0.13-1',
        fixedVersion: '3.0.13-1',
        published: '2026-11-07T00:00:00Z',
      },
      { advisory: 'DEBIAN-CVE-2024-0001', feed: 'osv:Debian', range: '>= 0', fixedVersion: null, published: 'year 1' },
    ],
    notes: ['the tracker and the advisory differ'],
  },
  ...over,
});

const openssl = finding({
  package: {
    purl: 'pkg:deb/debian/openssl@3.0.11-1?arch=amd64&distro=debian-12',
    name: 'openssl',
    version: '3.0.11-1',
    arch: 'amd64',
  },
});

const unfixed = finding({
  id: 'GHSA-aaaa-bbbb-cccc',
  aliases: [],
  advisories: ['GHSA-aaaa-bbbb-cccc'],
  summary: null,
  package: { purl: 'pkg:npm/%40a/b@1.0.0', name: '@a/b', version: '1.0.0', arch: null },
  source: { name: '@a/b', version: '1.0.0' },
  fixedVersion: null,
  state: 'will-not-fix',
  severity: 'unknown',
  cvss: null,
  epss: null,
  exploited: null,
  deadline: { due: null, rule: 'no fix', overdueDays: null, forensics: false, reasons: [] },
  evidence: { matches: [], notes: [] },
});

export const scan = (findings: readonly ScannedFinding[] = [unfixed, finding(), openssl]): ScanDocument => ({
  schema: 'suture.scan/1',
  tool: { name: 'suture', version: '0.1.0' },
  scannedAt: '2026-11-22T10:00:00.000Z',
  policy: 'bod-26-04',
  exposure: 'unknown',
  endpoint: {
    name: 'web-1',
    inventory: './lists/web 1.status',
    os: { id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)' },
    packages: 400,
  },
  judged: 398,
  feeds: [
    {
      name: 'osv:Debian',
      records: 10,
      upstreamDate: '2026-11-01',
      fetchedAt: '2026-11-02T00:00:00Z',
      ageHours: 490.4,
      stale: true,
      error: null,
    },
    {
      name: 'kev',
      records: 10,
      upstreamDate: null,
      fetchedAt: '2026-11-22T00:00:00Z',
      ageHours: 10,
      stale: false,
      error: null,
    },
  ],
  findings,
  patches: [],
  updates: [],
  lifecycle: [],
  incomplete: [{ what: '2 packages', why: 'no feed covers pkg:generic', remedy: null }],
});
