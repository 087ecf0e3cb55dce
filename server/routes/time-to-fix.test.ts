// Tests the curve of how long fixes wait, over the HTTP API on a real PostgreSQL: endpoints report, and the numbers are worked out by hand.
import { expect, test } from 'vitest';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { addEndpoint, installed, report } from '../store/reports.fixture.ts';
import { advisoriesOf, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { useApi } from './api.fixture.ts';

const api = useApi();
const TIME_TO_FIX = apiPaths.timeToFix;

/** 1 to 30 June 2026. */
const june = (day: number): string => `2026-06-${String(day).padStart(2, '0')}T08:00:00.000Z`;

async function fleet(reader: string, tags?: readonly string[]) {
  const { store, clock } = api();
  const organisation = await api().organisation();
  const names = ['web-1', 'web-2', 'db-1', 'db-2'] as const;
  const endpoints = new Map<string, string>();
  for (const name of names) endpoints.set(name, await addEndpoint(store, organisation, name, june(1)));
  const reports = (name: (typeof names)[number], version: string, day: number) =>
    report(
      store,
      organisation,
      endpoints.get(name) ?? '',
      [{ adapter: 'apt', packages: [installed('openssl', version)] }],
      june(day),
    );
  const judge = (day: number) =>
    matchPending(
      store,
      organisation,
      advisoriesOf(new Map([['Debian:12 openssl', [says('CVE-2026-1', '9')]]]), june(day)),
      () => new Date(june(day)),
    );
  // All have it, and its fix is known from the 2nd on: one is updated on the 5th, one on the 10th, one comes with it on the 6th, one waits.
  for (const name of ['web-1', 'web-2', 'db-1'] as const) await reports(name, '1', 1);
  await judge(2);
  await reports('web-1', '9', 5);
  await reports('db-2', '1', 6);
  await reports('web-2', '9', 10);
  await judge(10);
  clock.now = new Date(june(20));
  await api().person(organisation, reader, 'viewer', tags);
  return { as: await api().signedIn(reader) };
}

test('the curve counts each from when its fix was out and it was there, and those that wait as at risk', async () => {
  const { as } = await fleet('reader');
  const { status, body } = await api().call('GET', `${TIME_TO_FIX}?by=severity`, { as });
  expect(status).toBe(200);
  expect(body).toMatchObject({ since: '2025-12-22', until: '2026-06-20', endpoints: { read: 4, of: 4 } });
  // Four at risk; one closed after 3 days: 3/4. One after 8: of the three left, 2/4. The others wait for 14 and 18 days.
  const curve = {
    lifetimes: 4,
    closed: 2,
    medianDays: 8,
    points: [
      { day: 3, atRisk: 4, closed: 1, open: 0.75 },
      { day: 8, atRisk: 3, closed: 1, open: expect.closeTo(0.5, 12) },
      { day: 18, atRisk: 1, closed: 0, open: expect.closeTo(0.5, 12) },
    ],
  };
  expect(body.curves).toEqual([
    { severity: 'all', ...curve },
    { severity: 'unknown', ...curve },
  ]);
  const of = await api().call('GET', `${TIME_TO_FIX}?q=${encodeURIComponent('endpoint:web-*')}`, { as });
  expect(of.body).toMatchObject({
    endpoints: { read: 2, of: 2 },
    curves: [{ severity: 'all', lifetimes: 2, closed: 2, medianDays: 3 }],
  });
  // Only what began to wait since the 5th: the one that came on the 6th.
  const late = await api().call('GET', `${TIME_TO_FIX}?days=15`, { as });
  expect(late.body.curves).toEqual([
    {
      severity: 'all',
      lifetimes: 1,
      closed: 0,
      medianDays: null,
      points: [{ day: 14, atRisk: 1, closed: 0, open: 1 }],
    },
  ]);
});

test('who is limited to tags is told of their own endpoints alone', async () => {
  const { as } = await fleet('limited', ['nowhere']);
  const { body } = await api().call('GET', TIME_TO_FIX, { as });
  expect(body).toMatchObject({
    endpoints: { read: 0, of: 0 },
    curves: [{ severity: 'all', lifetimes: 0, points: [] }],
  });
});
