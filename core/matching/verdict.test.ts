// Tests the answer to "is this machine exposed": exposed, clear, or unknown with the reasons.
import { describe, expect, it } from 'vitest';
import type { Package } from '../packages/package.ts';
import { type Statements, fixedIn, installed, listed, open, statement } from './matching.fixture.ts';
import { verdictOn } from './verdict.ts';

function ask(
  id: string,
  packages: readonly Package[],
  statements: Statements,
  more: { readonly isKnown?: boolean; readonly gaps?: readonly string[] } = {},
) {
  return verdictOn(id, {
    packages,
    system: undefined,
    candidatesFor: listed(statements),
    isKnown: true,
    gaps: [],
    ...more,
  });
}

const statements = {
  'npm example': [fixedIn('GHSA-1', '2.0.0', { vulnerabilities: ['CVE-2024-1'], aliases: ['GHSA-1'] })],
};
const old = installed('npm', 'example 1.0.0');
const recent = installed('npm', 'example 2.0.0');

describe('a machine', () => {
  it('is exposed when one package is affected, whatever else is not known', () => {
    const answer = ask('CVE-2024-1', [old, recent], statements, { isKnown: false, gaps: ['half of it was not read'] });
    expect(answer.verdict).toBe('exposed');
    expect(answer.findings.map((finding) => finding.package)).toEqual([old]);
    expect(answer.cleared).toEqual([{ package: recent, fixedVersions: ['2.0.0'] }]);
    expect(answer.doubts).toEqual([]);
  });

  it('is exposed by any name of the vulnerability, and by the id of a bulletin', () => {
    const bulletin = {
      'AlmaLinux:9 example': [fixedIn('ALSA-1', '2-1', { vulnerabilities: ['CVE-2024-1', 'CVE-2024-2'] })],
    };
    expect(ask('GHSA-1', [old], statements).verdict).toBe('exposed');
    expect(ask('ALSA-1', [installed('AlmaLinux:9', 'example 1-1')], bulletin).findings).toHaveLength(2);
  });

  it('is clear when every package that is named is past it', () => {
    expect(ask('CVE-2024-1', [recent], statements)).toEqual({
      verdict: 'clear',
      findings: [],
      cleared: [{ package: recent, fixedVersions: ['2.0.0'] }],
      doubts: [],
    });
  });

  it('is clear when nothing installed is named', () => {
    expect(ask('CVE-2024-1', [installed('npm', 'other 1.0.0')], statements)).toMatchObject({
      verdict: 'clear',
      cleared: [],
    });
  });
});

describe('it is unknown', () => {
  it('when no source has heard of the vulnerability', () => {
    expect(ask('CVE-2099-1', [recent], statements, { isKnown: false })).toMatchObject({
      verdict: 'unknown',
      doubts: ['no feed in the advisory database has heard of CVE-2099-1'],
    });
  });

  it('when a part of the machine was not read', () => {
    expect(ask('CVE-2024-1', [recent], statements, { gaps: ['dpkg: locked'] })).toMatchObject({
      verdict: 'unknown',
      doubts: ['dpkg: locked'],
    });
  });

  it('when the installed version cannot be read', () => {
    const answer = ask('CVE-2024-1', [installed('npm', 'example latest')], statements);
    expect(answer).toMatchObject({ verdict: 'unknown', cleared: [] });
    expect(answer.doubts).toEqual([
      expect.stringContaining('example latest could not be judged: GHSA-1: the installed version'),
    ]);
  });

  it('when the advisory cannot be read, or nobody has determined it', () => {
    const commits = statement('CVE-2024-1', { ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] });
    expect(ask('CVE-2024-1', [old], { 'npm example': [commits] }).verdict).toBe('unknown');
    const undetermined = open('CVE-2024-1', { vendor: { state: 'undetermined' } });
    expect(
      ask('CVE-2024-1', [installed('Debian:12', 'example 1')], { 'Debian:12 example': [undetermined] }).verdict,
    ).toBe('unknown');
  });

  it("when it names a package that a third party built, and not the distribution's", () => {
    const nginx = installed('AlmaLinux:9', 'nginx 1.27.0-1.el9.ngx', { origin: 'NGINX Packaging' });
    const answer = ask('CVE-2024-1', [nginx], { 'AlmaLinux:9 nginx': [fixedIn('CVE-2024-1', '1.20.1-14.el9')] });
    expect(answer).toMatchObject({ verdict: 'unknown', cleared: [] });
    expect(answer.doubts).toEqual([
      'nginx 1.27.0-1.el9.ngx could not be judged: NGINX Packaging built it, of whom the advisories for AlmaLinux:9 do not speak',
    ]);
  });
});
