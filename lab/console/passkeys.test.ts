// Passkeys in a real browser with an authenticator of its own: made, signed in with, of no use elsewhere, and removed.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../programs.ts';
import { ADA, arrive, type Console, keyPin, openConsole, signIn, type Visitor, whyNoConsole } from './console.ts';

const hasOpenssl = (await runProgram(['openssl', 'version'])).code === 0;
const why = whyNoConsole ?? (hasOpenssl ? undefined : 'there is no openssl');
const note = why === undefined ? '' : ` (skipped: ${why})`;

/** An authenticator in the browser's own device, whose owner is there and verified. */
async function withAuthenticator({ context, page }: Visitor): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** As `nginx` with the lines of docs/reference/server.md: another name and certificate before the server. */
async function startProxy(certificate: { readonly cert: string; readonly key: string }, to: string): Promise<Server> {
  const server = createServer(certificate, (incoming, answer) => {
    const { method = 'GET', headers, url = '/' } = incoming;
    const { hostname, port } = new URL(to);
    const passed = { ...headers, 'x-forwarded-for': incoming.socket.remoteAddress ?? '' };
    const onward = request(
      { hostname, port, method, path: url, headers: passed, rejectUnauthorized: false },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const addPasskey = async (page: Page, label: string): Promise<void> => {
  await page.getByLabel('Name of the new passkey').fill(label);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: `Remove the passkey ${label}` }).waitFor();
};
const byPasskey = (page: Page) => page.getByRole('button', { name: 'Sign in with a passkey' });
const isIn = (page: Page): Promise<void> => page.getByRole('navigation', { name: 'Pages' }).waitFor();

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
  await arrive(page, '/', page.getByLabel('Email'));
}

describe.skipIf(why !== undefined)(`passkeys in a browser${note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'suture-proxy-'));
  let served: Console;
  let proxy: Server;
  /** The server by a name, by another name, and behind a proxy by that other name. */
  let at: { readonly direct: string; readonly other: string; readonly behind: string };
  let ada: Visitor;

  beforeAll(async () => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const like = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=suture.localhost'];
    const made = await runProgram(['openssl', 'req', ...like, '-keyout', key, '-out', cert]);
    if (made.code !== 0) throw new Error(made.said);
    const certificate = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    served = await openConsole([keyPin(new X509Certificate(certificate.cert))]);
    await served.makeAda();
    proxy = await startProxy(certificate, served.url);
    const { port } = new URL(served.url);
    at = {
      direct: `https://localhost:${port}`,
      other: `https://suture.localhost:${port}`,
      behind: `https://suture.localhost:${(proxy.address() as AddressInfo).port}`,
    };
    ada = await served.visitor({ at: at.direct });
    await withAuthenticator(ada);
  }, 300_000);
  afterAll(async () => {
    await served?.close();
    proxy?.closeAllConnections();
    proxy?.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  test('is made in the account, and then signs in without a password', async () => {
    const { page } = ada;
    await arrive(page, '/settings/account', page.getByLabel('Email'));
    await signIn(page, ADA);
    await addPasskey(page, 'laptop');
    await signOut(page);
    await byPasskey(page).click();
    await isIn(page);
    const { items } = (await served.ask('GET', '/audit?action=session.create')) as {
      readonly items: readonly { readonly after: { readonly method: string } }[];
    };
    expect(items[0]?.after.method).toBe('passkey');
  }, 120_000);

  test('is of no use under another name: the browser has none there, and what it signed elsewhere is refused', async () => {
    const { page } = ada;
    await signOut(page);
    await page.goto(at.other);
    await byPasskey(page).click();
    await page.getByText('No passkey was given.').waitFor();
    // A page elsewhere that asks for the passkey of this host is refused by the browser itself.
    const refusal = await page.evaluate(() =>
      navigator.credentials
        .get({ publicKey: { challenge: new Uint8Array(32), rpId: 'localhost' } })
        .then(String, ({ name }: Error) => name),
    );
    expect(refusal).toBe('SecurityError');
    // And what this host's own page signed is refused where it is shown to the server by another name.
    await page.goto(at.direct);
    const signed = () =>
      page.evaluate(async () => {
        const offered = await fetch('/api/v1/sessions/passkey/offer', { method: 'POST' });
        const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await offered.json());
        const credential = await navigator.credentials.get({ publicKey });
        return credential instanceof PublicKeyCredential ? credential.toJSON() : undefined;
      });
    const shownAs = async (origin: string): Promise<number> =>
      showTo(served.url, new URL(origin).host, { credential: await signed() });
    expect(await shownAs(at.other)).toBe(401);
    expect(await shownAs(at.behind)).toBe(401);
    expect(await shownAs(at.direct)).toBe(201);
  }, 120_000);

  test('is made and used behind a reverse proxy, by the name that people open', async () => {
    const visitor = await served.visitor({ at: at.behind });
    await withAuthenticator(visitor);
    const { page } = visitor;
    await arrive(page, '/settings/account', page.getByLabel('Email'));
    await signIn(page, ADA);
    await addPasskey(page, 'behind');
    expect(await page.getByText('(suture.localhost)').count()).toBe(1);
    await signOut(page);
    await byPasskey(page).click();
    await isIn(page);
    await visitor.context.close();
  }, 120_000);

  test('signs nobody in once it is removed', async () => {
    const { page } = ada;
    await arrive(page, '/', byPasskey(page));
    await byPasskey(page).click();
    await isIn(page);
    await arrive(page, '/settings/account', page.getByRole('button', { name: 'Remove the passkey laptop' }));
    await page.getByRole('button', { name: 'Remove the passkey laptop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('button', { name: 'Remove the passkey laptop' }).waitFor({ state: 'detached' });
    await signOut(page);
    await byPasskey(page).click();
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    expect(await page.getByLabel('Email').count()).toBe(1);
    expect(ada.faults).toEqual([]);
  }, 120_000);
});

/** Signing in as a page of that host would ask for it; the status. */
function showTo(url: string, host: string, body: object): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = { host, origin: `https://${host}`, 'content-type': 'application/json', 'suture-client': 'lab' };
  const made = request(
    new URL('/api/v1/sessions/passkey', url),
    { method: 'POST', headers, rejectUnauthorized: false, agent: false },
    (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    },
  );
  made.on('error', reject);
  made.end(JSON.stringify(body));
  return promise;
}
