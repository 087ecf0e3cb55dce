// Tests which of Ubuntu's pockets count on a machine, and what is said of the others.
import { describe, expect, it } from 'vitest';
import type { VendorNotes } from '../advisories/advisory.ts';
import type { Candidate } from '../advisories/candidate.ts';
import type { Finding } from './finding.ts';
import { fixedIn, installed, match, open, told } from './matching.fixture.ts';

const row = (pocket: string, fixed: string | undefined, notes: VendorNotes = {}, feed = 'ubuntu'): Candidate => {
  const more = { feed, vendor: { pocket, ...notes } };
  return fixed === undefined ? open('CVE-2024-1', more) : fixedIn('CVE-2024-1', fixed, more);
};

function scan(version: string, rows: readonly Candidate[], ...subscriptions: readonly string[]): readonly Finding[] {
  const packages = [installed('Ubuntu:22.04', `jhead ${version}`)];
  return match(packages, { 'Ubuntu:22.04 jhead': rows }, { id: 'ubuntu', version: '22.04', subscriptions }).findings;
}

const notes = (findings: readonly Finding[]): readonly string[] => findings.flatMap(({ evidence }) => evidence.notes);

describe('a fix in the plain archive', () => {
  const rows = [row('jammy', '1.0-1ubuntu0.2'), row('esm-apps/jammy', '1.0-1ubuntu0.1+esm1')];

  it('is for everyone', () => {
    expect(told(scan('1.0-1', rows))).toEqual(['jhead CVE-2024-1 affected 1.0-1ubuntu0.2']);
    expect(scan('1.0-1ubuntu0.2', rows)).toEqual([]);
  });

  it('is one of two for a machine with Pro, which needs the lower', () => {
    expect(told(scan('1.0-1', rows, 'esm-apps'))).toEqual(['jhead CVE-2024-1 affected 1.0-1ubuntu0.1+esm1']);
  });
});

describe('a fix in a Pro pocket alone', () => {
  const rows = [row('jammy', undefined), row('esm-apps/jammy', '1.0-1ubuntu0.1~esm2')];

  it('is no fix for a machine without Pro, which is told of it', () => {
    const findings = scan('1.0-1', rows);
    expect(told(findings)).toEqual(['jhead CVE-2024-1 no-fix -']);
    expect(notes(findings)).toEqual([
      'fixed in 1.0-1ubuntu0.1~esm2 with Ubuntu Pro (esm-apps), which this machine does not have',
    ]);
  });

  it('is the fix for a machine with that pocket', () => {
    expect(told(scan('1.0-1', rows, 'esm-apps'))).toEqual(['jhead CVE-2024-1 affected 1.0-1ubuntu0.1~esm2']);
    expect(told(scan('1.0-1', rows, 'esm-infra'))).toEqual(['jhead CVE-2024-1 no-fix -']);
  });

  it('closes it there, whatever the plain archive says', () => {
    expect(scan('1.0-1ubuntu0.1~esm2', rows, 'esm-apps')).toEqual([]);
  });

  it('is known to be had from the installed version', () => {
    expect(scan('1.0-1ubuntu0.1~esm2', rows)).toEqual([]);
    expect(told(scan('1.0-1ubuntu0.1~esm1', rows))).toEqual(['jhead CVE-2024-1 affected 1.0-1ubuntu0.1~esm2']);
  });

  it('of a record that does not say which pocket is had with either', () => {
    const osv = [row('jammy', undefined), row('pro/jammy', '1.0-1ubuntu0.1~esm2')];
    expect(told(scan('1.0-1', osv))).toEqual(['jhead CVE-2024-1 no-fix -']);
    expect(told(scan('1.0-1', osv, 'esm-infra'))).toEqual(['jhead CVE-2024-1 affected 1.0-1ubuntu0.1~esm2']);
  });
});

describe('a release that only ESM speaks of', () => {
  const rows = [row('esm-infra/jammy', '1.0-1ubuntu0.1~esm2')];

  it('is not taken for clear on a machine without Pro', () => {
    const findings = scan('1.0-1', rows);
    expect(told(findings)).toEqual(['jhead CVE-2024-1 no-fix -']);
    expect(notes(findings)).toEqual([
      'fixed in 1.0-1ubuntu0.1~esm2 with Ubuntu Pro (esm-infra), which this machine does not have',
    ]);
  });

  it('is clear where the plain archive has been passed', () => {
    expect(scan('1.0-1', [...rows, row('jammy', '1.0-1')])).toEqual([]);
  });
});

describe('any pocket with a slash takes a subscription', () => {
  it.each(['realtime', 'fips', 'fips-updates', 'bluefield', 'ros-esm'])('%s', (pocket) => {
    const rows = [row(`${pocket}/jammy`, '1.0-9')];
    expect(scan('1.0-1', rows)).toEqual([]);
    expect(told(scan('1.0-1', rows, pocket))).toEqual(['jhead CVE-2024-1 affected 1.0-9']);
  });

  it('which a FIPS build shows, and the plain archive does not close it', () => {
    const rows = [row('jammy', '3.0.2-0ubuntu1.10'), row('fips-updates/jammy', '3.0.2-0ubuntu1.12+Fips1')];
    expect(told(scan('3.0.2-0ubuntu1.11+Fips1', rows))).toEqual(['jhead CVE-2024-1 affected 3.0.2-0ubuntu1.12+Fips1']);
    expect(scan('3.0.2-0ubuntu1.12+Fips1', rows)).toEqual([]);
  });
});

describe('states and feeds', () => {
  it('are kept for a pocket without a fix', () => {
    expect(told(scan('1.0-1', [row('jammy', undefined, { state: 'deferred' })]))).toEqual([
      'jhead CVE-2024-1 postponed -',
    ]);
    expect(told(scan('1.0-1', [row('jammy', undefined, { state: 'needs-triage' })]))).toEqual([
      'jhead CVE-2024-1 no-fix -',
    ]);
    expect(told(scan('1.0-1', [row('jammy', undefined, { state: 'end-of-life' })]))).toEqual([
      'jhead CVE-2024-1 end-of-life -',
    ]);
  });

  it('a feed does not close what another still has open', () => {
    const rows = [row('esm-apps/jammy', '1.0-1ubuntu0.1~esm1'), row('jammy', '1.0-2', {}, 'other')];
    expect(told(scan('1.0-1ubuntu0.1~esm1', rows, 'esm-apps'))).toEqual(['jhead CVE-2024-1 affected 1.0-2']);
  });
});
