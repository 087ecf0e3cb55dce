// What people see before anything is kept: a plan as it would be, a window as it would open, and the calendar.
import { beforeAll, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { installed, offered, report } from '../store/reports.fixture.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
const as: Record<string, Readonly<Record<string, string>>> = {};

beforeAll(async () => {
  organisation = await api().organisation();
  for (const [name, role] of [
    ['admin', 'admin'],
    ['oscar', 'operator'],
    ['vera', 'viewer'],
  ] as const) {
    await api().person(organisation, name, role);
    as[name] = await api().signedIn(name);
  }
  for (const [name, facts] of [
    ['web-1', { carriesOut: ['install', 'roll-back'] }],
    ['web-2', { carriesOut: ['install'] }],
    ['simple', {}],
  ] as const) {
    const endpoint = await api().endpoint(organisation, name, {
      os_id: 'debian',
      os_version: '12',
      facts: JSON.stringify(facts),
    });
    await api().superuser.query(
      'insert into endpoint_seen (organisation, endpoint, seen_at, clock_offset_ms) values ($1, $2, $3, 0)',
      [organisation, endpoint, api().clock.now],
    );
    const packages = [installed('openssl', '3.0.1')];
    const offers = [offered('openssl', '3.0.1', '3.0.2', { security: { is: true, why: 'from the security channel' } })];
    await report(
      api().store,
      organisation,
      endpoint,
      [{ adapter: 'apt', packages, offers }],
      api().clock.now.toISOString(),
    );
  }
});

const call = (who: string, method: string, path: string, body?: Json) =>
  api().call(method, path, { as: as[who] ?? {}, ...(body === undefined ? {} : { body }) });
const preview = (body: Json) => call('oscar', 'post', '/plan-previews', { ships: { kind: 'security' }, ...body });
const rows = async (table: string): Promise<number> =>
  (await api().superuser.query(`select count(*)::int as count from ${table} where organisation = $1`, [organisation]))
    .rows[0].count;

test('a plan says what becomes of who is offline in its window, and refuses a deadline that it does not live to see', async () => {
  const until = async (catchUp: string) => (await preview({ catchUp, expiresInHours: 48 })).body;
  expect(await until('after:2h')).toMatchObject({
    plan: { catchUp: 'Whoever is offline in its window may begin 2 hours after it is back, in a window or not.' },
  });
  expect(await until('force:2d')).toMatchObject({
    plan: null,
    why: expect.stringContaining('Its deadline is after the plan has expired'),
  });
  expect((await preview({ catchUp: 'sometime' })).status).toBe(400);
});

test('a plan is seen as it would be frozen, and nothing of it is kept', async () => {
  const before = await rows('audit_entry');
  const { status, body } = await preview({ rings: '1,rest', mostInFlight: 7, cleanCanary: true });
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      why: null,
      plan: {
        endpoints: 2,
        rings: [{ endpoints: 1 }, { endpoints: 1 }],
        rollback: { R0: 1, R1: 1 },
        mostInFlight: 7,
        cleanCanary: true,
        windows: [],
        approvalsNeeded: 1,
      },
      excluded: [{ why: 'Its agent carries out no installs.', endpoints: 1, names: ['simple'] }],
    },
  });
  expect(await rows('plan')).toBe(0);
  expect(await rows('audit_entry')).toBe(before);
  const frozen = await call('oscar', 'post', '/plans', { ships: { kind: 'security' }, rings: '1,rest' });
  expect(frozen.body).toMatchObject({ steps: body.plan.steps, excluded: body.excluded, rollback: body.plan.rollback });
});

test('where there would be no plan it is said why, and who is left out', async () => {
  expect((await preview({ q: 'endpoint:simple' })).body).toMatchObject({
    plan: null,
    why: 'No endpoint is left to do. Its agent carries out no installs.',
    excluded: [{ names: ['simple'] }],
  });
  const nobody = { plan: null, why: 'No endpoint is left to do. Its query finds none.', excluded: [] };
  expect((await preview({ q: 'endpoint:nobody' })).body).toMatchObject(nobody);
  const rings = await preview({ rings: '1,2' });
  expect(rings).toMatchObject({ status: 200, body: { plan: null, why: expect.stringContaining('rest') } });
  expect(await preview({ q: 'nonsense:1' })).toMatchObject({ status: 400, body: { errors: [{ name: 'q' }] } });
  expect(await call('vera', 'post', '/plan-previews', { ships: { kind: 'all' } })).toMatchObject({ status: 403 });
});

const window = {
  name: 'Sunday night',
  recurrence: 'FREQ=WEEKLY;BYDAY=SU',
  starts: '01:30',
  zone: 'Europe/Berlin',
  duration: '2h',
  from: '2026-01-01',
};

test('a window says its next times, and those about a change of clocks', async () => {
  api().clock.now = new Date('2026-03-10T12:00:00Z');
  const { body } = await call('vera', 'post', '/maintenance-window-previews', { kind: 'window', said: window });
  expect(body).toMatchObject({
    says: 'Every Sunday, from 01:30 for 2 hours, Europe/Berlin. Nothing starts in the last 15 minutes.',
    problems: [],
    next: [
      { from: '2026-03-15T00:30:00.000Z', to: '2026-03-15T02:30:00.000Z' },
      { from: '2026-03-22T00:30:00.000Z' },
      { from: '2026-03-29T00:30:00.000Z' },
      { from: '2026-04-04T23:30:00.000Z' },
      { from: '2026-04-11T23:30:00.000Z' },
    ],
    clockChange: {
      at: '2026-03-29T01:00:00.000Z',
      times: [
        { from: '2026-03-15T00:30:00.000Z' },
        { from: '2026-03-22T00:30:00.000Z' },
        { from: '2026-03-29T00:30:00.000Z' },
        { from: '2026-04-04T23:30:00.000Z' },
        { from: '2026-04-11T23:30:00.000Z' },
      ],
    },
  });
  const utc = await call('vera', 'post', '/maintenance-window-previews', {
    kind: 'window',
    said: { ...window, zone: 'UTC' },
  });
  expect(utc.body.clockChange).toBeNull();
  const wrong = await call('vera', 'post', '/maintenance-window-previews', {
    kind: 'window',
    said: { ...window, zone: 'Berlin', starts: '25:00' },
  });
  expect(wrong.body.says).toBeNull();
  expect(wrong.body.problems.map(({ field }: Json) => field).toSorted()).toEqual(['starts', 'zone']);
});

test('the calendar has windows, blackouts and rings within its span', async () => {
  await call('admin', 'post', '/maintenance-windows', { kind: 'window', said: window });
  const freeze = { name: 'Freeze', from: '2026-03-20T00:00', to: '2026-03-23T00:00', zone: 'UTC' };
  await call('admin', 'post', '/maintenance-windows', { kind: 'span', said: freeze });
  const { body } = await call('vera', 'get', '/calendar?from=2026-03-16T00:00:00Z&to=2026-03-30T00:00:00Z');
  expect(body).toMatchObject({
    isMore: false,
    items: [
      { kind: 'blackout', name: 'Freeze', from: '2026-03-20T00:00:00.000Z', to: '2026-03-23T00:00:00.000Z' },
      { kind: 'window', name: 'Sunday night', from: '2026-03-22T00:30:00.000Z', zone: 'Europe/Berlin' },
      { kind: 'window', name: 'Sunday night', from: '2026-03-29T00:30:00.000Z' },
    ],
  });
  for (const wrong of [
    'from=2026-03-16T00:00:00Z&to=2026-03-16T00:00:00Z',
    'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z',
  ]) {
    expect(await call('vera', 'get', `/calendar?${wrong}`)).toMatchObject({ status: 400 });
  }
});
