// What comes along with a package of one's own and what goes, in which order, and what cannot be.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { whyInCircle, whyNoneFirst } from './circle.ts';
import { follow, takeAway } from './follow.ts';
import { inOrder } from './order.ts';
import type { Release } from './release.ts';

type Needs = readonly (readonly [name: string, bound?: string])[];

const release = (
  name: string,
  version: string,
  requires: Needs = [],
  supersedes: Needs = [],
  rule = name,
): Release => ({
  package: name,
  version,
  title: name,
  vendor: 'Examplix',
  requires: requires.map(([other, least]) => ({ package: other, least })),
  supersedes: supersedes.map(([other, below]) => ({ package: other, below })),
  installers: [
    {
      kind: 'deb',
      fits: { systems: ['debian'], least: undefined, architecture: 'any' },
      file: { name: `${name}.deb`, bytes: 1, sha256: 'a'.repeat(64) },
      needs: { freeMebibytes: 0, paths: [] },
      detect: { by: 'package', name: rule },
      exitCodes: [],
    },
  ],
});
const change = (name: string, from: string | null, to: string | null) => ({
  package: name,
  architecture: null,
  from,
  to,
});
const standing = (
  releases: readonly Release[],
  installed: Readonly<Record<string, string>> = {},
  offered: Readonly<Record<string, string>> = {},
) => ({ releases, installed: new Map(Object.entries(installed)), offered: new Map(Object.entries(offered)) });

describe('what a package needs', () => {
  const releases = [
    release('app', '1', [['lib', '2']]),
    release('lib', '2', [['base']]),
    release('lib', '1'),
    release('base', '5'),
  ];

  test('comes along, and what that needs, from nothing or from what is too old', () => {
    const found = follow([change('app', null, '1')], standing(releases, { lib: '1' }, { lib: '2', base: '5' }));
    expect(found).toEqual({ ok: true, more: [change('lib', '1', '2'), change('base', null, '5')], stays: [] });
  });

  test('does not come where it is there, or is asked for as well', () => {
    const none = { ok: true, more: [], stays: [] };
    expect(follow([change('app', null, '1')], standing(releases, { lib: '2' }))).toEqual(none);
    expect(follow([change('lib', '1', '2'), change('app', null, '1')], standing(releases, { base: '5' }))).toEqual(
      none,
    );
  });

  test.each([
    [[change('app', null, '1')], {}, 'app 1 needs lib 2 or newer, which is not offered to it'],
    [[change('app', null, '1')], { lib: '1' }, 'app 1 needs lib 2 or newer, which is not offered to it'],
    [[change('app', null, '1'), change('lib', null, '1')], { lib: '2' }, 'app 1 needs lib 2 or newer'],
    [[change('app', null, '1')], { lib: '2' }, 'lib 2 needs base, which is not offered to it'],
  ])('and cannot be had is said', (asked, offered, why) => {
    expect(follow(asked, standing(releases, {}, offered))).toEqual({ ok: false, why: expect.stringContaining(why) });
  });
});

describe('what a package takes the place of', () => {
  const next = release('next', '3', [], [['old', '2']]);

  test('goes, where it is there and older than is said', () => {
    const releases = [next, release('old', '1')];
    expect(follow([change('next', null, '3')], standing(releases, { old: '1' }))).toMatchObject({
      more: [change('old', '1', null)],
    });
    expect(follow([change('next', null, '3')], standing([next, release('old', '2')], { old: '2' }))).toMatchObject({
      more: [],
    });
    expect(follow([change('next', null, '3')], standing(releases))).toMatchObject({ more: [] });
  });

  test('stays where how it is taken away is not known, and where another needs it', () => {
    expect(follow([change('next', null, '3')], standing([next], { old: '1' }))).toEqual({
      ok: true,
      more: [],
      stays: [
        {
          package: 'old',
          why: 'next takes its place, and how old 1 is taken away is not known: it was never published',
        },
      ],
    });
    const releases = [next, release('old', '1'), release('plugin', '1', [['old']])];
    expect(follow([change('next', null, '3')], standing(releases, { old: '1', plugin: '1' }))).toMatchObject({
      more: [],
      stays: [{ package: 'old', why: 'next takes its place, and plugin needs it' }],
    });
    expect(follow([change('next', null, '3')], standing(releases, { old: '1' }))).toMatchObject({ stays: [] });
  });

  test('is nothing to take away where both are looked for by one rule: it is the same thing by another name', () => {
    const renamed = release('next', '3', [], [['old']], 'old');
    expect(follow([change('next', null, '3')], standing([renamed, release('old', '1')], { old: '1' }))).toMatchObject({
      more: [],
      stays: [],
    });
  });
});

describe('what is taken away', () => {
  const releases = [release('old', '1'), release('plugin', '1', [['old']])];

  test('is what is there of it, unless another needs it that stays', () => {
    expect(takeAway(['old', 'other'], standing(releases, { old: '1' }))).toEqual([change('old', '1', null)]);
    expect(takeAway(['old'], standing(releases, { old: '1', plugin: '1' }))).toBe('plugin needs old: take both away');
    expect(takeAway(['old', 'plugin'], standing(releases, { old: '1', plugin: '1' }))).toEqual([
      change('old', '1', null),
      change('plugin', '1', null),
    ]);
    expect(takeAway(['old'], standing(releases))).toEqual([]);
  });

  test('must have been published: its release says how', () => {
    expect(takeAway(['old'], standing(releases, { old: '0.9' }))).toBe(
      'How old 0.9 is taken away is not known: it was never published',
    );
  });
});

describe('the order', () => {
  const releases = [
    release('a', '1', [['b']]),
    release('b', '1', [['c']]),
    release('c', '1'),
    release('old', '1', [['older']]),
    release('older', '1'),
  ];

  test('is what goes first, who needs before what is needed; then what is needed before who needs it', () => {
    const changes = [
      change('a', null, '1'),
      change('b', null, '1'),
      change('c', null, '1'),
      change('older', '1', null),
      change('old', '1', null),
    ];
    expect(inOrder(changes, releases).map((each) => each.package)).toEqual(['old', 'older', 'c', 'b', 'a']);
  });

  test('has each of them once; where needs go in a circle nothing comes, as none could be first', () => {
    const names = ['a', 'b', 'c', 'd'] as const;
    const needs = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 12 });
    fc.assert(
      fc.property(needs, (pairs) => {
        const circle = names.map((name) =>
          release(
            name,
            '1',
            pairs.filter(([one]) => one === name).map(([, other]) => [other]),
          ),
        );
        const changes = names.map((name) => change(name, null, '1'));
        expect(
          inOrder(changes, circle)
            .map((each) => each.package)
            .toSorted(),
        ).toEqual([...names]);
        // Taken away one after the other, who needs none that is left: what remains is a circle, or waits for one.
        let left: readonly string[] = names;
        for (const _ of names)
          left = left.filter((name) => pairs.some(([one, other]) => one === name && left.includes(other)));
        expect(follow(changes, standing(circle)).ok).toBe(left.length === 0);
        const installed = Object.fromEntries(names.map((name) => [name, '0.9']));
        expect(follow(changes, standing(circle, installed)).ok).toBe(true);
      }),
    );
  });
});

describe('a circle', () => {
  const [a, b, c] = [release('a', '1', [['b']]), release('b', '1', [['c']]), release('c', '1', [['a', '2']])] as const;

  test('of needs is named, and is none where what is there does', () => {
    expect(follow([change('a', null, '1'), change('b', null, '1')], standing([a, b, c], {}, { c: '1' }))).toEqual({
      ok: false,
      why: 'c 1 needs a 2 or newer, which is not offered to it',
    });
    const [one, two] = [release('one', '1', [['two']]), release('two', '1', [['one']])] as const;
    expect(follow([change('one', null, '1')], standing([one, two], {}, { two: '1' }))).toEqual({
      ok: false,
      why: 'one needs itself (one, two, one), so that none of these can come first',
    });
    expect(whyNoneFirst([one, two], new Map([['one', '0.1']]))).toBeUndefined();
    expect(whyNoneFirst([a, b, c], new Map([['a', '1']]))).toContain('a needs itself (a, b, c, a)');
    expect(whyNoneFirst([a, b, c], new Map([['a', '2']]))).toBeUndefined();
  });

  test('is found when a release is published that closes it, beside the newest of the others', () => {
    expect(whyInCircle(c, [a, b])).toBe('it would need itself (c, a, b, c): none of these could come first');
    expect(whyInCircle(a, [b])).toBeUndefined();
    expect(whyInCircle(release('c', '0.9', [['a']]), [a, b, release('c', '1')])).toBeUndefined();
    const [old, next] = [release('old', '1', [], [['next', '2']]), release('next', '1', [], [['old']])] as const;
    expect(whyInCircle(next, [old])).toBe(
      'it would take its own place (next, old, next): one of these must not supersede the next',
    );
    // A name that came back: the newer one is beyond what the older one takes the place of.
    expect(whyInCircle(release('next', '2', [], [['old']]), [old])).toBeUndefined();
  });
});
