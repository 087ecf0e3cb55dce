// How a page of the demo is looked at: by axe in all colours, for English left in German, and with what folds unfolded.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from 'vitest';
import { arrive, type Console } from './console.ts';

/** Tells what is wrong, and does not write down what is right of each element; its other mode, for frames, takes twice the time. */
const axe = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });

export const violations = async (page: Page): Promise<readonly string[]> => {
  const { violations: found } = await axe(page).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
};

/** As it is, then in the other colours and with all the contrast that one may ask for: there only what colours can do wrong. */
export async function inAllColours(page: Page): Promise<readonly string[]> {
  const found = await violations(page);
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark', contrast: 'more' });
  try {
    await page.locator(`html[data-mantine-color-scheme=${isDark ? 'light' : 'dark'}]`).waitFor();
    const { violations: others } = await axe(page).withRules('color-contrast').analyze();
    return [...found, ...others.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))];
  } finally {
    await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light', contrast: null });
  }
}

/** Known by no words, since those are others: all that loads is there. */
export async function arriveInGerman(page: Page, path: string): Promise<void> {
  await arrive(page, path, page.locator(path.includes('dialog=') ? '[role=dialog] input' : 'h1').first());
  await page.locator('main [role=status][aria-label]').first().waitFor({ state: 'detached' });
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
}

/** What people of the demo wrote and named; it stays as they wrote it. */
const WRITTEN = [
  'Kernel and openssl on the edge',
  'Only our own files are read with it',
  'Replaced by the new order system',
  'Reached over the loopback interface',
  'The machines of the old order system',
  'Web servers every month',
  'Suppliers send archives',
  'What breaks the order desk',
  'Not licensed for the screens',
  'Remote control goes through',
  'The rooms’ microphones',
  'The Git Development Community',
  'Kestrel Foods IT',
  'Printers of the order desk',
  'Clock of the shops',
  'The sale: nothing changes in the shops.',
  'No file of strangers is opened with it.',
  'What is newer breaks the macros.',
];

/** What stands on a page and has an English word that German has not, beside what people wrote and machines printed. */
export const leftInEnglish = (page: Page): Promise<readonly string[]> =>
  page.evaluate((written) => {
    const english = /(?:^|\s)(?:the|is|are|of|has|have|which|with|it|this|that|from|been|does|would)(?:\s|$)/;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: string[] = [];
    while (walker.nextNode() !== null) {
      const { parentElement, textContent } = walker.currentNode;
      if (parentElement?.closest('script, style, noscript, code, pre, kbd, .mono') === null)
        texts.push(textContent ?? '');
    }
    const labels = [...document.querySelectorAll('[aria-label], [title]')].flatMap((each) => [
      each.getAttribute('aria-label') ?? '',
      each.getAttribute('title') ?? '',
    ]);
    return [...new Set([...texts, ...labels])].filter(
      (said) => english.test(said) && !written.some((each) => said.includes(each)),
    );
  }, WRITTEN);

/** Unfolds the first rows of a table, and what folds elsewhere. */
export async function unfold(page: Page): Promise<void> {
  // What stands behind a form is not to be had.
  if ((await page.getByRole('dialog').count()) > 0) return;
  for (let left = 3; left > 0; left -= 1) {
    const row = page.locator('main button[aria-expanded=false]').first();
    if ((await row.count()) === 0) break;
    await row.click();
  }
  for (const each of await page.locator('main details:not([open]) > summary').all()) await each.click();
  await page.locator('main [role=status][aria-label]').first().waitFor({ state: 'detached' });
}

/** The words of a command line as a shell would have them; all that stands in quotes is one. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:'[^']*'|\\'|[^\s'])+/g)].map(([word]) => word.replaceAll(/'([^']*)'|\\(')/g, '$1$2'));

/** What is copied to ask the same elsewhere and does not answer there; 3 and 6 say something of the answer. */
export async function refusedCommands(page: Page, served: Console): Promise<readonly unknown[]> {
  const buttons = await page.getByRole('button', { name: 'Copy as CLI' }).all();
  const all = await Promise.all(buttons.map((button) => button.getAttribute('title')));
  // The database of this very machine is none of the demo’s.
  const lines = all.filter((line) => line?.startsWith('suture db ') !== true);
  const answers = await Promise.all(
    lines.map(async (line) => ({ line, ...(await served.suture(wordsOf(line ?? '').slice(1))) })),
  );
  return answers
    .filter(({ code }) => ![0, 3, 6].includes(code ?? -1))
    .map(({ line, code, said }) => ({ line, code, said }));
}
