// The door of people: whose word counts about who asks and by which name, and when tickets of sessions end.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import { connect } from 'node:tls';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { makeAuthorities, type Authorities } from './access/certificates/authority-file.ts';
import { issueServerCertificate, type ServerCertificate } from './access/certificates/server-certificate.ts';
import { sessionTickets } from './access/certificates/session-tickets.ts';
import { startApiListener, type ApiListener } from './api-listener.ts';

const now = new Date();
let authorities: Authorities;
let certificate: ServerCertificate;
const open: ApiListener[] = [];

beforeAll(async () => {
  authorities = await makeAuthorities(['suture.example'], now, randomBytes);
  const issued = await issueServerCertificate(
    authorities.server.current,
    ['suture.example', '127.0.0.1'],
    now,
    randomBytes,
  );
  if (!issued.ok) throw new Error(issued.why);
  ({ certificate } = issued);
});
afterEach(() => Promise.all(open.splice(0).map((each) => each.close(AbortSignal.abort()))));

async function listen(
  trustedProxies?: readonly string[],
  tickets = () => sessionTickets(certificate.key, 'people', now),
): Promise<ApiListener> {
  const listener = await startApiListener({
    host: '127.0.0.1',
    port: 0,
    certificate,
    tickets,
    ...(trustedProxies !== undefined && { trustedProxies }),
    api: async (scope) => {
      scope.get('/who', async ({ ip, host }) => ({ ip, host }));
    },
    operations: {
      authenticate: async () => ({ ok: false, cause: 'unknown', why: 'nobody' }),
      metrics: { text: async () => '', contentType: 'text/plain' },
      unready: async () => undefined,
      firstUserLink: async () => undefined,
    },
    console: '/nowhere',
    onAnswered: () => undefined,
    onError: () => undefined,
  });
  open.push(listener);
  return listener;
}

async function whoAsks({ port }: ApiListener, headers: Readonly<Record<string, string>>): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const options = {
    host: '127.0.0.1',
    port,
    path: '/api/v1/who',
    ca: certificate.root,
    headers,
    agent: false,
  } as const;
  request(options, (response) => {
    let text = '';
    response.on('data', (chunk) => (text += String(chunk)));
    response.on('end', () => resolve(JSON.parse(text)));
  })
    .on('error', reject)
    .end();
  return promise;
}

const forwarded = {
  host: '127.0.0.1:7420',
  'x-forwarded-for': '203.0.113.66, 198.51.100.7',
  'x-forwarded-host': 'suture.example',
};

test.each([
  ['told of no proxy', undefined],
  ['told of another one', ['192.0.2.1', '10.0.0.0/8']],
])('%s, it believes nobody about who asks and by which name', async (_, trusted) => {
  expect(await whoAsks(await listen(trusted), forwarded)).toEqual({ ip: '127.0.0.1', host: '127.0.0.1:7420' });
});

test('a proxy it was told of is believed, and whom that one does not vouch for is not', async () => {
  const listener = await listen(['127.0.0.0/8']);
  expect(await whoAsks(listener, forwarded)).toEqual({ ip: '198.51.100.7', host: 'suture.example' });
  expect(await whoAsks(listener, { host: 'suture.example' })).toEqual({ ip: '127.0.0.1', host: 'suture.example' });
});

test('a ticket resumes its session until there are other keys', async () => {
  let key = certificate.key;
  const listener = await listen(undefined, () => sessionTickets(key, 'people', now));
  const dial = (session?: Buffer) =>
    connect({
      host: '127.0.0.1',
      port: listener.port,
      ca: certificate.root,
      ...(session !== undefined && { session }),
    }).resume();
  const first = dial();
  const [ticket] = (await once(first, 'session')) as [Buffer];
  first.destroy();
  const isResumed = async (): Promise<boolean> => {
    const socket = dial(ticket);
    await once(socket, 'secureConnect');
    const resumed = socket.isSessionReused();
    socket.destroy();
    return resumed;
  };
  expect(await isResumed()).toBe(true);
  listener.present(certificate);
  expect(await isResumed()).toBe(true);
  key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  listener.changeTickets();
  expect(await isResumed()).toBe(false);
});
