// Tests whether a version is affected, by hand and against the pseudo-code of the OSV schema.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scheme } from '../versions/scheme.ts';
import { accept, compareNumbers, reject } from '../versions/scheme.ts';
import { schemes } from '../versions/schemes.ts';
import type { Range, RangeEvent } from './advisory.ts';
import { type Subject, evaluate } from './evaluate.ts';

const subject = (text: string, scheme: Scheme = schemes.semver): Subject => {
  const parsed = scheme.parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return { text, version: parsed.version, scheme };
};

const range = (...events: readonly RangeEvent[]): Range => ({ type: 'ECOSYSTEM', events });
const introduced = (version: string): RangeEvent => ({ introduced: version });
const fixed = (version: string): RangeEvent => ({ fixed: version });
const lastAffected = (version: string): RangeEvent => ({ lastAffected: version });
const limit = (version: string): RangeEvent => ({ limit: version });

/** `affected`, `clear` or `unknown` for each of the versions. */
const kinds = (versions: readonly string[], ...ranges: readonly Range[]): readonly string[] =>
  versions.map((version) => evaluate(subject(version), ranges, []).kind);

describe('a range', () => {
  it('from 0 to a fix affects everything below the fix', () => {
    const before = range(introduced('0'), fixed('1.2.0'));
    expect(kinds(['0.0.0-0', '1.1.9', '1.2.0-rc.1', '1.2.0', '2.0.0'], before)).toEqual([
      'affected',
      'affected',
      'affected',
      'clear',
      'clear',
    ]);
    expect(evaluate(subject('1.1.9'), [before], [])).toEqual({
      kind: 'affected',
      range: '< 1.2.0',
      fixedVersion: '1.2.0',
    });
  });

  it('from 0 without an end affects every version', () => {
    expect(evaluate(subject('0.0.0-0'), [range(introduced('0'))], [])).toEqual({
      kind: 'affected',
      range: '>= 0',
      fixedVersion: null,
    });
  });

  it('begins at the version that introduces it', () => {
    expect(kinds(['1.9.9', '2.0.0', '2.0.1'], range(introduced('2.0.0')))).toEqual(['clear', 'affected', 'affected']);
  });

  it('includes the last affected version, and names no fix', () => {
    const until = range(introduced('1.0.0'), lastAffected('1.4.0'));
    expect(kinds(['1.3.9', '1.4.0', '1.4.1'], until)).toEqual(['affected', 'affected', 'clear']);
    expect(evaluate(subject('1.4.0'), [until], [])).toEqual({
      kind: 'affected',
      range: '>= 1.0.0, <= 1.4.0',
      fixedVersion: null,
    });
  });

  it('that is one version long affects that version, whichever end is written first', () => {
    expect(kinds(['1.0.0', '1.0.1'], range(introduced('1.0.0'), lastAffected('1.0.0')))).toEqual(['affected', 'clear']);
    expect(kinds(['1.0.0', '1.0.1'], range(lastAffected('1.0.0'), introduced('1.0.0')))).toEqual(['affected', 'clear']);
  });

  it('may be left and entered again, with its events in any order', () => {
    const twice = range(fixed('3.2.5'), introduced('3.0.0'), fixed('1.0.2'), introduced('1.0.0'));
    expect(kinds(['0.9.0', '1.0.0', '1.0.2', '2.0.0', '3.0.0', '3.2.4', '3.2.5'], twice)).toEqual([
      'clear',
      'affected',
      'clear',
      'clear',
      'affected',
      'affected',
      'clear',
    ]);
    expect(evaluate(subject('3.1.0'), [twice], [])).toEqual({
      kind: 'affected',
      range: '>= 3.0.0, < 3.2.5',
      fixedVersion: '3.2.5',
    });
  });

  it('with several fixes after one beginning ends at the first', () => {
    const several = range(introduced('0'), fixed('2.0.0'), fixed('1.5.0'));
    expect(kinds(['1.4.0', '1.5.0', '1.6.0', '2.0.0'], several)).toEqual(['affected', 'clear', 'clear', 'clear']);
    expect(evaluate(subject('1.4.0'), [several], [])).toMatchObject({ range: '< 1.5.0', fixedVersion: '1.5.0' });
  });

  it('that is entered again at the very version that fixes it is not closed there', () => {
    const adjoining = range(introduced('0'), fixed('1.0.0'), introduced('1.0.0'), fixed('2.0.0'));
    expect(evaluate(subject('0.5.0'), [adjoining], [])).toMatchObject({ kind: 'affected', fixedVersion: '2.0.0' });
    expect(evaluate(subject('1.0.0'), [adjoining], [])).toMatchObject({ kind: 'affected', fixedVersion: '2.0.0' });
  });

  it('that is left after a last affected version is closed by the next fix named', () => {
    const mixed = range(introduced('0'), lastAffected('1.2.0'), introduced('1.4.0'), fixed('1.6.0'));
    expect(kinds(['1.2.0', '1.3.0', '1.5.0'], mixed)).toEqual(['affected', 'clear', 'affected']);
    expect(evaluate(subject('1.0.0'), [mixed], [])).toEqual({
      kind: 'affected',
      range: '<= 1.2.0',
      fixedVersion: '1.6.0',
    });
  });

  it('without a beginning, or without any event, affects nothing', () => {
    expect(kinds(['1.0.0'], range(fixed('2.0.0')))).toEqual(['clear']);
    expect(kinds(['1.0.0'], range())).toEqual(['clear']);
    expect(evaluate(subject('1.0.0'), [], [])).toEqual({ kind: 'clear' });
  });
});

describe('limits', () => {
  it('cut a range off, and the highest of several counts', () => {
    const limited = range(introduced('0'), limit('1.0.0'), limit('2.0.0'));
    expect(kinds(['0.9.0', '1.9.9', '2.0.0'], limited)).toEqual(['affected', 'affected', 'clear']);
  });

  it('with a star cut nothing off', () => {
    expect(kinds(['99.0.0'], range(introduced('0'), limit('1.0.0'), limit('*')))).toEqual(['affected']);
    expect(kinds(['99.0.0'], range(introduced('0'), limit('1.*')))).toEqual(['affected']);
  });

  it('that cannot be read leave it open, unless another one is above the version', () => {
    expect(kinds(['0.5.0', '1.5.0'], range(introduced('0'), limit('1.0.0'), limit('next')))).toEqual([
      'affected',
      'unknown',
    ]);
  });
});

describe('several ranges', () => {
  const branches = [
    range(introduced('1.0.0'), fixed('1.2.4')),
    range(introduced('1.3.0'), fixed('1.3.7')),
    range(introduced('2.0.0')),
  ];

  it('affect what lies in any of them', () => {
    expect(kinds(['1.2.3', '1.2.4', '1.3.6', '1.3.7', '2.1.0'], ...branches)).toEqual([
      'affected',
      'clear',
      'affected',
      'clear',
      'affected',
    ]);
  });

  it('are closed by the next fix above the installed version, not by that of another branch', () => {
    expect(evaluate(subject('1.2.3'), branches, [])).toMatchObject({ fixedVersion: '1.2.4' });
    expect(evaluate(subject('1.3.1'), branches, [])).toMatchObject({ fixedVersion: '1.3.7' });
    expect(evaluate(subject('2.1.0'), branches, [])).toMatchObject({ fixedVersion: null });
  });

  it('that overlap are closed only by a fix that lies in none of them', () => {
    const overlapping = [range(introduced('0'), fixed('1.36.1')), range(introduced('0'), fixed('1.36.9'))];
    for (const ranges of [overlapping, overlapping.toReversed()]) {
      expect(evaluate(subject('1.30.0'), ranges, [])).toMatchObject({ fixedVersion: '1.36.9' });
      expect(evaluate(subject('1.36.1'), ranges, [])).toMatchObject({ fixedVersion: '1.36.9' });
    }
  });
});

describe('enumerated versions', () => {
  it('are affected as written, beside any range', () => {
    const ranges = [range(introduced('2.0.0'), fixed('2.4.0'))];
    expect(evaluate(subject('1.1.0'), ranges, ['1.0.0', '1.1.0'])).toEqual({
      kind: 'affected',
      range: '= 1.1.0',
      fixedVersion: '2.4.0',
    });
    expect(evaluate(subject('1.2.0'), ranges, ['1.0.0', '1.1.0'])).toEqual({ kind: 'clear' });
  });

  it('are affected when the scheme holds them equal', () => {
    expect(evaluate(subject('1.0', schemes.pep440), [], ['1.0.0']).kind).toBe('affected');
    expect(evaluate(subject('1.0', schemes.pep440), [], ['1.0.1']).kind).toBe('clear');
  });

  it('may be no versions at all', () => {
    expect(evaluate(subject('1.0.0'), [], ['not a version']).kind).toBe('clear');
  });
});

describe('what cannot be judged', () => {
  it('is unknown: a range of commits alone', () => {
    const git: Range = { type: 'GIT', events: [introduced('0'), fixed('6879efc2c1596d11a6a6ad296f80063b558d5e0f')] };
    expect(evaluate(subject('1.0.0'), [git], [])).toEqual({
      kind: 'unknown',
      reason: 'the advisory names commits, not versions',
    });
    expect(evaluate(subject('1.0.0'), [git], ['0.9.0']).kind).toBe('clear');
    expect(evaluate(subject('1.0.0'), [git, range(introduced('0'), fixed('0.9.0'))], []).kind).toBe('clear');
  });

  it.each([
    [range(introduced('0'), fixed('one'))],
    [range(introduced('one'), fixed('2.0.0'))],
    [range(introduced('0'), fixed('2.0.0'), introduced('three'))],
  ])('is unknown: %j', (unreadable) => {
    expect(evaluate(subject('1.0.0'), [unreadable], []).kind).toBe('unknown');
    expect(evaluate(subject('1.0.0'), [range(introduced('5.0.0')), unreadable], []).kind).toBe('unknown');
  });

  it('is settled by another range that affects the version, or by an enumeration', () => {
    const unreadable = range(introduced('0'), fixed('one'));
    expect(evaluate(subject('1.0.0'), [unreadable, range(introduced('0'))], []).kind).toBe('affected');
    expect(evaluate(subject('1.0.0'), [unreadable], ['1.0.0']).kind).toBe('affected');
    expect(evaluate(subject('1.0.0'), [unreadable], ['0.9.0']).kind).toBe('clear');
  });
});

/** A scheme as simple as can be: whole numbers. */
const numbers: Scheme<number> = {
  name: 'semver',
  parse: (text) => (/^\d+$/.test(text) ? accept(Number(text)) : reject('no number')),
  compare: compareNumbers,
};

/** The pseudo-code of https://ossf.github.io/osv-schema/#evaluation, over whole numbers. */
function isVulnerable(v: number, ranges: readonly Range[], versions: readonly string[]): boolean {
  const includedInVersions = versions.some((version) => v === Number(version));
  const beforeLimits = ({ events }: Range): boolean => {
    const limits = events.flatMap((event) => ('limit' in event ? [event.limit] : []));
    return limits.length === 0 || limits.some((text) => text === '*' || v < Number(text));
  };
  const includedInRanges = ranges.some((each) => {
    if (!beforeLimits(each)) return false;
    // "introduced allows a version of the value "0" to represent a version that sorts before any other version".
    const value = (event: RangeEvent): number =>
      'introduced' in event && event.introduced === '0' ? -1 : Number(Object.values(event)[0]);
    // The order at one version is not said; a last affected one ends what begins there.
    const place = (event: RangeEvent): number => value(event) + ('lastAffected' in event ? 0.5 : 0);
    let vulnerable = false;
    for (const event of each.events.filter((one) => !('limit' in one)).toSorted((a, b) => place(a) - place(b))) {
      if ('introduced' in event && v >= value(event)) vulnerable = true;
      else if ('fixed' in event && v >= value(event)) vulnerable = false;
      else if ('lastAffected' in event && v > value(event)) vulnerable = false;
    }
    return vulnerable;
  });
  return includedInVersions || includedInRanges;
}

const bound = fc.integer({ min: 0, max: 12 }).map(String);
const event: fc.Arbitrary<RangeEvent> = fc.oneof(bound.map(introduced), bound.map(fixed), bound.map(lastAffected), {
  weight: 1,
  arbitrary: fc.oneof(bound, fc.constant('*')).map(limit),
});
const anyRange = fc.oneof(
  fc.array(event, { maxLength: 8 }),
  bound.map((version) => [introduced('0'), fixed(version)]),
);
const ranges = fc.array(
  anyRange.map((events) => range(...events)),
  { maxLength: 4 },
);

describe('the pseudo-code of the OSV schema', () => {
  it('gives the same answer for any ranges and versions', () => {
    fc.assert(
      fc.property(fc.nat(13), ranges, fc.array(bound, { maxLength: 3 }), (v, some, versions) => {
        const verdict = evaluate(subject(String(v), numbers), some, versions);
        expect(verdict.kind).toBe(isVulnerable(v, some, versions) ? 'affected' : 'clear');
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees that the fix named lies above the version, is no longer affected, and is the lowest such', () => {
    fc.assert(
      fc.property(fc.nat(13), ranges, (v, some) => {
        const verdict = evaluate(subject(String(v), numbers), some, []);
        if (verdict.kind !== 'affected') return;
        const closing = some
          .flatMap(({ events }) => events.flatMap((one) => ('fixed' in one ? [Number(one.fixed)] : [])))
          .filter((fix) => fix > v && !isVulnerable(fix, some, []));
        expect(verdict.fixedVersion).toBe(closing.length === 0 ? null : String(Math.min(...closing)));
      }),
      { numRuns: 3000 },
    );
  });
});
