// The demo in a real browser: that it says what it is, what people come for by keyboard alone, and every page of it by axe.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  arrive,
  clicksOf,
  type Console,
  DEMO_ADA,
  openConsole,
  signIn,
  tabTo,
  type Visitor,
  whyNoConsole,
} from './console.ts';
import { unusualWays } from './demo-ways.ts';
import { arriveInGerman, inAllColours, leftInEnglish, refusedCommands, unfold, violations } from './looked-at.ts';

const note = whyNoConsole === undefined ? '' : ` (skipped: ${whyNoConsole})`;
const STRIP = 'Demo: nothing here is real';

interface Listed {
  readonly items: readonly { readonly id: string; readonly name: string; readonly state: string }[];
}

describe.skipIf(whyNoConsole !== undefined)(`the demo in a browser${note}`, () => {
  let served: Console;
  let wide: Visitor;
  let narrow: Visitor;
  let ids: ReadonlyMap<string, string>;
  const id = (name: string): string => ids.get(name) ?? '';

  beforeAll(async () => {
    served = await openConsole([], { demo: true });
    wide = await served.visitor();
    narrow = await served.visitor({ colours: 'dark', width: 390 });
    // Fewer rows are as good, and looked at sooner.
    for (const { page } of [wide, narrow]) {
      await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height: 600 });
    }
    const { items } = (await served.ask('GET', '/deployments')) as Listed;
    const { items: found } = (await served.ask('GET', '/endpoints?q=endpoint:web-01')) as Listed;
    ids = new Map([...items, ...found].map((each) => [each.name, each.id]));
  }, 300_000);
  afterAll(() => served?.close(), 60_000);

  test('it says what it is before anybody signs in, on every page, and takes no machine', async () => {
    for (const { page } of [wide, narrow]) {
      await arrive(page, '/', page.getByLabel('Email'));
      await page.getByRole('complementary', { name: 'Demo' }).getByText(STRIP).waitFor();
      await signIn(page, DEMO_ADA);
      await page.getByRole('complementary', { name: 'Demo' }).getByText(STRIP).waitFor();
    }
    // From here on each of the two pages speaks another language.
    await narrow.page.evaluate(() => localStorage.setItem('suture.language', 'de'));
    await expect(served.ask('POST', '/enrolment-tokens', { uses: 1 })).rejects.toThrow(/409.*This server is a demo/);
    await expect(served.joins('sut_enrol_0123456789abcdef', 'web-99')).rejects.toThrow(/This server is a demo/);
    const overview = (await served.ask('GET', '/overview')) as {
      readonly numbers: readonly { readonly name: string; readonly count: number }[];
    };
    const numbers = new Map(overview.numbers.map(({ name, count }) => [name, count]));
    expect(numbers.get('endpoints')).toBe(300);
    for (const name of ['overdue', 'exploited', 'silent', 'pending', 'quarantined', 'unsupported', 'feeds-stale']) {
      expect([name, numbers.get(name)]).toEqual([name, expect.toSatisfy((count: number) => count > 0)]);
    }
    const { items } = (await served.ask('GET', '/deployments')) as Listed;
    expect(items.map(({ state }) => state)).toEqual([
      'running',
      'awaiting-approval',
      'halted',
      'completed-with-failures',
    ]);
  }, 120_000);

  test('evidence for the auditor is three clicks away, by keyboard alone', async () => {
    const { page } = wide;
    await arrive(page, '/', page.getByRole('heading', { name: 'Do now' }));
    await clicksOf(page);
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.getByText(/Verified: \d+ entries/).waitFor();
    await tabTo(page, 'a', /^October security updates, web$/);
    await page.keyboard.press('Enter');
    await page.getByText(/of \d+ findings are proved closed on all endpoints/).waitFor();
    await page.getByRole('table', { name: 'Evidence' }).getByRole('row').nth(1).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation', { name: 'Pages' }).isVisible()).toBe(false);
    // All of it is on paper, not only what fits the window.
    expect(await page.evaluate(() => document.documentElement.scrollHeight > 2 * innerHeight)).toBe(true);
    await page.emulateMedia({ media: null });
    await tabTo(page, 'a', /^Save as JSON$/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    const saved: unknown = JSON.parse(await text(await download.createReadStream()));
    expect(saved).toMatchObject({ name: 'October security updates, web', demo: 'All of this is made up.' });
    expect(download.suggestedFilename()).toMatch(/^demo-suture-report-/);
    // And the keys that lead to the reports.
    expect((await clicksOf(page)) + 1).toBe(3);
    await arrive(page, '/audit', page.getByText(/Verified: \d+ entries/));
    const link = page.getByRole('link', { name: 'Export' });
    const [exported] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(exported.suggestedFilename()).toBe('demo-suture-audit.jsonl');
    expect(await text(await exported.createReadStream())).toMatch(/\n\{"demo":"All of this is made up\."\}\n$/);
  }, 60_000);

  test('why an endpoint failed is two clicks from the overview, and Stop is two, by keyboard alone', async () => {
    const { page } = wide;
    await arrive(page, '/', page.getByRole('link', { name: 'Database servers' }));
    await clicksOf(page);
    await tabTo(page, 'a', /^Database servers$/);
    await page.keyboard.press('Enter');
    await page.getByText('postgresql@15-main does not run any more').waitFor();
    await page.getByText('FATAL: could not load library').waitFor();
    expect(await clicksOf(page)).toBeLessThanOrEqual(2);
    await arrive(page, '/', page.getByRole('link', { name: 'November security updates, app' }));
    await tabTo(page, 'a', /^November security updates, app$/);
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Steer it' }).waitFor();
    await tabTo(page, 'button', /^Stop/);
    await page.keyboard.press('Enter');
    await page.getByText('A person stopped it.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await clicksOf(page)).toBe(2);
  }, 60_000);

  test('a page whose files are gone says so, with all around it, and comes when they are there again', async () => {
    const { page } = wide;
    const faults = wide.faults.length;
    const files = /\/assets\/(?:reports|plan|deployment)[-\w]*\.(?:js|css)$/;
    await arrive(page, '/', page.getByRole('heading', { name: 'Do now' }));
    await page.route(files, (route) => route.abort());
    await arrive(page, '/reports', page.getByText('This page cannot be shown.'));
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Endpoints' }).waitFor();
    await page.unroute(files);
    await page.getByRole('button', { name: 'Load it anew' }).click();
    await page.getByText(/Verified: \d+ entries/).waitFor();
    expect(new URL(page.url()).pathname).toBe('/reports');
    // What was said of the files is no fault of a page.
    (wide.faults as string[]).splice(faults);
  }, 60_000);

  test('a policy is written by choices, said in words, changed, and removed by its name', async () => {
    const { page } = wide;
    await arrive(page, '/policies?dialog=new', page.getByText('Days on which it makes a plan'));
    const form = page.getByRole('dialog', { name: 'New policy' });
    await form.getByLabel('Name').fill('Patch Tuesday');
    await form.getByLabel('Repeats').selectOption('monthly');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    const row = page.getByRole('row', { name: 'Details of Patch Tuesday' });
    await row.filter({ hasText: 'The second Tuesday of every month' }).waitFor();
    await page.getByRole('button', { name: 'Change Patch Tuesday' }).click();
    const changed = page.getByRole('dialog', { name: 'Change Patch Tuesday' });
    await changed.getByLabel('Endpoints', { exact: true }).fill('tag:web');
    await changed.getByRole('button', { name: 'Save' }).click();
    await changed.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Details of Patch Tuesday' }).click();
    await page.getByRole('link', { name: 'Now it is about 48 endpoints' }).waitFor();
    await page.getByText('What it would have done in the last 30 days').waitFor();
    const second = page.getByRole('region', { name: 'Version 2' }).getByRole('row').filter({ hasText: 'endpoints' });
    expect(await second.textContent()).toContain('tag:web');
    await page.getByRole('button', { name: 'Remove Patch Tuesday' }).click();
    const removed = page.getByRole('dialog', { name: 'Remove Patch Tuesday' });
    expect(await removed.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true);
    await removed.getByLabel('Type Patch Tuesday to confirm').fill('Patch Tuesday');
    await removed.getByRole('button', { name: 'Remove' }).click();
    await row.waitFor({ state: 'detached' });
  }, 60_000);

  test('a freeze is made and lifted where windows are, and said where deployments are', async () => {
    const { page } = wide;
    await arrive(page, '/calendar', page.getByRole('button', { name: 'New freeze' }));
    await page.getByRole('button', { name: 'New freeze' }).click();
    const dialog = page.getByRole('dialog', { name: 'New freeze' });
    await dialog.getByLabel('Why').fill('The sale: nothing changes in the shops.');
    await dialog.getByLabel('Endpoints').fill('tag:web');
    await dialog.getByRole('button', { name: 'Freeze' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: '48 endpoints' }).waitFor();
    await arrive(page, '/deployments', page.getByText('Nothing new begins on'));
    await page.getByText('The sale: nothing changes in the shops.').waitFor();
    await arrive(page, '/calendar', page.getByRole('button', { name: /^Lift the freeze/ }));
    await page.getByRole('button', { name: /^Lift the freeze/ }).click();
    await page.getByText('until it is lifted').waitFor({ state: 'detached' });
    const { items } = (await served.ask('GET', '/freezes')) as {
      readonly items: readonly { readonly state: string }[];
    };
    expect(items.map(({ state }) => state)).toEqual(['lifted']);
  }, 60_000);

  test('a release of one’s own is withdrawn by its name; what is offered beside fixes has its channel', async () => {
    const { page } = wide;
    await arrive(page, '/catalog?of=own', page.getByText('Printers of the order desk').first());
    await page.getByRole('button', { name: 'Details of order-desk-printers 1.4.0' }).click();
    await page.getByText('Signed with Cleo’s key (smart card)').waitFor();
    await page.getByRole('button', { name: 'Withdraw order-desk-printers 1.3.0' }).click();
    const dialog = page.getByRole('dialog', { name: 'Withdraw order-desk-printers 1.3.0' });
    await dialog.getByLabel(/^Type order-desk-printers/).fill('order-desk-printers');
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Withdraw order-desk-printers 1.3.0' }).waitFor({ state: 'detached' });
    await arrive(page, '/patches?of=offered', page.getByText('lvfs').first());
    await page.getByRole('button', { name: /^Details of Alder S2 System Firmware/ }).click();
    await page.getByText('1.14.0 → 1.18.0').waitFor();
    const { items } = (await served.ask('GET', '/own-packages')) as {
      readonly items: readonly { readonly version: string; readonly withdrawnAt: string | null }[];
    };
    expect(items.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ version }) => version)).toEqual(['1.4.0']);
  }, 60_000);

  test('the search finds deployments and what fixes there are as well', async () => {
    const { page } = wide;
    await arrive(page, '/', page.getByRole('heading', { name: 'Do now' }));
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('openss');
    await page.getByRole('option', { name: /^openssl fixes/ }).waitFor();
    await page.getByRole('option', { name: /^Kernel and openssl on the edge deployment/ }).click();
    await page.getByRole('heading', { name: 'Kernel and openssl on the edge', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/deployments/${id('Kernel and openssl on the edge')}`);
  }, 60_000);

  test('an exception is made with what it covers in sight, and ended; of another somebody approves', async () => {
    const { page } = wide;
    await arrive(page, '/exceptions?of=waiting', page.getByText('tag:legacy', { exact: true }));
    await page.getByRole('button', { name: 'Approve the exception of tag:legacy' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('There is nothing here.').waitFor();
    await arrive(page, '/exceptions?dialog=new&q=package:vim', page.getByText('Now it covers 2 vulnerabilities.'));
    const dialog = page.getByRole('dialog', { name: 'New exception' });
    await dialog.getByLabel('Why').fill('No file of strangers is opened with it.');
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'End the exception of package:vim' }).click();
    await page.getByRole('dialog').getByText('are in plans again, from now on').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'End' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('row').filter({ hasText: 'package:vim' }).filter({ hasText: 'ended' }).waitFor();
    const { items } = (await served.ask('GET', '/exceptions')) as {
      readonly items: readonly { readonly covers: string; readonly state: string }[];
    };
    expect(Object.fromEntries(items.map(({ covers, state }) => [covers, state]))).toMatchObject({
      'package:vim': 'ended',
      'tag:legacy': 'holds',
    });
  }, 60_000);

  test('what is said of an endpoint is taken back by Undo, to what it was before', async () => {
    const { page } = wide;
    const tagsOf = async (): Promise<unknown> => {
      const { tags } = (await served.ask('GET', `/endpoints/${id('web-01')}`)) as { readonly tags: readonly string[] };
      return tags.toSorted();
    };
    const before = await tagsOf();
    await arrive(page, `/endpoints/${id('web-01')}`, page.getByRole('button', { name: 'Edit' }));
    await page.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit' });
    await dialog.getByLabel('Tags').fill('elsewhere');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await tagsOf()).toEqual(['elsewhere']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(tagsOf).toEqual(before);
  }, 60_000);

  test('a rule about a product is made, changed and taken back in the catalog; what nobody manages says why', async () => {
    const { page } = wide;
    await arrive(page, '/catalog', page.getByText('Notepad++', { exact: false }).first());
    await page.getByRole('button', { name: 'New rule about Notepad++' }).click();
    const dialog = page.getByRole('dialog', { name: 'New rule about Notepad++' });
    await dialog.getByLabel('Its updates are').selectOption('pinned');
    await dialog.getByLabel('Which versions').fill('8.6.*, 8.7');
    await dialog.getByLabel('Why').fill('What is newer breaks the macros.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = page.getByRole('row').filter({ hasText: 'Notepad++' });
    await row.filter({ hasText: 'only 8.6.*, 8.7' }).waitFor();
    const ruled = await ruleOf(served, 'notepad-plus-plus');
    expect(ruled).toMatchObject({ version: 1, said: { stance: 'pinned', versions: ['8.6.*', '8.7'] } });
    await page.getByRole('button', { name: 'Remove the rule about Notepad++' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await row.filter({ hasText: 'taken' }).waitFor();
    expect(await ruleOf(served, 'notepad-plus-plus')).toBeNull();
    await page.getByText('Not as it should be').click();
    await page.getByRole('row').filter({ hasText: 'VLC' }).filter({ hasText: 'forbidden, but on 6' }).waitFor();
    await page.getByText('Unmanaged', { exact: true }).click();
    await page
      .getByRole('row')
      .filter({ hasText: 'Shift Planner' })
      .filter({ hasText: 'names no publisher' })
      .waitFor();
    await page.getByRole('searchbox', { name: 'Find a product' }).fill('kestrel');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
  }, 60_000);

  test('keys and limits are changed where they are said, and a wrong key is refused aloud', async () => {
    const { page } = wide;
    await arrive(page, '/settings/operators', page.getByText('Cleo’s key (smart card)'));
    await page.getByLabel('Operators who have to sign a plan').fill('2');
    await page.getByRole('button', { name: 'Save the limits' }).click();
    await expect.poll(() => served.ask('GET', '/rollout-limits')).toMatchObject({ signaturesNeeded: 2 });
    await page.getByRole('button', { name: 'Add a key' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a key' });
    await dialog.getByRole('textbox', { name: 'Key' }).fill('Ben’s key');
    await dialog.getByRole('textbox', { name: 'Public half' }).fill('no key at all');
    await dialog.getByRole('button', { name: 'Add it' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'Ed25519' }).waitFor();
    expect(await violations(page)).toEqual([]);
    // What it would have found.
    await dialog.getByRole('alert').evaluate((alert) => {
      alert.append(new Image());
      alert.style.color = 'silver';
    });
    expect((await violations(page)).map((found) => found.split(':')[0])).toEqual(['color-contrast', 'image-alt']);
  }, 60_000);

  unusualWays(() => ({ served, page: wide.page }));

  /** Each with the words by which it is known to be there. */
  const PAGES: readonly (readonly [path: () => string, words: string])[] = [
    [() => '/', 'Overdue findings'],
    [() => '/endpoints?q=tag:web', 'web-01'],
    [() => '/endpoints?q=tag:nowhere', 'Nothing matches this query.'],
    [() => '/endpoints?q=tag:((', 'The query is not one'],
    [() => `/endpoints/${id('web-01')}`, 'web-01'],
    [() => `/endpoints/${id('web-01')}?tab=updates`, 'openssl'],
    [() => `/endpoints/${id('web-01')}?tab=vulnerabilities`, 'overdue'],
    [() => `/endpoints/${id('web-01')}?tab=packages`, 'adduser'],
    [() => `/endpoints/${id('web-01')}?tab=history`, 'CVE-'],
    [() => '/patches', 'openssl'],
    [() => '/vulnerabilities', 'openssl'],
    [() => '/vulnerabilities?by=vulnerability', 'CVE-'],
    [() => '/deployments', 'Database servers'],
    [() => `/deployments/${id('Database servers')}`, 'The gate, in figures'],
    [() => `/deployments/${id('Database servers')}?tab=endpoints`, 'db-'],
    [() => `/deployments/${id('Database servers')}?tab=plan`, 'Way back'],
    [() => `/deployments/${id('Database servers')}?tab=history`, 'What'],
    [() => `/deployments/${id('Kernel and openssl on the edge')}`, 'Approve…'],
    [() => '/deployments/new?q=tag:web', 'What is installed'],
    [() => '/calendar', 'After Patch Tuesday'],
    [() => '/policies', 'Web servers every month'],
    [() => '/exceptions', 'package:libxml2'],
    [() => '/exceptions?dialog=new', 'Make it'],
    [() => '/lifecycle', 'Debian 11'],
    [() => '/lifecycle?of=software', 'Firefox 131'],
    [() => '/firmware', 'Tern NVMe 960'],
    [() => '/catalog', 'Firefox'],
    [() => '/catalog/firefox', 'Where endpoints have it from'],
    [() => '/catalog/git', 'Debian:12: git'],
    [() => '/catalog?of=unmanaged', 'Label Printer Driver'],
    [() => '/catalog?of=own', 'Printers of the order desk'],
    [() => '/patches?of=offered', 'bookworm-security'],
    [() => '/catalog?dialog=new', 'So that somebody else understands it in a year'],
    [() => '/feeds', 'alpine-secdb'],
    [() => '/reports', 'Half of them within'],
    [() => `/reports/${id('October security updates, web')}`, 'Who said yes'],
    [() => '/audit', 'Verified:'],
    [() => '/settings/users', 'Vera'],
    [() => '/settings/operators', 'Save the limits'],
    [() => '/settings/organisation', 'Take a checkpoint'],
  ];

  test.for(PAGES.map(([path, words], index) => [index, words, path] as const))(
    'page %i, where %s stands, has no fault that axe finds, and in German no English',
    { timeout: 90_000 },
    async ([, words, path]) => {
      // Both at once: most of the time of each is waiting.
      const found = await Promise.all([
        arrive(wide.page, path(), wide.page.getByText(words).first()).then(() => inAllColours(wide.page)),
        arriveInGerman(narrow.page, path()).then(() => inAllColours(narrow.page)),
      ]);
      const english = await leftInEnglish(narrow.page);
      expect({ path: path(), found, english }).toEqual({ path: path(), found: [[], []], english: [] });
      const [unfolded, refused] = await Promise.all([
        unfold(narrow.page).then(() => leftInEnglish(narrow.page)),
        path().includes('((') ? [] : refusedCommands(wide.page, served),
      ]);
      expect({ path: path(), unfolded, refused }).toEqual({ path: path(), unfolded: [], refused: [] });
    },
  );

  test('no page said that anything went wrong within', () => {
    expect([...wide.faults, ...narrow.faults]).toEqual([]);
  });
});

async function ruleOf(served: Console, product: string): Promise<unknown> {
  const { items } = (await served.ask('GET', '/catalog')) as {
    readonly items: readonly { readonly product: string; readonly rule: unknown }[];
  };
  return items.find((each) => each.product === product)?.rule;
}

async function text(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  let said = '';
  for await (const chunk of stream) said += String(chunk);
  return said;
}
