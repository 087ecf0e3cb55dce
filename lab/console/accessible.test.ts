// Pages with nothing on them yet, and what opens over them, by axe, in both themes, wide and narrow; pages with something on them: demo.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADA, arrive, type Console, openConsole, signIn, type Visitor, whyNoConsole } from './console.ts';
import { violations } from './looked-at.ts';

const note = whyNoConsole === undefined ? '' : ` (skipped: ${whyNoConsole})`;

/** Each with the words by which it is known to be there. */
const PAGES = [
  ['/', 'Do now'],
  ['/vulnerabilities/CVE-2026-1234?verdict=unknown', 'web-1'],
  ['/deployments', 'There is no deployment yet.'],
  ['/deployments/new', 'There would be no plan:'],
  ['/calendar', 'Without windows, deployments may begin at any time.'],
  ['/calendar?dialog=new', 'The next five times'],
  ['/policies', 'There is no standing policy.'],
  ['/policies?dialog=new', 'Only what has been published for'],
  ['/exceptions', 'There is no exception:'],
  ['/reports', 'There is no deployment yet,'],
  ['/settings/operators', 'No key is known.'],
  ['/settings/users?dialog=new', 'Make the link'],
  ['/settings/roles', 'nobody may'],
  ['/settings/tokens', 'New token'],
  ['/settings/tokens?dialog=new', 'Make the token'],
  ['/settings/enrolment', 'used up'],
  ['/settings/enrolment?dialog=new', 'Make the line'],
  ['/settings/account', 'Where you are signed in'],
  ['/no-such-page', 'There is no such page or thing.'],
] as const;

describe.skipIf(whyNoConsole !== undefined)(`the console for everybody${note}`, () => {
  let served: Console;
  const open: Visitor[] = [];

  beforeAll(async () => {
    served = await openConsole();
    await served.makeAda();
    const made = (await served.ask('POST', '/enrolment-tokens', { autoApprove: true, tags: ['web'] })) as {
      readonly line: string;
    };
    await served.joins(made.line, 'web-1');
  }, 300_000);
  afterAll(() => served?.close(), 60_000);

  test.for([
    ['light', 1440],
    ['dark', 390],
  ] as const)('signing in, %s, %i pixels wide', { timeout: 120_000 }, async ([colours, width]) => {
    const visitor = await served.visitor({ colours, width });
    open.push(visitor);
    const { page } = visitor;
    for (const path of ['/setup', '/invitation', '/invitation#sut_invite_none', '/']) {
      await arrive(page, path, page.getByRole('heading', { level: 1 }));
      expect({ path, found: await violations(page) }).toEqual({ path, found: [] });
    }
    await signIn(page, ADA);
  });

  test.for(PAGES)('%s', { timeout: 120_000 }, async ([path, words]) => {
    // Both at once: most of the time of each is waiting.
    const found = await Promise.all(
      open.map(async ({ page, faults }) => {
        await arrive(page, path, page.getByText(words).first());
        return { width: page.viewportSize()?.width, found: await violations(page), faults };
      }),
    );
    expect({ path, found }).toEqual({
      path,
      found: [
        { width: 1440, found: [], faults: [] },
        { width: 390, found: [], faults: [] },
      ],
    });
  });

  test('the search, and the keys', async () => {
    for (const { page } of open) {
      await arrive(page, '/', page.getByText('Do now'));
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('a');
      await page.getByRole('option').first().waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('combobox').fill('CVE-2026-1234');
      await page.getByRole('list', { name: /^Verdict/ }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('combobox').waitFor({ state: 'detached' });
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      expect(await violations(page)).toEqual([]);
    }
  }, 120_000);
});
