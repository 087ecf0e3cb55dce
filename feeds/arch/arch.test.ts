// Arch's groups, as advisories.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFile } from '../archives/pack.ts';
import { collect } from '../collected.ts';
import { arch } from './index.ts';
import { normalize } from './normalize.ts';

const GROUP = {
  name: 'AVG-9001',
  packages: ['frob', 'lib32-frob'],
  status: 'Fixed',
  severity: 'High',
  type: 'arbitrary code execution',
  affected: '1.2-1',
  fixed: '1.3-1',
  ticket: null,
  issues: ['CVE-2024-1000', 'CVE-2024-1001'],
  advisories: ['ASA-202401-1'],
};

const rows = (group: object) => {
  const normalized = normalize({ ...GROUP, ...group });
  return normalized.ok
    ? normalized.advisory.affected.map(({ name, ranges, vendor }) => [name, ...ranges[0]!.events, vendor])
    : normalized;
};

describe('a group', () => {
  it('concerns each of its packages up to the fix, and each of its issues', () => {
    expect(normalize(GROUP)).toMatchObject({
      ok: true,
      advisory: {
        id: 'AVG-9001',
        summary: 'frob, lib32-frob: arbitrary code execution',
        upstream: ['CVE-2024-1000', 'CVE-2024-1001'],
        related: ['ASA-202401-1'],
        severity: [{ type: 'Arch', score: 'High' }],
        url: 'https://security.archlinux.org/AVG-9001',
      },
    });
    expect(rows({})).toEqual([
      ['frob', { introduced: '0' }, { fixed: '1.3-1' }, {}],
      ['lib32-frob', { introduced: '0' }, { fixed: '1.3-1' }, {}],
    ]);
  });

  it.each([
    ['Vulnerable', null, [['frob', { introduced: '0' }, {}]]],
    ['Testing', '1.3-1', [['frob', { introduced: '0' }, { fixed: '1.3-1' }, {}]]],
    ['Unknown', null, [['frob', { introduced: '0' }, { state: 'undetermined' }]]],
    ['Fixed', null, [['frob', { introduced: '0' }, { state: 'undetermined' }]]],
    ['Not affected', null, []],
    ['Odd', null, { ok: false, record: 'AVG-9001', reason: 'unknown status "Odd"' }],
  ])('that is %s with the fix %j', (status, fixed, expected) => {
    expect(rows({ status, fixed, packages: ['frob'] })).toEqual(expected);
  });

  it('never makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            name: fc.constant('AVG-1'),
            packages: fc.array(fc.string()),
            status: fc.constantFrom('Fixed', 'Vulnerable'),
            fixed: fc.jsonValue(),
            issues: fc.jsonValue(),
          }),
        ),
        (record) => {
          expect(typeof normalize(record).ok).toBe('boolean');
        },
      ),
    );
  });
});

describe('the feed', () => {
  it('leaves out what does not affect Arch and counts what cannot be read', async () => {
    const groups = [GROUP, { ...GROUP, name: 'AVG-9002', status: 'Not affected' }, { ...GROUP, packages: [] }, null];
    const { advisories, malformed } = await collect(arch, temporaryFile('all.json', JSON.stringify(groups)));
    expect(advisories.map(({ id }) => id)).toEqual(['AVG-9001']);
    expect(malformed).toEqual([
      'AVG-9001: the group names no package',
      'an unnamed group: the record has no usable name',
    ]);
    await expect(collect(arch, temporaryFile('all.json', '{}'))).rejects.toThrow('not a list');
  });
});
