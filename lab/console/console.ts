// The console as people see it: a real server with the built files, and Chromium; skipped where there is none.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { createHash, randomUUID, type X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { type BrowserContext, chromium, type Locator, type Page } from '@playwright/test';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import { type Ended, runProgram } from '../programs.ts';
import { startServer } from '../server.ts';
import { machine, type Machine, type MachineOptions } from './machine.ts';

const SUTURE = join(import.meta.dirname, '../../cli/main.ts');
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const browserPath = BROWSERS.find((path) => existsSync(path));

/** Undefined where the console can be tried here. */
export const whyNoConsole: string | undefined =
  process.platform !== 'linux'
    ? 'servers of the lab need Linux'
    : browserPath === undefined
      ? 'there is no Chromium: apt-get install chromium'
      : undefined;

/** Of the demo, where all have the same. */
export const DEMO_ADA = { email: 'ada@demo.example', password: 'all of it is made up' } as const;
export const ADA = { email: 'ada@example.org', name: 'Ada', password: 'correct horse battery staple' } as const;

export interface Console {
  readonly url: string;
  /** The link for the first user; works once. */
  firstUserLink(): Promise<string>;
  /** Makes the first user without a browser. */
  makeAda(): Promise<void>;
  /** The command line with these words, as an administrator of the machine. */
  suture(words: readonly string[]): Promise<Ended>;
  /** Below `/api/v1`, as an administrator of the machine. */
  ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>;
  /** A machine joins with the line and calls itself so. */
  joins(line: string, hostname: string): Promise<void>;
  /** A machine that joins with the line, reports, and carries out deployments. */
  machine(options: MachineOptions): Promise<Machine>;
  /** A browser of somebody who has not been here. What a page cannot load, or says is wrong, is kept in `faults`. */
  visitor(options?: VisitorOptions): Promise<Visitor>;
  close(): Promise<void>;
}

export interface VisitorOptions {
  readonly colours?: 'light' | 'dark';
  readonly width?: number;
  /** Another origin than that of the server's address, opened by a browser that trusts its certificate as valid. */
  readonly at?: string;
}

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly faults: readonly string[];
}

type Access = Readonly<Record<'url' | 'agents' | 'authority' | 'token', string>>;

/** What Chromium knows a key by, given its certificate: the SHA-256 of the SubjectPublicKeyInfo, base64. */
export const keyPin = (certificate: X509Certificate): string =>
  createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');

async function pinOf(url: string, authority: string): Promise<string> {
  const { hostname: host, port } = new URL(url);
  const socket = connect({ host, port: Number(port), ca: authority });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerX509Certificate();
  socket.destroy();
  if (certificate === undefined) throw new Error(`${url} shows no certificate`);
  return keyPin(certificate);
}

/** Builds the console where its sources are newer, as `npm start` does. `pins`: keys that the browser trusts beside the server's. */
export async function openConsole(pins: readonly string[] = [], { demo = false } = {}): Promise<Console> {
  const built = await runProgram([process.execPath, join(import.meta.dirname, '../../tools/console.ts')], 300_000);
  if (built.code !== 0) throw new Error(`the console was not built: ${built.said}`);
  const folder = mkdtempSync(join(tmpdir(), 'suture-console-'));
  mkdirSync(join(folder, 'packages'));
  const server = await startServer({ publicName: '127.0.0.1', packages: join(folder, 'packages'), demo });
  const access = JSON.parse(readFileSync(join(server.state, 'server', 'local-access.json'), 'utf8')) as Access;
  const trusted = [...pins, await pinOf(access.url, access.authority)].join(',');
  const browser = await chromium.launch({
    executablePath: browserPath ?? '',
    // Chromium's own sandbox refuses root; what it opens is our own.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      `--ignore-certificate-errors-spki-list=${trusted}`,
    ],
  });
  const firstUserLink = async (): Promise<string> => {
    const { link } = (await post(`${access.url}/local/first-user-link`, access, {})) as { readonly link: string };
    return link;
  };
  return {
    url: access.url,
    firstUserLink,
    makeAda: async () => {
      const token = new URL(await firstUserLink()).hash.slice(1);
      await server.ask('POST', '/first-user', { token, ...ADA });
    },
    suture: (words) => runProgram(['env', `SUTURE_STATE=${server.state}`, process.execPath, SUTURE, ...words]),
    ask: (method, path, body) => server.ask(method, path, body),
    joins: async (line, hostname) => {
      const token = /sut_enrol_\w+/.exec(line)?.[0];
      await post(`${access.agents}/agent/v1/enrol`, access, {
        protocol: 1,
        token,
        csr: certificateRequest(newEndpointKey()),
        facts: { ...FACTS, hostname, bootId: randomUUID() },
      });
    },
    machine: (options) => machine(access, options),
    visitor: async ({ colours = 'light', width = 1440, at } = {}) => {
      const context = await browser.newContext({
        // Where errors are passed over Chromium gives no passkeys.
        ignoreHTTPSErrors: at === undefined,
        baseURL: at ?? access.url,
        colorScheme: colours,
        reducedMotion: 'reduce',
        locale: 'en-GB',
        viewport: { width, height: 900 },
      });
      await context.addInitScript({ content: COUNTS_CLICKS });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const faults: string[] = [];
      const wrong = (said: string): void => void faults.push(`${new URL(page.url()).pathname}: ${said}`);
      page.on('pageerror', ({ message }) => {
        // What could not be loaded is gone to again, or is missed by who waits for it.
        if (!/^(?:Unable to preload|Failed to fetch dynamically)/.test(message)) wrong(message);
      });
      page.on('console', (said) => {
        // An answer that is no 2xx is said by Chromium as well; pages show those themselves.
        if (said.type() === 'error' && !said.text().startsWith('Failed to load resource')) wrong(said.text());
      });
      return { context, page, faults };
    },
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const FACTS = {
  os: { id: 'debian', version: '12' },
  kernel: '6.1.0',
  arch: 'x86_64',
  agentVersion: '0.1.0',
  uptimeSeconds: 60,
  rebootRequired: false,
  virtualization: null,
} as const;

function post(url: string, { token, authority }: Access, body: object): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const made = request(url, { method: 'POST', headers, ca: authority, agent: false }, (response) => {
    let text = '';
    response.on('data', (chunk: Buffer) => (text += chunk.toString()));
    response.on('end', () =>
      (response.statusCode ?? 500) < 300 ? resolve(JSON.parse(text)) : reject(new Error(`${url}: ${text}`)),
    );
  });
  made.on('error', reject);
  made.end(JSON.stringify(body));
  return promise;
}

export async function signIn(page: Page, who: { readonly email: string; readonly password: string }): Promise<void> {
  await page.getByLabel('Email').fill(who.email);
  await page.locator('input[name=password]').fill(who.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}

/**
 * Goes to a page and waits for what it is known by. Chromium gives up what it loads whenever an interface of the machine
 * comes or goes, as hosts of the lab do; then it is gone to again.
 */
export async function arrive(page: Page, path: string, sign: Locator): Promise<void> {
  for (let left = 3; ; left -= 1) {
    try {
      await page.goto(path);
      await sign.waitFor({ timeout: 12_000 });
      return;
    } catch (error) {
      if (left === 1) throw error;
    }
  }
}

/** What is clicked, and what a key does instead of a click, is counted over all pages of a tab. */
const COUNTS_CLICKS = `addEventListener('click', ({ isTrusted }) => {
  if (isTrusted) sessionStorage.setItem('clicks', String(Number(sessionStorage.getItem('clicks')) + 1));
}, true);`;

/** Since it was asked last; a page must be open. */
export const clicksOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const count = Number(sessionStorage.getItem('clicks'));
    sessionStorage.removeItem('clicks');
    return count;
  });

/** Tab by tab to what has the focus wanted; fails where it is not among the next. */
export async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  for (let left = 40; left > 0; left -= 1) {
    const here = await page.evaluate(() => {
      const at = document.activeElement;
      const labels =
        at instanceof HTMLInputElement || at instanceof HTMLSelectElement
          ? [...(at.labels ?? [])].map((each) => each.textContent)
          : [];
      const said = at?.getAttribute('aria-label') ?? (labels.length > 0 ? labels.join(' ') : at?.textContent);
      return { tag: at?.tagName.toLowerCase() ?? '', said: said ?? '' };
    });
    if (here.tag === role && name.test(here.said)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no ${role} called ${String(name)} is reached by Tab`);
}
