// Events as a server tells them: a thousand changes a second, twenty who listen, and some of them who never read.
import { readFileSync } from 'node:fs';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import {
  removeFolder,
  startServerProcess,
  stateFolder,
  type ServerProcess,
} from '@suture/server/running-server.fixture.ts';
import { startEmbedded } from '@suture/server/postgres/embedded.ts';
import { seedFleet } from '@suture/server/store/fleet.fixture.ts';
import { percentile } from './measure.ts';
import type { Row, Section } from './report.ts';
import type { Workshop } from './workshop.ts';

const endpoints = 1_000;
const listeners = 20;
const idle = 20;
const perSecond = 1_000;
const seconds = 10;
/** Of one token. */
const mostEach = 8;

/** Each change is a transaction of its own, as a check-in that says nothing new. */
export async function events(workshop: Workshop): Promise<Section> {
  const state = stateFolder();
  const server = await startServerProcess(state, [
    '--from',
    join(workshop.directory, 'none'),
    '--feeds-after',
    '86400',
  ]);
  try {
    const database = await startEmbedded({ directory: join(state, 'postgres') });
    if (database.kind === 'refused') throw new Error(database.reason);
    const superuser = { ...database.superuser, database: database.connection.database };
    const pool = new pg.Pool({ ...superuser, max: 8 });
    try {
      const [row] = (await pool.query('select organisation from organisation')).rows;
      const fleet = await seedFleet(
        { superuser },
        { endpoints, sets: 10, packages: 10, organisation: row.organisation },
      );
      return await told(server, (endpoint) =>
        pool.query('update endpoint_seen set seen_at = now() where organisation = $1 and endpoint = $2', [
          row.organisation,
          fleet.endpoints[endpoint % endpoints],
        ]),
      );
    } finally {
      await pool.end();
      await database.stop();
    }
  } finally {
    await server.end('SIGTERM');
    removeFolder(state);
  }
}

async function told(server: ServerProcess, change: (endpoint: number) => Promise<unknown>): Promise<Section> {
  const tokens = await Promise.all(
    Array.from({ length: Math.ceil((listeners + idle) / mostEach) }, () => token(server)),
  );
  const arrived: number[] = [];
  let heard = 0;
  const streams = await Promise.all(
    Array.from({ length: listeners }, async (_, index) => {
      const stream = await listen(server, tokens[index % tokens.length] ?? '');
      stream.on('data', (chunk: Buffer) => {
        for (const [, at = ''] of chunk.toString().matchAll(/"at":"([^"]+)"/g)) {
          heard += 1;
          arrived.push(Date.now() - Date.parse(at));
        }
      });
      return stream;
    }),
  );
  const before = megabytesOf(server);
  const { made, took } = await changes(change);
  await delay(1_000);
  const listened = { events: heard, late: percentile(arrived, 0.95) };
  const after = megabytesOf(server);
  // The same again with as many beside them who never read.
  const silent = await Promise.all(
    Array.from({ length: idle }, (_, index) => listen(server, tokens[index % tokens.length] ?? '')),
  );
  await changes(change);
  const withSilent = megabytesOf(server);
  for (const stream of [...streams, ...silent]) stream.destroy();
  const row = (what: string, value: string): Row => ({ what, value, spread: '', target: '', met: undefined });
  return {
    title: `Server-sent events: ${listeners} listeners, ${perSecond.toLocaleString('en')} changes a second for ${seconds} s`,
    rows: [
      row('changes made', `${Math.round(made / took).toLocaleString('en')}/s`),
      row('events told to each listener', `${(listened.events / listeners / took).toFixed(1)}/s`),
      row('from an event to its listener, 95th percentile', `${listened.late} ms`),
      row('resident memory before, and after', `${before.toFixed(0)}, ${after.toFixed(0)} MB`),
      row(`after as many again, with ${idle} beside them who never read`, `${withSilent.toFixed(0)} MB`),
    ],
    remarks: [
      'Changes on one topic within half a second are one event, which names a hundred endpoints at most and says that there are more.',
    ],
  };
}

async function changes(
  change: (endpoint: number) => Promise<unknown>,
): Promise<{ readonly made: number; readonly took: number }> {
  const begun = performance.now();
  const under: Promise<unknown>[] = [];
  for (let made = 0; made < perSecond * seconds;) {
    const due = Math.min(perSecond * seconds, ((performance.now() - begun) * perSecond) / 1_000);
    for (; made < due; made += 1) under.push(change(made));
    await delay(5);
  }
  await Promise.all(under);
  return { made: under.length, took: (performance.now() - begun) / 1_000 };
}

async function token({ ask }: ServerProcess): Promise<string> {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const { status, body } = await ask('POST', '/api/v1/api-tokens', {
    label: 'bench',
    scopes: ['inventory.read'],
    expiresAt,
  });
  if (status !== 201) throw new Error(`no token: ${status} ${JSON.stringify(body)}`);
  return String(body.token);
}

function listen({ access: { url, authority } }: ServerProcess, bearer: string): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const options: RequestOptions = { ca: authority, agent: false, headers: { authorization: `Bearer ${bearer}` } };
  const asked = httpsRequest(new URL('/api/v1/events', url), options, (response) =>
    response.statusCode === 200 ? resolve(response) : reject(new Error(`events: ${response.statusCode}`)),
  );
  asked.on('error', reject);
  asked.end();
  return promise;
}

function megabytesOf({ child }: ServerProcess): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
