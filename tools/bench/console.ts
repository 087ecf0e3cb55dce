// How fast the console is for somebody who opens it: a real server with the demo's fleet, Chromium, an empty cache; and how much it loads first.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { type Console, DEMO_ADA, openConsole, signIn, whyNoConsole } from '../../lab/console/console.ts';
import { CONSOLE_SITE } from '../console.ts';
import { type Measured, medianOf } from './measure.ts';
import { type Row, type Section, timeRow } from './report.ts';
import type { Workshop } from './workshop.ts';

const PAGES = [
  '/',
  '/endpoints',
  '/patches',
  '/vulnerabilities',
  '/deployments',
  '/calendar',
  '/firmware',
  '/catalog',
  '/audit',
] as const;
const KIB = 1024;

/** Run in the page before anything of it. */
const PAINTS = `window.kept = { shift: 0, largest: 0 };
for (const [type, keep] of [
  ['largest-contentful-paint', (entry) => (kept.largest = entry.startTime)],
  ['layout-shift', (entry) => (kept.shift += entry.value)],
]) new PerformanceObserver((list) => list.getEntries().forEach(keep)).observe({ type, buffered: true });`;
const EVENTS = `window.taken = [];
new PerformanceObserver((list) => taken.push(...list.getEntries().map(({ duration }) => duration)))
  .observe({ type: 'event', durationThreshold: 16, buffered: true });`;

/** A thousand events a second, as many as there are changes where a server tells each alone, for whichever stream the page opens. */
const STORM = `window.EventSource = class extends window.EventSource {
  constructor(...of) {
    super(...of);
    setInterval(() => {
      for (let each = 0; each < 10; each += 1) this.dispatchEvent(new MessageEvent('endpoint-changed'));
    }, 10);
  }
};`;

interface Seen {
  /** Milliseconds since the page was asked for. */
  readonly first: number;
  readonly largest: number;
  /** Cumulative layout shift. */
  readonly shift: number;
  /** Bytes of JavaScript, and of what the API sent at most in one answer. */
  readonly script: number;
  readonly style: number;
  readonly answer: number;
}

export async function consoleBench(_workshop: Workshop, rounds: number): Promise<Section> {
  const title = 'Console: for somebody who opens it';
  if (whyNoConsole !== undefined) return { title, rows: [], remarks: [`Not measured: ${whyNoConsole}.`] };
  const served = await openConsole([], { demo: true });
  try {
    const { context, page } = await served.visitor();
    await page.goto('/');
    await signIn(page, DEMO_ADA);
    const state = await context.storageState();
    await context.close();
    const rows: Row[] = [];
    for (const path of PAGES) {
      const seen: Seen[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        const one = await opened(served, state, path);
        if (round > 0) seen.push(one);
      }
      rows.push(...rowsOf(path, seen));
    }
    rows.push(await interaction(served, state, rounds, 'interaction'));
    rows.push(await interaction(served, state, rounds, 'interaction while 1,000 events a second come', STORM));
    return {
      title,
      rows,
      remarks: [
        'The demo, 300 endpoints that report all the while; each round is a new browser profile with nothing cached, on the machine of',
        'the server. What is loaded first is counted as gzip would send it; Chromium is sent Brotli, which is smaller.',
      ],
    };
  } finally {
    await served.close();
  }
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

async function opened(served: Console, state: State, path: string): Promise<Seen> {
  const { context, page } = await served.visitor();
  try {
    await context.addCookies(state.cookies);
    await page.addInitScript({ content: PAINTS });
    const assets: string[] = [];
    let answer = 0;
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith('/assets/')) assets.push(pathname);
      if (!pathname.startsWith('/api/') || pathname.endsWith('/events')) return;
      void response.body().then(
        (body) => (answer = Math.max(answer, body.length)),
        () => undefined,
      );
    });
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await settled(page);
    const found = (await page.evaluate(
      'Object.assign({ first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime }, window.kept)',
    )) as Pick<Seen, 'first' | 'largest' | 'shift'>;
    return { ...found, script: gzipped(assets, '.js'), style: gzipped(assets, '.css'), answer };
  } finally {
    await context.close();
  }
}

/** Until nothing is waited for. */
const settled = (page: Page): Promise<void> =>
  page.locator('[role=status][aria-label]').first().waitFor({ state: 'detached' });

function gzipped(paths: readonly string[], ending: string): number {
  const files = paths.filter((path) => path.endsWith(ending)).map((path) => join(CONSOLE_SITE, `${path}.gz`));
  return files.reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);
}

function rowsOf(path: string, seen: readonly Seen[]): readonly Row[] {
  const measured = (name: string, of: (each: Seen) => number): Measured => {
    const values = seen.map(of);
    return {
      name: `${path}: ${name}`,
      median: medianOf(values),
      lowest: Math.min(...values),
      highest: Math.max(...values),
      megabytes: undefined,
    };
  };
  const size = (name: string, of: (each: Seen) => number, below?: number): Row => {
    const { median } = measured(name, of);
    return {
      what: `${path}: ${name}`,
      value: `${(median / KIB).toFixed(0)} KiB`,
      spread: '',
      target: below === undefined ? '' : `under ${below} KiB`,
      met: below === undefined ? undefined : median < below * KIB,
    };
  };
  const shift = measured('layout shift', (each) => each.shift);
  return [
    timeRow(
      measured('first contentful paint', ({ first }) => first),
      800,
    ),
    timeRow(
      measured('largest contentful paint', ({ largest }) => largest),
      1500,
    ),
    {
      what: shift.name,
      value: shift.median.toFixed(3),
      spread: `${shift.lowest.toFixed(3)} to ${shift.highest.toFixed(3)}`,
      target: 'under 0.02',
      met: shift.median < 0.02,
    },
    size('first JavaScript, gzip', ({ script }) => script, 200),
    size('first styles, gzip', ({ style }) => style),
    size('largest answer', ({ answer }) => answer, 100),
  ];
}

/** From a key or a click to the next paint, as the browser counts it (Event Timing, in steps of 8 ms). */
async function interaction(served: Console, state: State, rounds: number, what: string, before = ''): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round < Math.min(rounds, 5); round += 1) {
    const { context, page } = await served.visitor();
    await context.addCookies(state.cookies);
    await page.addInitScript({ content: `${before}\n${EVENTS}` });
    await page.goto('/endpoints');
    const table = page.getByRole('table', { name: 'Endpoints' });
    await table.waitFor();
    await table.focus();
    for (let key = 0; key < 25; key += 1) await page.keyboard.press('j');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('/');
    await page.keyboard.type('os:debian seen:<24h');
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Feeds' }).click();
    await page.getByRole('heading', { name: 'Feeds', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('calendar');
    await page.getByRole('option').first().waitFor();
    times.push(...(await page.evaluate<number[]>('window.taken')));
    await context.close();
  }
  const sorted = times.toSorted((one, other) => one - other);
  const p75 = sorted[Math.floor(sorted.length * 0.75)] ?? 16;
  return {
    what: `${what}, 75th percentile`,
    value: `${p75.toFixed(0)} ms`,
    spread: `${sorted.length} over 16 ms, ${(sorted.at(-1) ?? 0).toFixed(0)} ms at most`,
    target: 'under 100 ms',
    met: p75 < 100,
  };
}
