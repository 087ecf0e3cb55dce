// What people come to the console for, in a real browser against a real server.
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

const note = whyNoConsole === undefined ? '' : ` (skipped: ${whyNoConsole})`;

describe.skipIf(whyNoConsole !== undefined)(`the console in a browser${note}`, () => {
  let served: Console;
  let ada: Visitor;

  beforeAll(async () => {
    served = await openConsole();
    ada = await served.visitor();
  }, 300_000);
  afterAll(() => served?.close(), 60_000);

  test('the first user is made with the link, and is signed in', async () => {
    const { page } = ada;
    await arrive(page, await served.firstUserLink(), page.getByLabel('Name'));
    await page.getByLabel('Name').fill(ADA.name);
    await page.getByLabel('Email').fill(ADA.email);
    await page.locator('input[name=password]').fill('short');
    await page.getByRole('button', { name: 'Make the user and sign in' }).click();
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    await page.locator('input[name=password]').fill(ADA.password);
    await page.getByRole('button', { name: 'Make the user and sign in' }).click();
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.cookie)).toBe('');
  }, 120_000);

  test('a wrong password is refused aloud, several make one wait, and the right one comes in', async () => {
    const { page } = await served.visitor();
    await arrive(page, '/patches', page.getByLabel('Email'));
    await page.getByLabel('Email').fill('bob@example.org');
    const waits = page.getByRole('button', { name: /^Wait \d+ seconds?$/ });
    for (let tries = 0; tries < 12 && !(await waits.isVisible()); tries += 1) {
      await page.locator('input[name=password]').fill(`wrong ${tries}`);
      // The alert of the try before is still there.
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/v1/sessions'));
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await answered;
      await page.waitForFunction(() => document.querySelector('button[data-loading]') === null);
      await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    }
    expect(await waits.isDisabled()).toBe(true);
    await page.reload();
    await signIn(page, ADA);
    await page.getByRole('heading', { name: 'Updates and patches', level: 1 }).waitFor();
    await page.context().close();
  }, 120_000);

  test('a machine is enrolled by keyboard alone, and is seen to join as it does', async () => {
    const { page } = ada;
    await arrive(page, '/', page.getByRole('heading', { name: 'Overview', level: 1 }));
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('enrol a mach');
    await page.getByRole('option', { name: /Enrol a machine/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Enrol a machine' }).waitFor();
    await tabTo(page, 'input', /^Tags/);
    await page.keyboard.type('web, lab');
    await tabTo(page, 'input', /^Let machines in/);
    await page.keyboard.press('Space');
    await tabTo(page, 'button', /^Make the line/);
    await page.keyboard.press('Enter');
    const line = await page.getByRole('textbox', { name: /^As root/ }).textContent();
    expect(line).toMatch(/--token sut_enrol_\w+/);
    await page.getByText('Nothing has made contact yet').waitFor();
    await served.joins(line ?? '', 'web-1');
    await page.getByRole('link', { name: 'web-1' }).waitFor();
    await page.getByText('It waits until somebody lets it in.').waitFor();
    await tabTo(page, 'button', /^Let it in/);
    await page.keyboard.press('Enter');
    await page.getByText('Its inventory is on the way.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('table', { name: 'Enrolment' }).getByText('used up').waitFor();
    // Keys lead on from where one is.
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('table', { name: 'Endpoints' }).getByText('web-1').waitFor();
  }, 120_000);

  test('an endpoint is found by any part of its name, and gone to', async () => {
    const { page } = ada;
    await arrive(page, '/', page.getByRole('heading', { name: 'Overview', level: 1 }));
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('eb-1');
    await page.getByRole('option', { name: /^web-1/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'web-1', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/endpoints\/[0-9a-f-]{36}$/);
  }, 60_000);

  test('whether a CVE is here is said in the search, and unknown is not called clear', async () => {
    const { page } = ada;
    await arrive(page, '/', page.getByRole('heading', { name: 'Overview', level: 1 }));
    await clicksOf(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('cve-2026-1234');
    const verdict = page.getByRole('list', { name: 'Verdict on CVE-2026-1234' });
    await verdict.waitFor();
    expect(await clicksOf(page)).toBe(0);
    expect((await verdict.getByRole('link').allTextContents()).map((text) => text.replace(/^\D+/, ''))).toEqual([
      '0 exposed',
      '0 clear',
      '1 unknown',
    ]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'CVE-2026-1234', level: 1 }).waitFor();
    await page.getByText('There is no advisory database yet').first().waitFor();
    await page.getByText('unknown', { exact: true }).last().click();
    await page.getByRole('link', { name: 'web-1' }).waitFor();
    expect(page.url()).toMatch(/verdict=unknown/);
  }, 120_000);

  test('somebody is invited, joins, and sees what a viewer may and why not the rest', async () => {
    const { page } = ada;
    const invite = page.getByRole('button', { name: 'Invite a user' });
    await arrive(page, '/settings/users', invite);
    await invite.click();
    await page.getByLabel('Email').fill('vera@example.org');
    await page.getByLabel('Name').fill('Vera');
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = await page.getByRole('textbox', { name: /^Hand this link/ }).textContent();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('table', { name: 'Open invitations' }).getByText('vera@example.org').waitFor();

    const vera = await served.visitor();
    const { hash } = new URL(link ?? '');
    await arrive(vera.page, `/invitation${hash}`, vera.page.getByRole('button', { name: 'Join' }));
    await vera.page.locator('input[name=password]').fill('four random words here');
    await vera.page.getByRole('button', { name: 'Join' }).click();
    await signIn(vera.page, { email: 'vera@example.org', password: 'four random words here' });
    const pages = vera.page.getByRole('navigation', { name: 'Pages' });
    expect(await pages.getByRole('link', { name: 'Audit' }).count()).toBe(0);
    await pages.getByRole('link', { name: 'Settings' }).click();
    await vera.page.getByRole('heading', { name: 'Roles', level: 1 }).waitFor();
    const places = vera.page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    expect(await places.allTextContents()).toEqual(['Roles', 'API tokens', 'Operator keys and limits', 'My account']);
    await vera.page.keyboard.press('Control+k');
    await vera.page.getByRole('combobox').fill('invite');
    await vera.page.getByText('Nothing is called that.').waitFor();
    const why = 'It needs the permission user.read; your role, viewer, does not have it.';
    await arrive(vera.page, '/settings/users', vera.page.getByText(why));
    await vera.page.getByText('An administrator can give you the role administrator').waitFor();
    await arrive(vera.page, '/audit', vera.page.getByText('It needs the permission audit.read'));
    expect(vera.faults).toEqual([]);
    await vera.context.close();
  }, 120_000);

  test('removing somebody asks for their address, and what was done is in a record that is verified', async () => {
    const { page } = ada;
    await arrive(page, '/settings/users', page.getByRole('button', { name: 'Remove Vera' }));
    await page.getByRole('button', { name: 'Remove Vera' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove Vera' });
    const remove = dialog.getByRole('button', { name: 'Remove' });
    expect(await remove.isDisabled()).toBe(true);
    await dialog.getByLabel(/^Type vera@example.org/).fill('vera@example.org');
    await remove.click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('vera@example.org').waitFor({ state: 'detached' });

    const verified = page.getByText(/Verified: \d+ entries, each follows from the one before\./);
    await arrive(page, '/audit?action=user.remove', verified);
    await page.getByRole('button', { name: /^Details of \d+ user.remove$/ }).click();
    await page.getByRole('row', { name: /removed: email vera@example.org/ }).waitFor();
  }, 120_000);

  test('an authenticator is set up with its secret', async () => {
    const { page } = ada;
    await arrive(page, '/settings/account', page.getByRole('button', { name: 'Set up an authenticator' }));
    await page.getByRole('button', { name: 'Set up an authenticator' }).click();
    await page.getByRole('img', { name: /^QR code/ }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Secret' }).textContent()).toMatch(/^[A-Z2-7]{16,}$/);
    await page.getByLabel('Code of the app').fill('000000');
    await page.getByRole('button', { name: 'Ask for codes from now on' }).click();
    await page.getByRole('dialog').getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    // The focus is back where it was, as soon as the dialog has let go of it.
    await page.waitForFunction(() => document.activeElement?.textContent === 'Set up an authenticator');
  }, 120_000);

  test('no page said that anything went wrong within', () => {
    expect(ada.faults).toEqual([]);
  });
});
