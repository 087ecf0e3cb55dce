// What makes a quiet day cheap, and indexes fresh: sessions that are good for a day, and the moment from which indexes are wanted.
import { connect, type ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOrganisation, callIn, facts, newEndpoint, openDoor, type DoorForTests } from './agent-door.fixture.ts';
import type { OrganisationId } from './store/database.ts';
import { useDatabase } from './test-database.ts';

const database = useDatabase();
let door: DoorForTests;
let organisation: OrganisationId;

beforeAll(async () => {
  door = await openDoor(database().connection, { intervalSeconds: 300, jitterSeconds: 0, indexesSeconds: 3600 });
  organisation = await addOrganisation(door);
});
afterAll(() => door.close());

test('active endpoints are told from when on indexes are wanted, and how it ended is among their facts', async () => {
  const { id, as } = await newEndpoint(door, organisation);
  const indexRefresh = { at: '2026-11-22T10:00:00.000Z', outcome: 'refused', why: 'observe-only' };
  const { body } = await callIn(door, as, [], { facts: { ...facts(), indexRefresh } });
  expect(Date.parse(body.serverTime) - Date.parse(body.indexesSince)).toBe(3_600_000);
  const [row] = await door.store.inOrganisation(organisation, (transaction) =>
    transaction.query('select facts from endpoint where id = $1', [id]),
  );
  expect(row?.['facts']).toMatchObject({ indexRefresh });
});

test('a session is taken up again without certificates, and for a day', async () => {
  const { as } = await newEndpoint(door, organisation);
  const first = await session(as);
  expect(first.reused).toBe(false);
  // SSL_SESSION in DER: the lifetime of the ticket as an INTEGER of 86400.
  expect(first.session.includes(Buffer.from('0203015180', 'hex'))).toBe(true);
  expect((await session({ ...as, session: first.session, ecdhCurve: 'X25519' })).reused).toBe(true);
});

function session(options: ConnectionOptions): Promise<{ readonly session: Buffer; readonly reused: boolean }> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port: door.listener.port,
      ca: door.certificate.root,
      minVersion: 'TLSv1.3',
      ...options,
    });
    socket.on('error', reject);
    socket.resume();
    const done = (given: Buffer): void => {
      resolve({ session: given, reused: socket.isSessionReused() });
      socket.destroy();
    };
    socket.on('session', done);
    // One that is taken up brings no other with it.
    socket.on('secureConnect', () => {
      if (socket.isSessionReused()) done(Buffer.alloc(0));
    });
  });
}
