// Tests that a build is judged within its own line, and other products as their numbering allows.
import { describe, expect, it } from 'vitest';
import { fixedIn, installed, match, open, told } from './matching.fixture.ts';

const fix = (fixed: string, kb = '5000001', vulnerability = 'CVE-2024-1') =>
  fixedIn(vulnerability, fixed, { vendor: { kb } });
const scan = (build: string, ...statements: readonly ReturnType<typeof fix>[]) =>
  match([installed('Windows', `10816 ${build}`)], { 'Windows 10816': statements });

describe('a build of Windows', () => {
  it('is fixed by the lowest fix of its line', () => {
    const { findings } = scan(
      '10.0.17763.2000',
      fix('10.0.17763.2500', '5000002'),
      fix('10.0.17763.2400'),
      fix('10.0.19041.1'),
    );
    expect(told(findings)).toEqual(['10816 CVE-2024-1 affected 10.0.17763.2400']);
    expect(findings[0]?.evidence.matches.map(({ kb }) => kb)).toEqual(['5000001', '5000002']);
  });

  it('is clear from that fix on', () => {
    expect(scan('10.0.17763.2400', fix('10.0.17763.2400')).findings).toEqual([]);
  });

  it('is not judged by another line', () => {
    expect(scan('10.0.17763.2000', fix('10.0.19041.3000'), fix('10.0.14393.9999')).findings).toEqual([]);
  });

  it('is fixed by the lower of two updates with the same build', () => {
    for (const statements of [
      [fix('10.0.17763.2400', '5000010'), fix('10.0.17763.2400', '5000009')],
      [fix('10.0.17763.2400', '5000009'), fix('10.0.17763.2400', '5000010')],
    ]) {
      expect(scan('10.0.17763.2000', ...statements).findings[0]?.evidence.matches[0]?.kb).toBe('5000009');
    }
  });

  it('is affected by what has no fix', () => {
    expect(told(scan('10.0.17763.2000', open('CVE-2024-1')).findings)).toEqual(['10816 CVE-2024-1 no-fix -']);
  });

  it('without its last number is unknown: it does not say how far it is patched', () => {
    const { findings, unjudged } = scan(
      '10.0.17763',
      fix('10.0.17763.2400'),
      fix('10.0.19041.1', '5000002', 'CVE-2024-2'),
    );
    expect(told(findings)).toEqual(['10816 CVE-2024-1 unknown -']);
    expect(unjudged.map(({ why }) => why)).toEqual([
      'the installed version “10.0.17763” cannot be judged: it lacks the last number of its build',
    ]);
  });
});

describe("a build of Microsoft's other products", () => {
  it('is judged within its line where the vulnerability has a fix there', () => {
    const statements = [fix('15.0.2095.3'), fix('15.0.4280.7', '5000002')];
    expect(told(scan('15.0.2095.1', ...statements).findings)).toEqual(['10816 CVE-2024-1 affected 15.0.2095.3']);
    expect(scan('15.0.2095.3', ...statements).findings).toEqual([]);
  });

  it('is judged by every fix where its numbers move on with each update', () => {
    expect(told(scan('16.0.5400.1000', fix('16.0.5443.1000')).findings)).toEqual([
      '10816 CVE-2024-1 affected 16.0.5443.1000',
    ]);
    expect(told(scan('6.0.20', fix('6.0.25')).findings)).toEqual(['10816 CVE-2024-1 affected 6.0.25']);
    expect(scan('16.0.5500.1000', fix('16.0.5443.1000')).findings).toEqual([]);
  });
});
