// What Debian changelogs say of CVEs and of dates.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChangelog } from './changelog.ts';

const jq = `jq (1.6-2.1+deb12u3) bookworm-security; urgency=high

  * CVE-2026-0003: out-of-bounds read
    (Closes: #1, cve-2026-0002)

 -- A Maintainer <a@example.org>  Sun, 08 Nov 2026 09:30:00 +0200

jq (1.6-2.1+deb12u2) bookworm-security; urgency=high

  * CVE-2026-0002 and CVE-2026-0001.

 -- A Maintainer <a@example.org>  Wed, 01 Jul 2026 08:47:59 +0000

jq (1.6-2.1+deb12u1) bookworm; urgency=medium

  * CVE-2025-0009.

 -- A Maintainer <a@example.org>  Thu, 02 Jan 2025 00:00:00 +0000
`;

test('a changelog gives each entry its version, date and vulnerabilities', () => {
  expect(parseChangelog(jq)).toEqual([
    { version: '1.6-2.1+deb12u3', date: '2026-11-08T07:30:00Z', vulnerabilities: ['CVE-2026-0002', 'CVE-2026-0003'] },
    { version: '1.6-2.1+deb12u2', date: '2026-07-01T08:47:59Z', vulnerabilities: ['CVE-2026-0001', 'CVE-2026-0002'] },
    { version: '1.6-2.1+deb12u1', date: '2025-01-02T00:00:00Z', vulnerabilities: ['CVE-2025-0009'] },
  ]);
});

test('an entry cut off in the middle keeps what it has and has no date', () => {
  expect(parseChangelog(jq.slice(0, jq.indexOf('    (Closes')))).toEqual([
    { version: '1.6-2.1+deb12u3', date: undefined, vulnerabilities: ['CVE-2026-0003'] },
  ]);
});

test('any text is read without throwing', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('a1 (1) x;', ' -- x <y>  Sun, 99 Foo 2026 00:00:00 +0000', '  CVE-2020-1234', ' -- <>'),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => parseChangelog(lines.join('\n')).every(({ version }) => version.length > 0)),
  );
});
