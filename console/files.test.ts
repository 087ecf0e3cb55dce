// What is asked for again, and when it is given up.
import { expect, test } from 'vitest';
import { fetched, FilesGone } from './files.ts';

/** Fails so often before it comes; what was waited for between, in milliseconds, is in `waited`. */
function asked(failures: number, error: Error) {
  const waited: number[] = [];
  let left = failures;
  let styles = 0;
  const load = async (): Promise<string> => {
    left -= 1;
    if (left >= 0) throw error;
    return 'the page';
  };
  const wait = async (ms: number): Promise<void> => void waited.push(ms);
  const again = async (): Promise<unknown> => (styles += 1);
  return { answer: fetched(load, { wait, again }), waited, styles: () => styles };
}

test('files that do not come at once are asked for again, their styles with them', async () => {
  const { answer, waited, styles } = asked(
    2,
    new TypeError('Failed to fetch dynamically imported module: /assets/a.js'),
  );
  expect(await answer).toBe('the page');
  expect(waited).toEqual([250, 1000]);
  expect(styles()).toBe(2);
});

test('what never comes is gone, and says which file it was', async () => {
  const { answer } = asked(9, new Error('Unable to preload CSS for /assets/a.css'));
  await expect(answer).rejects.toThrow(FilesGone);
  await expect(answer).rejects.toThrow('/assets/a.css');
});

test('what a file throws itself is thrown at once', async () => {
  const { answer, waited } = asked(1, new Error('a fault within'));
  await expect(answer).rejects.toThrow(/^a fault within$/);
  expect(waited).toEqual([]);
});
