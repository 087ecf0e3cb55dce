import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rateSignals, scoreCvss } from './cvss.ts';
import { readCvss } from './cvss-vector.ts';

// Scores as published: FIRST's example documents for CVSS 2, 3.0, 3.1 and 4.0, and NVD's entries.
const published: readonly (readonly [what: string, vector: string, score: number])[] = [
  ['CVE-2014-0160 Heartbleed', 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5],
  ['CVE-2014-6271 Shellshock', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVE-2013-1937 phpMyAdmin', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVE-2013-0375 MySQL', 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4],
  ['CVE-2014-3566 POODLE', 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
  ['CVE-2012-1516 VMware', 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 9.9],
  ['CVE-2009-0783 Tomcat', 'CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L', 4.2],
  ['CVE-2012-0384 Cisco', 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 8.8],
  ['CVE-2014-2005 Sophos', 'CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 6.8],
  ['CVE-2010-0467 Joomla', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N', 5.8],
  ['CVE-2013-6014 Juniper', 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H', 9.3],
  ['CVE-2014-9253 DokuWiki', 'CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N', 5.4],
  ['CVE-2014-0224 OpenSSL', 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N', 7.4],
  ['CVE-2021-44228 Log4Shell', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
  ['CVE-2021-4034 PwnKit', 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 7.8],
  ['CVE-2024-6387 regreSSHion', 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', 8.1],
  ['CVE-2017-5754 Meltdown', 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:C/C:H/I:N/A:N', 5.6],
  ['no impact at all', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
  ['CVE-2002-0392 Apache', 'AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8],
  ['CVE-2003-0818 Windows', 'AV:N/AC:L/Au:N/C:C/I:C/A:C', 10],
  ['CVE-2003-0062 NOD32', 'AV:L/AC:H/Au:N/C:C/I:C/A:C', 6.2],
  ['CVE-2014-0160 in version 2', 'AV:N/AC:L/Au:N/C:P/I:N/A:N', 5],
  ['CVE-2021-4034 in version 2', 'AV:L/AC:L/Au:N/C:C/I:C/A:C', 7.2],
  ['CVE-2022-41741 nginx', 'CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3],
  ['CVE-2020-3549 Cisco', 'CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.7],
  ['CVE-2023-3089 OpenShift', 'CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N', 8.3],
  ['CVE-2021-44714 Acrobat', 'CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N', 4.6],
  ['CVE-2022-21830 Rocket.Chat', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N', 5.1],
  ['CVE-2022-22186 Junos', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:L/SA:N', 6.9],
  ['CVE-2023-21989 VirtualBox', 'CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N', 5.9],
  ['Heartbleed in version 4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N', 8.7],
  ['Log4Shell in version 4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10],
];

test.each(published)('%s scores as published: %s is %d', (_what, vector, score) => {
  expect(scoreCvss(vector)).toBe(score);
});

test('metrics that are not base metrics, and their order, do not change the score', () => {
  expect(scoreCvss('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:C')).toBe(9.8);
  expect(scoreCvss('CVSS:3.1/C:H/I:H/A:H/AV:N/AC:L/PR:N/UI:N/S:U')).toBe(9.8);
  expect(scoreCvss('AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C')).toBe(7.8);
  expect(scoreCvss('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:U/U:Red')).toBe(8.7);
});

test.each([
  [''],
  ['7.5'],
  ['vector'],
  ['CVSS:3.1/AV:N'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:C'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:'],
  ['CVSS:3.1/AV:NA/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
  ['CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/'],
  ['CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
  ['AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
  ['__proto__:x/constructor:y/AV:N/AC:L/Au:N/C:N/I:N'],
  [`CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/${'E:U/'.repeat(100_000)}`],
])('%#: text that is no vector has neither metrics nor score', (vector) => {
  expect(readCvss(vector)).toBeUndefined();
  expect(scoreCvss(vector)).toBeUndefined();
});

test.each([
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', true, true, true],
  ['CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', true, false, true],
  ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N', true, false, true],
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:H', true, false, false],
  ['CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:L/I:H/A:H', false, false, false],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N', true, true, true],
  ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:N/VA:H/SC:N/SI:N/SA:N', true, false, false],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C', true, true, true],
  ['AV:N/AC:L/Au:S/C:P/I:P/A:P', true, false, false],
])('%s: network %s, automatable %s, total impact %s', (vector, network, automatable, totalImpact) => {
  expect(readCvss(vector)).toMatchObject({ network, automatable, totalImpact });
});

test('no text makes reading or scoring a vector throw, and a score is always from 0 to 10', () => {
  const metric = fc.constantFrom(...'AV AC PR UI S C I A AT VC VI VA SC SI SA Au E RL toString'.split(' '));
  const value = fc.constantFrom(...'N L H P A R U C X M S : / '.split(' '));
  const prefix = fc.constantFrom('', 'CVSS:3.0/', 'CVSS:3.1/', 'CVSS:4.0/', 'CVSS:9/');
  const nearly = fc
    .tuple(prefix, fc.array(fc.tuple(metric, value).map((pair) => pair.join(':'))))
    .map(([p, m]) => p + m.join('/'));
  fc.assert(
    fc.property(fc.oneof(fc.string(), nearly), (vector) => {
      const score = scoreCvss(vector);
      expect(score === undefined || (score >= 0 && score <= 10)).toBe(true);
      expect(score === undefined).toBe(readCvss(vector) === undefined);
    }),
    { numRuns: 2000 },
  );
});

test('memory stays bounded, and answers right, past ten thousand different vectors', () => {
  const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
  for (let index = 0; index < 25_000; index++) readCvss(`CVSS:3.1/${index}`);
  expect(scoreCvss(vector)).toBe(9.8);
});

test('rating signals puts a score beside each vector and keeps the unreadable ones', () => {
  const rated = rateSignals({
    exploited: undefined,
    epss: undefined,
    ssvc: undefined,
    cvss: [
      { vector: 'AV:N/AC:L/Au:N/C:N/I:N/A:C', source: 'ubuntu' },
      { vector: 'broken', source: 'ghsa' },
    ],
  });
  expect(rated.cvss).toEqual([
    { vector: 'AV:N/AC:L/Au:N/C:N/I:N/A:C', source: 'ubuntu', score: 7.8 },
    { vector: 'broken', source: 'ghsa', score: undefined },
  ]);
});

const sharedVectors = new URL('../../../shared/data/cvss/cvss-vectors.csv.gz', import.meta.url);
const missing = existsSync(sharedVectors) ? '' : ' (skipped: ../shared/data/cvss/cvss-vectors.csv.gz is not here)';

describe.skipIf(missing !== '')(`the vectors of real CVEs${missing}`, () => {
  test('each of 108,862 is read and scored', () => {
    const rows = gunzipSync(readFileSync(sharedVectors)).toString('utf8').trimEnd().split('\n').slice(1);
    const vectors = rows.map((row) => row.split(',')[1] ?? '');
    expect(vectors).toHaveLength(108_862);
    expect(vectors.filter((vector) => scoreCvss(vector) === undefined)).toEqual([]);
  });

  test('five thousand are scored in under 15 ms once seen', () => {
    const rows = gunzipSync(readFileSync(sharedVectors)).toString('utf8').split('\n').slice(1);
    const vectors = rows
      .filter((_row, index) => index % 21 === 0)
      .slice(0, 5000)
      .map((row) => row.split(',')[1] ?? '');
    for (const vector of vectors) scoreCvss(vector);
    const runs = [0, 1, 2, 3, 4].map(() => {
      const start = performance.now();
      for (const vector of vectors) scoreCvss(vector);
      return performance.now() - start;
    });
    expect(vectors).toHaveLength(5000);
    expect(Math.min(...runs)).toBeLessThan(15);
  });
});
