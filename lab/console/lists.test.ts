// Lists in a real browser: found by query, walked by keyboard to their true end, changed many at once.
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
    await page.getByText(`${MACHINES - 1} selected, 1 left out`).waitFor();
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

  test('a list of 100,000 rows is walked from end to end without a gap, and says truly where one is', async () => {
    const { page } = ada;
    const total = 100_000;
    const [first] = ((await served.ask('GET', '/endpoints?limit=1')) as { readonly items: readonly object[] }).items;
    await page.route(/\/api\/v1\/endpoints\?/, async (route) => {
      const asked = new URL(route.request().url()).searchParams;
      const [skip, limit] = [Number(asked.get('skip') ?? 0), Number(asked.get('limit') ?? 100)];
      const items = Array.from({ length: Math.min(limit, total - skip) }, (_, index) => ({
        ...first,
        id: `00000000-0000-4000-8000-${String(skip + index).padStart(12, '0')}`,
        name: `row-${skip + index}`,
      }));
      await route.fulfill({ json: { items, total, next: null } });
    });
    try {
      await page.goto('/endpoints');
      await page.getByRole('link', { name: 'row-0', exact: true }).waitFor();
      expect(await table().getAttribute('aria-rowcount')).toBe(String(total + 1));
      for (const share of [0.2, 0.5, 0.777, 1]) {
        await table().evaluate((box, to) => void (box.scrollTop = (box.scrollHeight - box.clientHeight) * to), share);
        await page.waitForFunction(
          (wanted) => {
            const rows = [...document.querySelectorAll<HTMLElement>('[role=table] [data-index]')];
            const box = document.querySelector('[role=table]')?.getBoundingClientRect();
            const seen = rows.filter((row) => {
              const { top, bottom } = row.getBoundingClientRect();
              return box !== undefined && bottom > box.top && top < box.bottom;
            });
            const numbers = seen.map((row) => Number(row.dataset['index'])).toSorted((one, other) => one - other);
            const isWhole = numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1);
            const isNamed = seen.every((row) => row.textContent?.includes(`row-${row.dataset['index']}`) ?? false);
            const isCounted = seen.every(
              (row) => row.getAttribute('aria-rowindex') === String(Number(row.dataset['index']) + 2),
            );
            const middle = numbers[Math.floor(numbers.length / 2)] ?? -1;
            return seen.length > 10 && isWhole && isNamed && isCounted && Math.abs(middle - wanted) < 200;
          },
          share * (total - 10),
        );
      }
    } finally {
      await page.unroute(/\/api\/v1\/endpoints\?/);
    }
  }, 60_000);

  test('a thousand events a second are asked about once, and keys are heard meanwhile', async () => {
    const { page, context } = await served.visitor();
    await page.addInitScript(() => {
      const sources: EventSource[] = [];
      const Real = window.EventSource;
      window.EventSource = class extends Real {
        constructor(url: string | URL) {
          super(url);
          sources.push(this);
        }
      };
      Object.assign(window, { sources });
    });
    await page.goto('/endpoints');
    await signIn(page, ADA);
    await page.getByRole('table', { name: 'Endpoints' }).waitFor();
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().includes('/api/v1/endpoints?')) asked += 1;
    });
    await page.evaluate(async () => {
      const { sources } = window as unknown as { readonly sources: readonly EventSource[] };
      for (let sent = 0; sent < 3_000; sent += 10) {
        for (let each = 0; each < 10; each += 1) sources[0]?.dispatchEvent(new MessageEvent('endpoint-changed'));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
    // At most one for each second that passed, however long that took here, and never one for each event.
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(60);
    await page.getByRole('table', { name: 'Endpoints' }).focus();
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-index') === '0');
    await context.close();
  }, 60_000);
});

const chosen = async (page: Visitor['page']): Promise<string> =>
  (await page
    .getByRole('option', { selected: true })
    .textContent()
    .catch(() => '')) ?? '';
