// Holds the console's German to the causes that there are, and to the sentences that the server writes.
import { causes } from '@suture/core/rollouts/causes.ts';
import { passedText, promoteText, smallRingText, stopText } from '@suture/core/rollouts/gate/words.ts';
import { expect, test } from 'vitest';

// The console is a project of its own for the compiler: bundled, and for browsers.
const german = async (name: string): Promise<Record<string, unknown>> =>
  import(new URL(`../console/i18n/de/${name}.ts`, import.meta.url).href);
const { causes: inWords } = (await german('causes')) as { causes: Readonly<Record<string, unknown>> };
const { inGerman } = (await german('sentences')) as { inGerman: (text: string) => string };

test('every cause of failure has its German, and no other', () => {
  expect(Object.keys(inWords).toSorted()).toEqual(Object.keys(causes).toSorted());
});

test('what the gate says of any outcomes is German to its end', () => {
  for (const outcomes of [1, 3, 5, 18, 55, 400, 4_000]) {
    for (const failures of [0, 1, 3, 40].filter((count) => count <= outcomes)) {
      const tally = { outcomes, failures };
      for (const text of [
        promoteText(tally),
        stopText(tally),
        smallRingText(tally),
        passedText(tally, true),
        passedText(tally, false),
      ]) {
        expect(inGerman(text)).not.toMatch(
          /\b(?:failures?|outcomes?|chance|would|more|halts|holds|under|enough|last|nothing|says)\b/,
        );
      }
    }
  }
});

test('numbers stay, and what is not known stays as it was said', () => {
  expect(inGerman('It was last heard of 12 days ago, so what it has is not known.')).toBe(
    'Zuletzt vor 12 Tagen gehört; was darauf ist, ist nicht bekannt.',
  );
  expect(inGerman('Something new.')).toBe('Something new.');
});
