// What a rule of a product does to its updates, and which rules are none.
import { describe, expect, it } from 'vitest';
import { readRule, type RuleText, type RuledOffer, whyHeld } from './rule.ts';

const rule = (over: Partial<RuleText>): RuleText => ({
  stance: 'approved',
  versions: [],
  waitDays: 0,
  presence: 'any',
  endpoints: '',
  reason: 'The shop breaks.',
  until: null,
  ...over,
});
const offer = (over: Partial<RuledOffer> = {}): RuledOffer => ({
  candidate: '132.0',
  isSecurity: false,
  isYoung: false,
  ...over,
});
const why = (over: Partial<RuleText>, given?: Partial<RuledOffer>, today = '2026-11-23') =>
  whyHeld('firefox', rule(over), offer(given), today);

describe('an update', () => {
  it('of a held product is not taken, with the reason, until the day is over', () => {
    expect(why({ stance: 'held', until: '2026-11-23' })).toBe('firefox is held until 2026-11-23: The shop breaks.');
    expect(why({ stance: 'held', until: '2026-11-23' }, {}, '2026-11-24')).toBeUndefined();
  });

  it('to a blocked version is not taken, also where it is of security; another is', () => {
    expect(why({ stance: 'blocked', versions: ['132.*'] }, { isSecurity: true })).toBe(
      'firefox 132.0 is blocked: The shop breaks.',
    );
    expect(why({ stance: 'blocked', versions: ['132.*'] }, { candidate: '133.0' })).toBeUndefined();
    expect(why({ stance: 'blocked' })).toBe('firefox is blocked: The shop breaks.');
  });

  it('of a pinned product is taken to these versions only', () => {
    expect(why({ stance: 'pinned', versions: ['131.*', '130.0'] })).toBe(
      'firefox is pinned to 131.*, 130.0: The shop breaks.',
    );
    expect(why({ stance: 'pinned', versions: ['131.*'] }, { candidate: '131.0.2' })).toBeUndefined();
    expect(why({ stance: 'pinned', versions: ['131'] }, { candidate: '131.0.2' })).toContain('is pinned');
  });

  it('that is young waits, unless it is of security', () => {
    expect(why({ waitDays: 7 }, { isYoung: true })).toBe(
      'firefox waits 7 days after it was first offered: The shop breaks.',
    );
    expect(why({ waitDays: 7 }, { isYoung: true, isSecurity: true })).toBeUndefined();
    expect(why({ waitDays: 7 })).toBeUndefined();
    expect(why({ stance: 'pinned', versions: ['132.*'], waitDays: 1 }, { isYoung: true })).toContain(
      'waits 1 day after',
    );
  });
});

it.each<[string, Partial<RuleText>, string]>([
  ['that changes nothing', {}, 'stance'],
  ['that pins to nothing', { stance: 'pinned' }, 'versions'],
  ['that holds versions', { stance: 'held', versions: ['1.*'] }, 'versions'],
  ['with a version of spaces', { stance: 'blocked', versions: [' '] }, 'versions'],
  ['that waits for ever', { waitDays: 91 }, 'waitDays'],
  ['that waits half a day', { waitDays: 0.5 }, 'waitDays'],
  ['until no day', { stance: 'held', until: '2026-02-30' }, 'until'],
  ['without a reason', { stance: 'held', reason: ' ' }, 'reason'],
  ['of some endpoints that requires nothing', { stance: 'held', endpoints: 'tag:web' }, 'endpoints'],
])('a rule %s is none', (_, over, field) => {
  const read = readRule(rule(over));
  expect(read.ok ? [] : read.problems.map((problem) => problem.field)).toEqual([field]);
});

it('a rule that says something is one', () => {
  for (const over of [{ stance: 'held' }, { waitDays: 7 }, { presence: 'required', endpoints: 'tag:web' }] as const)
    expect(readRule(rule(over)).ok).toBe(true);
});
