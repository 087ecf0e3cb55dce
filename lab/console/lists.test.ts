// Lists in a real browser: found by query, walked by keyboard to their true end, changed many at once.
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADA, type Console, openConsole, signIn, type Visitor, whyNoConsole } from './console.ts';

const note = whyNoConsole === undefined ? '' : ` (skipped: ${whyNoConsole})`;
const MACHINES = 130;
const nameOf = (index: number): string => `host-${String(index).padStart(3, '0')}`;

describe.skipIf(whyNoConsole !== undefined)(`lists in a browser${note}`, () => {
  let served: Console;
  let ada: Visitor;

  beforeAll(async () => {
    served = await openConsole();
    await served.makeAda();
    const { line } = (await served.ask('POST', '/enrolment-tokens', { uses: MACHINES })) as { readonly line: string };
    for (let index = 0; index < MACHINES; index++) await served.joins(line, nameOf(index));
    ada = await served.visitor();
    await ada.page.goto('/endpoints');
    await signIn(ada.page, ADA);
  }, 300_000);
  afterAll(() => served?.close(), 60_000);

  const table = () => ada.page.getByRole('table', { name: 'Endpoints' });
  const focused = () =>
    ada.page.evaluate(() => {
      const row = document.activeElement?.closest('[role=row]');
      return { index: row?.getAttribute('aria-rowindex'), text: row?.textContent ?? '' };
    });

  test('says how many rows there are, and End leads to the last of all', async () => {
    const { page } = ada;
    await page.goto('/endpoints');
    await table().waitFor();
    // The heading is a row of the table, too.
    expect(await table().getAttribute('aria-rowcount')).toBe(String(MACHINES + 1));
    await table().focus();
    await page.keyboard.press('End');
    await page.getByRole('link', { name: nameOf(MACHINES - 1) }).waitFor();
    expect(await focused()).toMatchObject({ index: String(MACHINES + 1), text: expect.stringContaining('host-129') });
    await page.keyboard.press('k');
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('host-128'));
    expect(await page.locator('[role=row][aria-busy]').count()).toBe(0);
  }, 60_000);

  test('a query is completed by keyboard, and what is wrong with one is put right with one key', async () => {
    const { page } = ada;
    await page.goto('/endpoints');
    await table().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('enrolm');
    await page.getByRole('option', { name: /^enrolment:/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    for (let left = 5; left > 0 && !(await chosen(page)).startsWith('enrolment:'); left--) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await page.keyboard.type('pend');
    await page.getByRole('option', { name: /^pending/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('#query').inputValue()).toBe('enrolment:pending ');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=enrolment(?::|%3A)pending$/);
    await page.locator('#query').fill('enrolmen:pending');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /^enrolment/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=enrolment(?::|%3A)pending$/);
  }, 60_000);

  test('a row is looked at beside the list, in the URL, and Escape puts it away', async () => {
    const { page } = ada;
    await page.goto('/endpoints');
    await table().waitFor();
    await table().focus();
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-index') === '0');
    await page.keyboard.press('p');
    await page.waitForURL(/peek=/);
    await page.getByRole('complementary', { name: nameOf(0) }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/endpoints$/);
    expect(await page.getByRole('complementary').count()).toBe(0);
  }, 60_000);

  test('all that a query finds is approved as it was when it was looked at, and counted exactly', async () => {
    const { page } = ada;
    await page.goto('/endpoints?q=enrolment:pending');
    await table().waitFor();
    await page.getByLabel(`Select all ${MACHINES}`).click();
    await page.getByLabel(`Select ${nameOf(3)}`).click();
    await page.getByText(`${MACHINES - 1} selected`).waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('button', { name: `Change ${MACHINES - 1} endpoints` }).click();
    await page.getByText(`${MACHINES - 1} changed; 0 were so already`).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('link', { name: nameOf(3) }).waitFor();
    await page.waitForFunction(() => document.querySelector('[role=table]')?.getAttribute('aria-rowcount') === '2');
    const left = (await served.ask('GET', '/endpoints?q=enrolment:pending')) as { readonly total: number };
    expect(left.total).toBe(1);
  }, 60_000);

  test('what is said of an endpoint is changed, and changed back', async () => {
    const { page } = ada;
    await page.goto('/endpoints');
    await page.getByRole('link', { name: nameOf(5) }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Tags').fill('web, Pilot');
    await page.keyboard.press('Enter');
    await page.getByText('Saved.').waitFor();
    await page.getByRole('tab', { name: 'Facts' }).click();
    await page.getByRole('cell', { name: 'pilot, web' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('cell', { name: 'pilot, web' }).waitFor({ state: 'detached' });
    expect(await page.getByText('Saved.').count()).toBe(0);
  }, 60_000);

  test('page by page the same rows are there, and it is kept', async () => {
    const { page } = ada;
    await page.goto('/endpoints');
    await page.getByRole('button', { name: 'Show in pages' }).click();
    await page.getByText('Page 1 of 3').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('link', { name: nameOf(50) }).waitFor();
    await page.reload();
    await page.getByText('Page 1 of 3').waitFor();
    expect(await page.locator('[role=table] [data-index]').count()).toBe(50);
    await page.getByRole('button', { name: 'Show as one list' }).click();
  }, 60_000);

  test('no page of these has a fault that axe finds, in either colours', async () => {
    for (const colours of ['light', 'dark'] as const) {
      const { page, context, faults } = await served.visitor({ colours });
      await page.goto('/endpoints');
      await signIn(page, ADA);
      for (const path of ['/', '/endpoints', '/patches', '/vulnerabilities', '/vulnerabilities?by=vulnerability']) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 120)).join()}`);
        expect({ path, colours, found }).toEqual({ path, colours, found: [] });
      }
      expect(faults).toEqual([]);
      await context.close();
    }
  }, 120_000);
});

const chosen = async (page: Visitor['page']): Promise<string> =>
  (await page
    .getByRole('option', { selected: true })
    .textContent()
    .catch(() => '')) ?? '';
