// Ways through the demo that are not the usual one: keys switched off, typing ahead, files that do not come at once.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { arrive, type Console } from './console.ts';

/** Tests of a page on which somebody is signed in; `given` is asked within them. */
export function unusualWays(given: () => { readonly served: Console; readonly page: Page }): void {
  test('each count of a fix opens the endpoints that it counts', async () => {
    const { page } = given();
    const table = page.getByRole('table', { name: 'Updates and patches' });
    await arrive(page, '/patches', table.getByRole('link').first());
    const links = table.getByRole('link', { name: /^\d+$/ });
    const counts = await links.evaluateAll((all) =>
      all.map((link) => [new URL((link as HTMLAnchorElement).href).searchParams.get('q'), link.textContent] as const),
    );
    expect(counts.length).toBeGreaterThan(5);
    for (const [q, count] of counts.slice(0, 12)) {
      const { total } = (await given().served.ask('GET', `/endpoints?limit=1&q=${encodeURIComponent(q ?? '')}`)) as {
        readonly total: number;
      };
      expect([q, String(total)]).toEqual([q, count]);
    }
  }, 60_000);

  test('what is typed while the search is on its way is in it when it comes', async () => {
    const { page } = given();
    let isAsked = false;
    const file = /\/assets\/palette[-\w]*\.js$/;
    await page.route(file, async (route) => {
      isAsked = true;
      await page.waitForTimeout(800);
      await route.continue();
    });
    await arrive(page, '/', page.getByRole('heading', { name: 'Do now' }));
    await page.keyboard.press('Control+k');
    await page.keyboard.type('openss');
    await page.getByRole('combobox').waitFor();
    await expect.poll(() => page.getByRole('combobox').inputValue()).toBe('openss');
    await page.keyboard.type('l');
    await expect.poll(() => page.getByRole('combobox').inputValue()).toBe('openssl');
    expect(isAsked).toBe(true);
    await page.unroute(file);
  }, 60_000);

  test('files that do not come at once are asked for again, and nothing is said of it', async () => {
    const { page } = given();
    const failed = new Set<string>();
    const later = /\/assets\/(?:under-way|over-time|deployment|notes|later)[-\w]*\.(?:js|css)$/;
    await page.route(later, (route) => {
      const url = route.request().url();
      if (failed.has(url)) return route.continue();
      failed.add(url);
      return route.abort('failed');
    });
    await arrive(page, '/', page.getByRole('link', { name: 'Database servers' }));
    await page.evaluate(() => void (document.body.dataset['here'] = 'still'));
    await page.getByRole('link', { name: 'Database servers' }).click();
    await page.getByText('postgresql@15-main does not run any more').waitFor();
    expect(await page.evaluate(() => document.body.dataset['here'])).toBe('still');
    // Its styles came as well.
    const rules = () => page.evaluate(() => [...document.styleSheets].map((sheet) => sheet.cssRules.length));
    await expect.poll(async () => Math.min(...(await rules()))).toBeGreaterThan(0);
    for (const kind of ['.js', '.css']) expect([...failed].some((url) => url.endsWith(kind))).toBe(true);
    await page.unroute(later);
  }, 60_000);

  test('single keys can be switched off, and then none of them does anything', async () => {
    const { page } = given();
    await arrive(page, '/', page.getByRole('heading', { name: 'Do now' }));
    await page.keyboard.press('?');
    await page.getByRole('switch', { name: 'Single keys' }).press('Space');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    for (const key of ['g', 'e', '.', '?', '/']) await page.keyboard.press(key);
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await page.getByRole('dialog').count()).toBe(0);
    // It is no single key.
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.evaluate(() => localStorage.removeItem('suture.keys'));
  }, 60_000);
}
