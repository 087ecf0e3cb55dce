// Whoever knocks at the agents' door without right: refused in the words of the protocol, on the log with who and where from, and not a row of the database is another.
import { randomBytes } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import { wholeDatabase } from './acknowledged.fixture.ts';
import {
  addOrganisation,
  callIn,
  enrolWith,
  facts,
  installed,
  knock,
  message,
  newEndpoint,
  openDoor,
  pkg,
  setOf,
  upload,
  type Credentials,
  type DoorForTests,
  type Reply,
  type SetForTests,
} from './agent-door.fixture.ts';
import { revokeCertificates } from './store/endpoint-certificates.ts';
import type { OrganisationId } from './store/database.ts';
import { useDatabase } from './test-database.ts';

const database = useDatabase();
let door: DoorForTests;
let client: pg.Client;
let ours: OrganisationId;
beforeAll(async () => {
  door = await openDoor(database().connection);
  ours = await addOrganisation(door);
  client = new pg.Client(database().superuser);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await door.close();
});

let made = 0;
const other = setOf(pkg('openssl', '3.0.9-2'));

/** An active endpoint of ours, of which the server waits for `wanted`. */
interface Victim {
  readonly id: string;
  readonly as: Credentials;
  readonly wanted: SetForTests;
  /** As it was sent and answered. */
  readonly said: string;
}

async function victim(): Promise<Victim> {
  made += 1;
  const wanted = setOf(pkg('openssl', '3.0.9-1'), pkg(`own-${made}`, '5.2'));
  const { id, as } = await newEndpoint(door, ours);
  const said = JSON.stringify(message([installed(wanted)]));
  expect((await knock(door, '/agent/v1/check-in', { as, body: said })).body.wants).toMatchObject([
    { digest: wanted.digest },
  ]);
  return { id, as, wanted, said };
}

const stranger = async (): Promise<Credentials> => (await newEndpoint(door, await addOrganisation(door))).as;
const revoked = async ({ id, as }: Victim): Promise<Credentials> => {
  const revoke = (transaction: Parameters<typeof revokeCertificates>[0]) =>
    revokeCertificates(transaction, id, 'by-person', new Date());
  await door.store.inOrganisation(ours, revoke);
  return as;
};

interface Attack {
  /** Done before the database is looked at: what the attacker has by right. */
  readonly as: (victim: Victim) => Promise<Credentials | undefined> | Credentials | undefined;
  readonly try: (as: Credentials | undefined, victim: Victim) => Promise<Reply>;
  readonly problem: string;
}

const renewal = (as: Credentials | undefined, key: ReturnType<typeof newEndpointKey>): Promise<Reply> =>
  knock(door, '/agent/v1/certificate', {
    ...(as && { as }),
    body: JSON.stringify({ protocol: 1, csr: certificateRequest(key) }),
  });
const itself = ({ as }: Victim): Credentials => as;
const big = (bytes: number): Buffer => randomBytes(bytes);

const attacks: Readonly<Record<string, Attack>> = {
  'an agent of another organisation brings what we are waiting for': {
    as: stranger,
    try: (as = none, { wanted }) => upload(door, as, wanted),
    problem: 'not-wanted',
  },
  'another content under the digest that is wanted': {
    as: itself,
    try: (as = none, { wanted }) => upload(door, as, { text: other.text, digest: wanted.digest }),
    problem: 'digest-mismatch',
  },
  'a set that nobody asked for': {
    as: itself,
    try: (as = none) => upload(door, as, other),
    problem: 'not-wanted',
  },
  'a body larger than a check-in may be': {
    as: itself,
    try: (as) => knock(door, '/agent/v1/check-in', { ...(as && { as }), body: ' '.repeat(128 * 1024 + 1) }),
    problem: 'too-large',
  },
  'a set that is said to unfold to more than a set may': {
    as: itself,
    try: (as = none, { wanted }) =>
      upload(door, as, wanted, { headers: { 'suture-length': String(32 * 1024 * 1024 + 1) } }),
    problem: 'malformed-request',
  },
  'a zstd bomb': {
    as: itself,
    try: (as = none, { wanted }) => upload(door, as, wanted, { body: zstdCompressSync(Buffer.alloc(1 << 28)) }),
    problem: 'too-large',
  },
  'bytes that are not zstd': {
    as: itself,
    try: (as = none, { wanted }) => upload(door, as, wanted, { body: big(400) }),
    problem: 'malformed-request',
  },
  'zstd that is cut short': {
    as: itself,
    try: (as = none, { wanted }) => upload(door, as, wanted, { body: zstdCompressSync(wanted.text).subarray(0, 60) }),
    problem: 'malformed-request',
  },
  'a check-in that was recorded and is sent again': {
    as: itself,
    try: (as, { said }) => knock(door, '/agent/v1/check-in', { ...(as && { as }), body: said }),
    problem: 'sequence-not-higher',
  },
  'a check-in that is cut short': {
    as: itself,
    try: (as, { said }) => knock(door, '/agent/v1/check-in', { ...(as && { as }), body: said.slice(0, -20) }),
    problem: 'malformed-request',
  },
  'a check-in with a revoked certificate': {
    as: revoked,
    try: (as = none) => callIn(door, as, [installed(other)]),
    problem: 'endpoint-revoked',
  },
  'an upload with a revoked certificate': {
    as: revoked,
    try: (as = none, { wanted }) => upload(door, as, wanted),
    problem: 'endpoint-revoked',
  },
  'a renewal with a revoked certificate': {
    as: revoked,
    try: (as) => renewal(as, newEndpointKey()),
    problem: 'endpoint-revoked',
  },
  'a check-in without any certificate': {
    as: () => undefined,
    try: (_, { said }) => knock(door, '/agent/v1/check-in', { body: said }),
    problem: 'certificate-required',
  },
  'an enrolment with a token of nobody': {
    as: () => undefined,
    try: () => enrolWith(door, `sut_enrol_${'x'.repeat(80)}`),
    problem: 'token-refused',
  },
};
const none: Credentials = { key: '', cert: '' };

test.each(Object.entries(attacks))('%s: refused, on the log, and nothing is changed', async (_name, attack) => {
  const attacked = await victim();
  const as = await attack.as(attacked);
  const before = await wholeDatabase(client);
  const logged = door.logged.length;
  const reply = await attack.try(as, attacked);
  expect({ type: reply.body?.type, status: reply.status }).toEqual({
    type: `urn:suture:problem:${attack.problem}`,
    status: expect.toSatisfy((status: number) => status >= 400 && status < 500),
  });
  expect(door.logged.slice(logged)).toMatchObject([{ problem: { status: reply.status }, address: '127.0.0.1' }]);
  expect(await wholeDatabase(client)).toEqual(before);
  // Nobody is worse off for it.
  if (attack.as !== revoked) {
    expect((await upload(door, attacked.as, attacked.wanted)).status).toBe(200);
    expect((await callIn(door, attacked.as, [installed(attacked.wanted)], { facts: facts() })).body.wants).toEqual([]);
  }
});

test('a body larger than a set may be, and one that breaks off: nothing is changed', async () => {
  const attacked = await victim();
  const before = await wholeDatabase(client);
  // Refused by its length, before it is read: who is still writing may see the connection end instead.
  const refused = await upload(door, attacked.as, attacked.wanted, { body: big(8 * 1024 * 1024 + 1) }).catch(
    () => undefined,
  );
  if (refused !== undefined) expect(refused.body.type).toBe('urn:suture:problem:too-large');
  await expect(upload(door, attacked.as, attacked.wanted, { cutAfter: 10 })).rejects.toThrow('socket hang up');
  expect(await wholeDatabase(client)).toEqual(before);
});
