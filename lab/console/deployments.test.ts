// Deployments in a real browser, carried out by machines that speak the real protocol: made, signed, approved, watched, stopped.
import type { KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ADA,
  arrive,
  clicksOf,
  type Console,
  openConsole,
  signIn,
  tabTo,
  type Visitor,
  whyNoConsole,
} from './console.ts';
import { callUntil, operatorKey, put, sign } from './deployed.ts';
import { violations } from './looked-at.ts';
import type { Machine } from './machine.ts';

const note = whyNoConsole === undefined ? '' : ` (skipped: ${whyNoConsole})`;
const FAILS = {
  cause: 'script-failed',
  why: 'the script of openssl ended with 1',
  lines: ['dpkg: error processing package openssl (--configure):'],
};

describe.skipIf(whyNoConsole !== undefined)(`deployments in a browser${note}`, () => {
  let served: Console;
  let ada: Visitor;
  let narrow: Visitor;
  let key: KeyObject;
  const web: Machine[] = [];
  const db: Machine[] = [];

  beforeAll(async () => {
    served = await openConsole();
    await served.makeAda();
    for (const [tag, machines, names] of [
      ['web', web, ['web-1', 'web-2', 'web-3', 'web-4']],
      ['db', db, ['db-1', 'db-2']],
    ] as const) {
      const asked = { autoApprove: true, tags: [tag], uses: 10 };
      const { line } = (await served.ask('POST', '/enrolment-tokens', asked)) as { readonly line: string };
      for (const hostname of names) {
        const made = await served.machine({ hostname, line, ...(tag === 'db' && { fails: FAILS }) });
        // What it has is asked for, then known.
        await made.checkIn();
        await made.checkIn();
        machines.push(made);
      }
    }
    key = await operatorKey(served);
    ada = await served.visitor();
    narrow = await served.visitor({ colours: 'dark', width: 390 });
    for (const { page } of [ada, narrow]) {
      await page.goto('/');
      await signIn(page, ADA);
    }
  }, 300_000);
  afterAll(() => served?.close(), 60_000);

  const everywhere = async (path: string, words: string): Promise<void> => {
    for (const { page } of [ada, narrow]) {
      await arrive(page, path, page.getByText(words).first());
      const width = page.viewportSize()?.width;
      expect({ path, width, found: await violations(page) }).toEqual({ path, width, found: [] });
    }
  };

  test('three rings are built by keyboard alone, with what they would do in sight, signed elsewhere, and seen to the end', async () => {
    const { page } = ada;
    await arrive(page, '/', page.getByRole('heading', { name: 'Overview', level: 1 }));
    await clicksOf(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('new deploy');
    await page.getByRole('option', { name: /New deployment/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'New deployment', level: 1 }).waitFor();
    const plan = page.getByRole('region', { name: /^What it would do now/ });
    await plan.getByText('2 → 1 → 3').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('tag:web');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await plan.getByText('2 → 1 → 1').waitFor();
    await tabTo(page, 'input', /^Rings/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('1,1,rest');
    await plan.getByText('1 → 1 → 2').waitFor();
    await tabTo(page, 'select', /^Each ring is watched/);
    await page.keyboard.press('Home');
    await tabTo(page, 'input', /^A small first ring/);
    await page.keyboard.press('Space');
    await plan.getByText('passes by itself if nothing failed').waitFor();
    expect(await plan.getByText('openssl').count()).toBe(1);
    await tabTo(page, 'input', /^Name/);
    await page.keyboard.type('Web in three rings');
    await page.getByRole('button', { name: 'Freeze it and put it up for approval', disabled: false }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Web in three rings', level: 1 }).waitFor();
    // And the choice in the search.
    expect((await clicksOf(page)) + 1).toBeLessThanOrEqual(6);
    const line = page.getByRole('textbox', { name: /^Endpoints take only plans/ });
    const hash = /^suture sign ([0-9a-f]{64})$/.exec((await line.textContent()) ?? '')?.[1] ?? '';
    await sign(served, key, hash);
    await page.reload();
    await page.getByText('1 of 1 signatures of operators').waitFor();
    await page.getByRole('button', { name: 'Approve…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve' });
    expect(await dialog.textContent()).toContain(hash);
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await dialog.waitFor({ state: 'detached' });
    const sentence = page.locator('p[aria-live=polite]');
    // No page is loaded anew from here on: what happens is seen as it happens.
    await callUntil(web, async () => (await sentence.textContent())?.includes('4 of 4 verified') === true);
    await sentence.filter({ hasText: 'completed' }).waitFor();
    expect(page.url()).toMatch(/\/deployments\/[0-9a-f-]{36}$/);
  }, 180_000);

  test('Stop is two clicks from the overview and asks nothing; why an endpoint failed is two from the list', async () => {
    const { page } = ada;
    const { id, hash } = await put(served, key, 'Databases', { q: 'tag:db', rings: '1,rest', soakMinutes: 0 });
    await served.ask('POST', `/deployments/${id}/approval`, { plan: hash });
    const failed = async (): Promise<boolean> => {
      const { failures } = (await served.ask('GET', `/deployments/${id}`)) as { readonly failures: readonly unknown[] };
      return failures.length > 0;
    };
    await callUntil(db, failed);
    await arrive(page, '/', page.getByRole('heading', { name: 'Deployments under way' }));
    await page.getByRole('link', { name: 'Databases' }).click();
    const stop = page.getByRole('group', { name: 'Steer it' }).getByRole('button', { name: 'Stop' });
    const before = await stop.boundingBox();
    await stop.click();
    await page.getByText('A person stopped it.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    // It stays where it was, and says why it cannot be done again.
    expect(await stop.boundingBox()).toEqual(before);
    expect(await stop.getAttribute('aria-disabled')).toBe('true');
    expect(await stop.textContent()).toContain('Not now: it is halted.');

    await arrive(page, '/deployments', page.getByRole('link', { name: 'Databases' }));
    await page.getByRole('link', { name: 'Databases' }).click();
    await page.getByText('a maintainer script failed').waitFor();
    await page.getByText('the script of openssl ended with 1').waitFor();
    await page.getByRole('link', { name: 'on 1 endpoint' }).click();
    await page.waitForURL(/cause=script-failed/);
    await page.getByRole('button', { name: /^Details of db-/ }).click();
    await page.getByText('dpkg: error processing package openssl (--configure):').waitFor();
    await page.getByText('it asks to begin').waitFor();
  }, 180_000);

  test('all that is under way is stopped in two clicks, by keyboard alone', async () => {
    const { page } = ada;
    const begun: string[] = [];
    for (const [name, q] of [
      ['Web again', 'tag:web'],
      ['Databases again', 'tag:db'],
    ] as const) {
      const { id, hash } = await put(served, key, name, { q, rings: '1,rest', soakMinutes: 60 });
      await served.ask('POST', `/deployments/${id}/approval`, { plan: hash });
      begun.push(id);
    }
    await arrive(page, '/', page.getByRole('link', { name: 'Web again' }));
    await clicksOf(page);
    await tabTo(page, 'a', /^Deployments$/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Stop all 2 under way' }).waitFor();
    await tabTo(page, 'button', /^Stop all 2 under way$/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Stop / }).waitFor({ state: 'detached' });
    expect(await clicksOf(page)).toBe(2);
    for (const id of begun) expect(await served.ask('GET', `/deployments/${id}`)).toMatchObject({ state: 'halted' });
  }, 120_000);

  test('what an endpoint was part of is on its own page, too', async () => {
    const { page } = ada;
    const { items } = (await served.ask('GET', '/endpoints?q=endpoint:web-1')) as {
      readonly items: readonly { readonly id: string }[];
    };
    await arrive(page, `/endpoints/${items[0]?.id}?tab=jobs`, page.getByRole('link', { name: 'Web in three rings' }));
    await page.getByRole('button', { name: 'Details of Web in three rings' }).click();
    await page.getByText('watched to the end').first().waitFor();
    expect(await violations(page)).toEqual([]);
  }, 60_000);

  test('a window is made with its next times in sight, and is in the calendar by three clocks', async () => {
    const { page } = ada;
    await arrive(page, '/calendar', page.getByRole('button', { name: 'New window' }));
    await page.getByRole('button', { name: 'New window' }).click();
    const dialog = page.getByRole('dialog', { name: 'New window' });
    await dialog.getByLabel('Name').fill('Sunday night');
    await dialog.getByLabel('Time zone').selectOption('America/New_York');
    await dialog.getByText('Every Sunday, from 22:00 for 4 hours, America/New_York.').waitFor();
    await dialog.getByText(/^About the change of clocks on/).waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const clocks = page.getByRole('row', { name: /Sunday night/ }).first();
    await clocks.waitFor();
    expect(await clocks.getByRole('cell').count()).toBe(3);
    expect(await clocks.textContent()).toMatch(/22:00 – .*02:00 E[SD]T.*0[23]:00 – .*UTC/);
    await everywhere('/calendar', 'Sunday night');
    await everywhere('/calendar?dialog=new', 'The next five times');
  }, 120_000);

  test('no page said that anything went wrong within', () => {
    expect([...ada.faults, ...narrow.faults]).toEqual([]);
  });
});
