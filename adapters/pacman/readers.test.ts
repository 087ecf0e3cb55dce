// The pacman adapter's readers, on what pacman writes in its various moods and on hostile text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  brokenRepositories,
  parseDesc,
  parseNewer,
  parsePlan,
  parseRepositoryPackages,
  parseSettings,
  unmetIn,
} from './parse.ts';

describe('the readers', () => {
  test('of answers in other languages and colours count what they do not know', () => {
    expect(parseNewer('\u001B[1mlab-svc\u001B[0m 1.0-1 -> 1.1-1\n警告: データベース\n')).toEqual({
      items: [{ name: 'lab-svc', installed: '1.0-1', candidate: '1.1-1', ignored: false }],
      unread: 1,
    });
    expect(parseRepositoryPackages('core --x 1-1\ncore bash 5.1-1 [installiert]\n')).toEqual({
      items: [{ repository: 'core', name: 'bash', version: '5.1-1' }],
      unread: 1,
    });
  });

  test('of plans know replacements and "nothing to do"', () => {
    const plan = parsePlan(
      ':: Starting full system upgrade...\n:: Replace lab-old with lab/lab-new? [Y/n] \nlab-new\t1-1\tlab\t0\n',
    );
    expect(plan).toEqual({
      items: [{ name: 'lab-new', version: '1-1', repository: 'lab', bytes: 0 }],
      unread: 0,
      replaced: ['lab-old'],
    });
    expect(parsePlan(' there is nothing to do\n')).toEqual({ items: [], unread: 0, replaced: [] });
  });

  test('of complaints name the repository and the package', () => {
    expect(
      brokenRepositories("warning: database file for 'core' does not exist (use '-Sy' to download)\n".repeat(3)),
    ).toEqual(['core']);
    expect(unmetIn(":: installing a (2-1) breaks dependency 'a=1' required by b\n").map(({ name }) => name)).toEqual([
      'b',
    ]);
  });

  test('of entries need a name and a version that are some', () => {
    expect(parseDesc('%NAME%\nbash\n\n%VERSION%\n5.1.16-2\n\n%GROUPS%\nbase\ncore\n\n')).toMatchObject({
      name: 'bash',
      base: 'bash',
      groups: ['base', 'core'],
    });
    expect(parseDesc('%NAME%\n../../x\n\n%VERSION%\n1-1\n')).toBeUndefined();
    expect(parseDesc('%NAME%\nbash\n\n%VERS')).toBeUndefined();
  });

  test('never throw or let an option pass for a name, whatever the text', () => {
    const words = fc.constantFrom(
      'lab',
      '1-1',
      '--x',
      '->',
      '[ignored]',
      ' ',
      '\t',
      '\n',
      '%NAME%',
      '%VERSION%',
      ':: ',
      'required by',
      '[options]',
      ' = ',
      'IgnorePkg',
      '株',
      '\u001B[31m',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(words, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (made) => {
        const names = [
          ...parseNewer(made).items,
          ...parseRepositoryPackages(made).items,
          ...parsePlan(made).items,
          ...unmetIn(made),
        ].map(({ name }) => name);
        const entry = parseDesc(made);
        for (const name of entry === undefined ? names : [...names, entry.name]) expect(name).toMatch(/^[\w@+]/);
        parseSettings(made);
        brokenRepositories(made);
      }),
      { numRuns: 500 },
    );
  });
});
