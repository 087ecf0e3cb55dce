// Gem requirements as OSV ranges: the events, and that they say of each version what the requirement says.
import { rubygems } from '@suture/core/versions/rubygems.ts';
import type { Range } from '@suture/core/advisories/advisory.ts';
import { describe, expect, it } from 'vitest';
import { vulnerableRanges } from './requirements.ts';

const events = (...safe: string[]) => {
  const vulnerable = vulnerableRanges(safe);
  return vulnerable.ok
    ? vulnerable.ranges.map((range) => range.events.map((event) => Object.entries(event).flat().join(' ')).join(', '))
    : vulnerable.reason;
};

function parsed(text: string) {
  const version = rubygems.parse(text);
  if (!version.ok) throw new Error(`${text}: ${version.reason}`);
  return version.version;
}

function isIn(version: string, ranges: readonly Range[]): boolean {
  const compare = (bound: string) => rubygems.compare(parsed(version), parsed(bound));
  return ranges.some(({ events: [low, high] }) => {
    const above = low !== undefined && 'introduced' in low && (low.introduced === '0' || compare(low.introduced) >= 0);
    if (high === undefined) return above;
    return (
      above && ('fixed' in high ? compare(high.fixed) < 0 : 'lastAffected' in high && compare(high.lastAffected) <= 0)
    );
  });
}

describe('the events', () => {
  it.each([
    [[], ['introduced 0']],
    [['>= 2.2.1'], ['introduced 0, fixed 2.2.1']],
    [
      ['~> 2.3.15', '>= 3.0.1'],
      ['introduced 0, fixed 2.3.15', 'introduced 2.4.A, fixed 3.0.1'],
    ],
    [
      ['~> 4.2.5, >= 4.2.5.1', '< 4.0', '>= 5'],
      ['introduced 4.0, fixed 4.2.5.1', 'introduced 4.3.A, fixed 5'],
    ],
    [['~> 3.2.0-rc'], ['introduced 0, fixed 3.2.0-rc', 'introduced 3.3.A']],
    [['~> 2'], ['introduced 0, fixed 2', 'introduced 3.A']],
    [['> 2.6.0'], ['introduced 0, lastAffected 2.6.0']],
    [['<= 1.2'], ['introduced 1.2.0.0.0.0.1']],
    [
      ['= 1.2', '>= 2'],
      ['introduced 0, fixed 1.2', 'introduced 1.2.0.0.0.0.1, fixed 2'],
    ],
    [['1.2'], ['introduced 0, fixed 1.2', 'introduced 1.2.0.0.0.0.1']],
    [['>= 2', '< 2'], []],
    // 1.0.rc is in neither: its release, 1.0, is past ~> 0.5.
    [
      ['>= 1', '~> 0.5', '>= 3'],
      ['introduced 0, fixed 0.5', 'introduced 1.A, fixed 1'],
    ],
    [['> 2, < 1', '>= 4'], ['introduced 0, fixed 4']],
  ])('of what is left by %j are %j', (safe, expected) => {
    expect(events(...safe)).toEqual(expected);
  });

  it.each(['', 'soon', '>= ', '!= 1.0', '>= 1 2', '~> x', '>= 1.0,'])('of %j: no requirement', (requirement) => {
    expect(events(requirement)).toContain('requirement');
  });
});

describe('what the ranges say of a version', () => {
  // Verdicts of Gem::Requirement#satisfied_by?, RubyGems 3.3: true means safe.
  it.each([
    ['~> 2.3.15', '2.3.14', false],
    ['~> 2.3.15', '2.3.15', true],
    ['~> 2.3.15', '2.3.15.rc1', false],
    ['~> 2.3.15', '2.3.99', true],
    ['~> 2.3.15', '2.4.0', false],
    ['~> 2.3.15', '2.4.0.rc1', false],
    ['~> 2.3.15', '2.4.0.beta', false],
    ['~> 2.3.15', '2.4.0.A', false],
    ['~> 2.3.15', '2.4.a', false],
    ['~> 3.2.0-rc', '3.2.0', true],
    ['~> 3.2.0-rc', '3.2.0.pre.rc', true],
    ['~> 3.2.0-rc', '3.2.0.beta', false],
    ['~> 3.2.0-rc', '3.2.9', true],
    ['~> 3.2.0-rc', '3.3.0.beta', false],
    ['> 2.6.0-preview1', '2.6.0.pre.preview1', false],
    ['> 2.6.0-preview1', '2.6.0.pre.preview2', true],
    ['> 2.6.0-preview1', '2.6.0', true],
    ['<= 1.2', '1.2.0', true],
    ['<= 1.2', '1.2.0.1', false],
    ['<= 1.2', '1.2.rc1', true],
    ['= 1.2', '1.2.0', true],
    ['= 1.2', '1.2.0.1', false],
    ['= 1.2', '1.1', false],
  ])('%s leaves %s safe: %j', (requirement, version, safe) => {
    const vulnerable = vulnerableRanges([requirement]);
    expect(vulnerable.ok && isIn(version, vulnerable.ranges)).toBe(!safe);
  });
});
