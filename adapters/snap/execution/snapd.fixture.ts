// A snapd on a socket that keeps snaps in memory and goes wrong on demand, for the real snap client; for tests.
// Source: https://snapcraft.io/docs/snapd-rest-api, and what snap 2.57 asks.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

interface FakeSnap {
  readonly name: string;
  readonly version: string;
  readonly revision: string;
  status: 'active' | 'installed';
  readonly type: string;
  hold?: string;
}

export interface FakeSnapd {
  readonly snaps: FakeSnap[];
  /** What its store has for a channel. */
  readonly store: Omit<FakeSnap, 'status'>[];
  /** What it was asked to do: `refresh larder`. */
  readonly asked: string[];
  /** The words with which the next changes fail. */
  failure: string | undefined;
  /** A change of somebody's that does not end. */
  isBusy: boolean;
  close(): void;
}

export async function startSnapd(socket: string): Promise<FakeSnapd> {
  let changes = 0;
  const fake: FakeSnapd = {
    snaps: [],
    store: [],
    asked: [],
    failure: undefined,
    isBusy: false,
    close: () => void server.close(),
  };
  const act = (name: string, action: string, revision: string | undefined): void => {
    if (fake.failure !== undefined) return;
    if (action === 'remove') {
      const left = fake.snaps.filter((each) => each.name !== name);
      return void fake.snaps.splice(0, fake.snaps.length, ...left);
    }
    const offer = fake.store.find((each) => each.name === name);
    if (action === 'refresh' && offer !== undefined) fake.snaps.push({ ...offer, status: 'installed' });
    const next = action === 'refresh' ? offer?.revision : revision;
    for (const snap of fake.snaps.filter((each) => each.name === name))
      snap.status = snap.revision === next ? 'active' : 'installed';
  };
  const shape = (snap: FakeSnap | Omit<FakeSnap, 'status'>) => ({
    ...snap,
    channel: 'latest/stable',
    'tracking-channel': 'latest/stable',
    'download-size': 1000,
    publisher: { id: 'lab', username: 'lab', 'display-name': 'Lab', validation: 'unproven' },
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url = '' } = request;
    const say = (code: number, body: object): void =>
      void response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const sync = (result: unknown): void => say(200, { type: 'sync', 'status-code': 200, status: 'OK', result });
    if (method === 'POST') {
      const { action, revision } = JSON.parse(await text(request)) as { action: string; revision?: string };
      const name = url.slice('/v2/snaps/'.length);
      fake.asked.push([action, name, ...(revision === undefined ? [] : [revision])].join(' '));
      act(name, action, revision);
      changes += 1;
      return say(202, { type: 'async', 'status-code': 202, status: 'Accepted', change: String(changes), result: null });
    }
    if (url.includes('select=in-progress')) return sync(fake.isBusy ? [{ id: '1', ready: false }] : null);
    if (url.startsWith('/v2/changes/')) {
      const ended = fake.failure === undefined ? { status: 'Done' } : { status: 'Error', err: fake.failure };
      return sync({ id: url.slice('/v2/changes/'.length), kind: 'refresh-snap', summary: '', ready: true, ...ended });
    }
    if (url.startsWith('/v2/find')) {
      const isNew = ({ name, revision }: { name: string; revision: string }): boolean =>
        fake.snaps.some((snap) => snap.name === name && snap.status === 'active' && snap.revision !== revision);
      return sync(fake.store.filter(isNew).map(shape));
    }
    if (url.startsWith('/v2/system-info')) return sync({ version: '2.63' });
    return sync(fake.snaps.filter(({ status }) => status === 'active' || url.includes('select=all')).map(shape));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return fake;
}
