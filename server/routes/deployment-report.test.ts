// The report of a deployment over the HTTP API: what is proved by what endpoints report since, and what is not.
import { beforeAll, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { installed, offered, report } from '../store/reports.fixture.ts';
import { advisoriesOf, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
const advisories = advisoriesOf(
  new Map([['Debian:12 openssl', [says('CVE-2026-1', '3.0.2'), says('CVE-2026-2', '3.0.9')]]]),
  '2026-11-22T03:00:00.000Z',
);
const names = ['verified', 'installed', 'still', 'silent', 'hidden'] as const;
const ids = new Map<string, string>();
let organisation: OrganisationId;
let admin: Readonly<Record<string, string>>;
let limited: Readonly<Record<string, string>>;
let deployment: string;

const has = (name: string, openssl: string) =>
  report(
    api().store,
    organisation,
    ids.get(name) ?? '',
    [{ adapter: 'apt', packages: [installed('openssl', openssl)], offers: [offered('openssl', openssl, '3.0.2')] }],
    api().clock.now.toISOString(),
  );
const judge = () => matchPending(api().store, organisation, advisories, () => api().clock.now);

beforeAll(async () => {
  organisation = await api().organisation();
  await api().person(organisation, 'admin', 'admin');
  await api().person(organisation, 'limited', 'viewer', ['web']);
  [admin, limited] = [await api().signedIn('admin'), await api().signedIn('limited')];
  for (const name of names) {
    const endpoint = await api().endpoint(organisation, name, {
      os_id: 'debian',
      os_version: '12',
      tags: name === 'hidden' ? ['db'] : ['web'],
      facts: JSON.stringify({ carriesOut: ['install'] }),
    });
    ids.set(name, endpoint);
    await api().superuser.query('insert into endpoint_seen (organisation, endpoint, seen_at) values ($1, $2, $3)', [
      organisation,
      endpoint,
      api().clock.now,
    ]);
    await has(name, '3.0.1');
  }
  await judge();
  const ships = { kind: 'close', vulnerabilities: ['CVE-2026-1', 'CVE-2026-2'] };
  const plan = await api().call('post', '/plans', { as: admin, body: { ships, rings: '1,rest' } });
  const begun = await api().call('post', '/deployments', {
    as: admin,
    body: { plan: plan.body.hash, name: 'openssl' },
  });
  deployment = begun.body.id;
  // What came of it: one says that it is verified, one failed after it had installed.
  for (const [name, state, detail] of [
    ['verified', 'succeeded', { at: 0 }],
    ['installed', 'failed', { at: 0, cause: 'service-down' }],
  ] as const) {
    await api().superuser.query(
      'update deployment_job set state = $3, detail = $4 where deployment = $1 and endpoint = $2',
      [deployment, ids.get(name), state, JSON.stringify(detail)],
    );
  }
  await has('verified', '3.0.2');
  await has('installed', '3.0.2');
  await judge();
  await report(
    api().store,
    organisation,
    ids.get('silent') ?? '',
    [{ adapter: 'apt', status: 'failed', packages: [] }],
    api().clock.now.toISOString(),
  );
});

const read = async (as: Readonly<Record<string, string>>): Promise<Json> =>
  (await api().call('get', `/deployments/${deployment}/report`, { as })).body;

test('a finding is closed where the endpoint reports a version without it and has verified it; nothing else counts', async () => {
  const { findings, outcomes } = await read(admin);
  expect(findings).toEqual([
    {
      vulnerability: 'CVE-2026-1',
      aliases: [],
      advisories: expect.any(Array),
      package: 'openssl',
      from: '3.0.1',
      fixedVersion: '3.0.2',
      planned: '3.0.2',
      installed: expect.arrayContaining(['3.0.1', '3.0.2']),
      endpoints: 5,
      closed: 1,
      installedOnly: 1,
      open: 2,
      unknown: 1,
    },
  ]);
  expect(outcomes).toEqual({ succeeded: 1, failed: 1, queued: 3 });
});

test('it says who is to approve what, what failed with what to do, and what happened', async () => {
  const body = await read(admin);
  expect(body).toMatchObject({
    name: 'openssl',
    state: 'awaiting-approval',
    endedAt: null,
    plan: {
      closes: ['CVE-2026-1'],
      endpoints: 5,
      steps: [{ release: 'debian-12', adapter: 'apt', endpoints: 5, changes: [{ package: 'openssl', to: '3.0.2' }] }],
    },
    signatures: [],
    approvals: { needed: 1, given: [] },
    failures: [{ cause: 'service-down', endpoints: 1, names: ['installed'] }],
  });
  expect(body.rings.map(({ endpoints }: Json) => endpoints)).toEqual([1, 4]);
  expect(body.notes.length).toBeGreaterThan(0);
});

test('who is limited to tags gets the report of what they reach, and counts no other endpoint', async () => {
  const { plan, findings } = await read(limited);
  expect(plan.endpoints).toBe(4);
  expect(findings).toMatchObject([{ endpoints: 4, open: 1 }]);
});
