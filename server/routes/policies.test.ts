// Standing policies and exceptions on a real database: written in versions, run once on their days whoever runs them, and looked back over.
import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signPlan } from '@suture/protocol/deployments/statements.ts';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { planShelf } from '../actions/plan-shelf.ts';
import { runPolicies } from '../actions/run-policy.ts';
import type { OrganisationId } from '../store/database.ts';
import { installed, offered, report } from '../store/reports.fixture.ts';
import { advisoriesOf, fetched, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
const operator = generateKeyPairSync('ed25519');
const { privateKey: signing } = generateKeyPairSync('ed25519');
const as: Record<string, Readonly<Record<string, string>>> = {};
const fleet: string[] = [];
let organisation: OrganisationId;
/** A Sunday. */
const today = new Date('2026-11-22T12:00:00Z');
const dayMs = 86_400_000;

const advisories = advisoriesOf(
  new Map([
    ['Debian:12 openssl', [says('CVE-2026-1', '3.0.2')]],
    ['Debian:12 bash', [says('CVE-2026-2', '5.2.2')]],
  ]),
  '2026-11-20T03:00:00.000Z',
  { feeds: [fetched('kev', '2026-11-20T03:00:00.000Z')] },
);

beforeAll(async () => {
  organisation = await api().organisation();
  for (const [name, role, tags] of [
    ['admin', 'admin', undefined],
    ['approver', 'approver', undefined],
    ['operator', 'operator', undefined],
    ['viewer', 'viewer', undefined],
    ['limited', 'approver', ['web']],
  ] as const) {
    await api().person(organisation, name, role, tags);
    as[name] = await api().signedIn(name);
  }
  for (const name of ['web-1', 'web-2', 'db-1']) {
    const endpoint = await api().endpoint(organisation, name, {
      os_id: 'debian',
      os_version: '12',
      tags: [name.slice(0, -2)],
      facts: JSON.stringify({ carriesOut: ['install'] }),
    });
    fleet.push(endpoint);
    await api().superuser.query('insert into endpoint_seen (organisation, endpoint, seen_at) values ($1, $2, $3)', [
      organisation,
      endpoint,
      today,
    ]);
    await report(
      api().store,
      organisation,
      endpoint,
      [
        {
          adapter: 'apt',
          packages: [installed('openssl', '3.0.1'), installed('bash', '5.2.1')],
          offers: [
            offered('openssl', '3.0.1', '3.0.2', { security: { is: true, why: 'the channel' } }),
            offered('bash', '5.2.1', '5.2.2', { security: { is: true, why: 'the channel' } }),
          ],
        },
      ],
      '2026-11-10T12:00:00.000Z',
    );
  }
  await matchPending(api().store, organisation, advisories, () => new Date('2026-11-10T13:00:00Z'));
  await call('admin', 'post', '/operator-keys', { publicKey: writeSigningKey(operator.publicKey), label: 'ada' });
});
beforeEach(() => {
  api().clock.now = today;
});

/** Asked on the first day whatever the clock says: sessions are not what is tested here. */
async function call(who: string, method: string, path: string, body?: Json) {
  const { clock } = api();
  const { now } = clock;
  clock.now = today;
  const answer = await api().call(method, path, { as: as[who] ?? {}, ...(body === undefined ? {} : { body }) });
  clock.now = now;
  return answer;
}

const text = (over: object = {}): Json => ({
  name: 'Tuesdays',
  ships: 'security',
  endpoints: 'tag:web',
  days: 'FREQ=WEEKLY;BYDAY=TU',
  daysFrom: '2026-01-01',
  zone: 'UTC',
  wait: '0d',
  rings: '1,rest',
  windows: [],
  soak: '1h',
  reboot: 'in-window',
  cleanCanary: true,
  isOn: true,
  ...over,
});
const made = async (over: object = {}): Promise<Json> => {
  const answer = await call('admin', 'post', '/policies', { said: text(over) });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
};
const removed = (id: string) => call('admin', 'delete', `/policies/${id}`);

const parts = { signing, plans: planShelf() };
const run = () => runPolicies({ door: api().door, store: api().store, organisation, parts, freshMs: 90 * dayMs });
const runsOf = async (id: string): Promise<Json> => (await call('viewer', 'get', `/policies/${id}/versions`)).body.runs;
const cancelled = (id: string) => call('operator', 'post', `/deployments/${id}/cancellation`);

describe('a policy', () => {
  test('is written by an admin, said in sentences, and keeps every version with who wrote it', async () => {
    const policy = await made();
    expect(policy).toMatchObject({
      version: 1,
      says: expect.stringContaining('Every Tuesday (UTC) it makes a plan of the security updates'),
      nextDay: '2026-11-24',
      lastRun: null,
    });
    expect(await call('approver', 'post', '/policies', { said: text({ name: 'x' }) })).toMatchObject({ status: 403 });
    expect(await call('admin', 'post', '/policies', { said: text() })).toMatchObject({ status: 409 });
    const change = { said: text({ rings: 'rest' }), version: 1 };
    const path = `/policies/${policy.id}`;
    expect((await call('admin', 'put', path, change)).body).toMatchObject({ version: 2 });
    // Somebody who has looked at version 1 does not write over version 2.
    expect(await call('admin', 'put', path, { ...change, said: text() })).toMatchObject({ status: 409 });
    const { body } = await call('viewer', 'get', `${path}/versions`);
    expect(body.items.map(({ version, said, byName }: Json) => [version, said.rings, byName])).toEqual([
      [2, 'rest', 'admin'],
      [1, '1,rest', 'admin'],
    ]);
    expect(await removed(policy.id)).toMatchObject({ status: 200 });
    expect((await call('viewer', 'get', '/policies')).body.items).toEqual([]);
    expect((await call('viewer', 'get', `${path}/versions`)).body.items).toHaveLength(3);
    const { body: audit } = await call('admin', 'get', `/audit?subject=policy:${policy.id}`);
    expect(audit.items.map(({ action }: Json) => action)).toEqual(['policy.remove', 'policy.change', 'policy.create']);
  });

  test.each([
    [{ ships: 'exploted:yes' }, 'ships'],
    [{ endpoints: 'tagg:web' }, 'endpoints'],
    [{ days: 'sometimes' }, 'days'],
    [{ windows: ['Friday'] }, 'windows'],
    [{ automaticUpTo: 0 }, 'automaticUpTo'],
    [{ rings: '2,3' }, 'rings'],
    [{ probes: ['/bin/sh -c true'] }, 'probes'],
  ])('with %j is refused by field', async (over, field) => {
    const { status, body } = await call('admin', 'post', '/policies', { said: text(over) });
    expect({ status, detail: body.detail.toLowerCase() }).toEqual({
      status: 422,
      detail: expect.stringContaining(field.toLowerCase()),
    });
  });
});

describe('on its day', () => {
  test('it makes one plan, whichever servers run at once, and none before or again', async () => {
    const asks = { restart: 'none', probes: ['/usr/sbin/nginx -t'], ringProbes: ['https://shop.example.org/ 204'] };
    const policy = await made(asks);
    await run();
    expect(await runsOf(policy.id)).toEqual([]);
    api().clock.now = new Date('2026-11-24T00:30:00Z');
    await Promise.all([run(), run(), run()]);
    const [only, ...others] = await runsOf(policy.id);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      day: '2026-11-24',
      version: 1,
      says: 'A plan for 2 endpoints was made; it waits for an approval.',
    });
    const { body: deployment } = await call('viewer', 'get', `/deployments/${only.deployment}`);
    expect(deployment).toMatchObject({
      name: 'Tuesdays 2026-11-24',
      state: 'awaiting-approval',
      createdBy: `policy:${policy.id}`,
      rings: [{ endpoints: 1 }, { endpoints: 1 }],
    });
    expect((await call('viewer', 'get', `/plans/${only.plan}`)).body).toMatchObject({
      conduct: { restart: 'none', probes: ['/usr/sbin/nginx -t'] },
      ringProbes: [{ url: 'https://shop.example.org/', expectStatus: 204 }],
    });
    api().clock.now = new Date('2026-11-24T20:00:00Z');
    await run();
    expect(await runsOf(policy.id)).toHaveLength(1);
    // A week later that one still waits, so there is no second one on the same machines.
    api().clock.now = new Date('2026-12-01T06:00:00Z');
    await run();
    expect((await runsOf(policy.id))[0]).toMatchObject({ deployment: null, says: expect.stringContaining('not over') });
    await removed(policy.id);
    await cancelled(only.deployment);
  });

  test('it waits for an endpoint to say which new packages a kernel brings along, and not for ever', async () => {
    const kernel = 'linux-image-cloud';
    const heldBack = { cause: 'new-packages', why: 'it needs the new package linux-image-56' } as const;
    const host = await api().endpoint(organisation, 'kernel-1', {
      os_id: 'debian',
      os_version: '12',
      tags: ['kernel'],
      facts: JSON.stringify({ carriesOut: ['install', 'simulate'] }),
    });
    const seen = new Date('2026-11-24T01:00:00Z');
    await api().superuser.query('insert into endpoint_seen (organisation, endpoint, seen_at) values ($1, $2, $3)', [
      organisation,
      host,
      seen,
    ]);
    const packages = [installed(kernel, '6.1.50')];
    const offers = [
      offered(kernel, '6.1.50', '6.1.56', { heldBack, security: { is: true, why: 'the channel' } }),
      offered('bash', '5.2.1', '5.2.2', { security: { is: true, why: 'the channel' } }),
    ];
    await report(api().store, organisation, host, [{ adapter: 'apt', packages, offers }], '2026-11-24T00:00:00.000Z');
    const policy = await made({ name: 'kernels', endpoints: 'tag:kernel', rings: 'rest' });
    const reckoning = new Map<string, number>();
    const runAt = async (minutes: number): Promise<Json> => {
      api().clock.now = new Date(seen.getTime() + minutes * 60_000);
      await api().superuser.query('update endpoint_seen set seen_at = $2 where endpoint = $1', [host, api().clock.now]);
      const { store, door } = api();
      await runPolicies({ door, store, organisation, parts, freshMs: 90 * dayMs, reckoning });
      return runsOf(policy.id);
    };
    expect(await runAt(0)).toEqual([]);
    expect(await runAt(5)).toEqual([]);
    await api().superuser.query(
      `update simulation set answered_at = $1, outcome =
       '{"kind":"would","more":[{"package":"linux-image-56","architecture":null,"from":null,"to":"6"}],"bytes":1,"reboot":true}'`,
      [api().clock.now],
    );
    const [asked] = await runAt(6);
    const { body: plan } = await call('viewer', 'get', `/plans/${asked.plan}`);
    const names = plan.steps[0].changes.map((change: Json) => change.package);
    expect(names).toEqual(['bash', 'linux-image-56', kernel]);
    await cancelled(asked.deployment);
    await removed(policy.id);

    // Nobody answers: what can be planned without it is, after twenty minutes.
    await api().superuser.query('delete from simulation');
    const another = await made({ name: 'silent', endpoints: 'tag:kernel', rings: 'rest' });
    reckoning.clear();
    await runAt(10);
    await runAt(29);
    expect(await runsOf(another.id)).toEqual([]);
    await runAt(31);
    const [late] = await runsOf(another.id);
    const { body: rest } = await call('viewer', 'get', `/plans/${late.plan}`);
    expect(rest.steps).toMatchObject([{ changes: [{ package: 'bash' }], heldBack: [{ package: kernel }] }]);
    await cancelled(late.deployment);
    await removed(another.id);
    await api().superuser.query('delete from simulation');
    await api().superuser.query('delete from endpoint where id = $1', [host]);
  });

  test('a day that no server was there for is made up for; one long ago, or before it was written, is not', async () => {
    const policy = await made({ name: 'late' });
    api().clock.now = new Date('2026-11-26T10:00:00Z');
    await run();
    const [late] = await runsOf(policy.id);
    expect(late.day).toBe('2026-11-24');
    await cancelled(late.deployment);
    const later = await api().signedIn('admin');
    const said = text({ name: 'fresh' });
    const { body: fresh } = await api().call('post', '/policies', { as: later, body: { said } });
    await run();
    expect(await runsOf(fresh.id)).toEqual([]);
    api().clock.now = new Date('2026-12-04T10:00:00Z');
    await run();
    expect(await runsOf(fresh.id)).toEqual([]);
    for (const { id } of [policy, fresh]) await removed(id);
  });

  test('what it consented to goes on once operators have signed it, and not after it was changed', async () => {
    const policy = await made({ name: 'by itself', automaticUpTo: 5 });
    api().clock.now = new Date('2026-11-24T01:00:00Z');
    await run();
    const [{ deployment, plan, says: what }] = await runsOf(policy.id);
    expect(what).toContain('goes on by itself once operators have signed it');
    await run();
    const state = async (id: string) => (await call('viewer', 'get', `/deployments/${id}`)).body.state;
    expect(await state(deployment)).toBe('awaiting-approval');
    await sign(plan);
    await run();
    expect(await state(deployment)).toMatch(/scheduled|running/);
    const { body: proof } = await call('viewer', 'get', `/deployments/${deployment}/report`);
    expect(proof.approvals.given).toMatchObject([{ actor: `policy:${policy.id}`, name: 'the policy “by itself”' }]);
    await call('operator', 'post', `/deployments/${deployment}/stop`);
    await cancelled(deployment);

    api().clock.now = new Date('2026-12-01T01:00:00Z');
    await run();
    const [second] = await runsOf(policy.id);
    await sign(second.plan);
    const said = text({ name: 'by itself', automaticUpTo: 5, soak: '2h' });
    await call('admin', 'put', `/policies/${policy.id}`, { said, version: 1 });
    await run();
    expect(await state(second.deployment)).toBe('awaiting-approval');
    await removed(policy.id);
    await cancelled(second.deployment);
  });

  test('what somebody stopped before it began does not begin, though the policy consents to it', async () => {
    const policy = await made({ name: 'stopped', automaticUpTo: 5 });
    api().clock.now = new Date('2026-11-24T01:00:00Z');
    await run();
    const [{ deployment, plan }] = await runsOf(policy.id);
    const stopped = await call('operator', 'post', `/deployments/${deployment}/stop`);
    expect(stopped).toMatchObject({ status: 200, body: { state: 'planned' } });
    await sign(plan);
    await run();
    const { body } = await call('viewer', 'get', `/deployments/${deployment}`);
    expect(body).toMatchObject({ state: 'planned', createdByName: 'the policy “stopped”' });
    await removed(policy.id);
    await cancelled(deployment);
  });

  test('it ships fixes of what its query finds, and what is too new it does not', async () => {
    const policy = await made({ name: 'fixes', ships: 'finding:CVE-2026-2', endpoints: '' });
    const waiting = await made({ name: 'waiting', endpoints: 'tag:db', wait: '30d' });
    api().clock.now = new Date('2026-11-24T01:00:00Z');
    await run();
    const [{ plan, deployment }] = await runsOf(policy.id);
    const { body } = await call('viewer', 'get', `/plans/${plan}`);
    expect(body).toMatchObject({ endpoints: 3, closes: ['CVE-2026-2'], steps: [{ changes: [{ package: 'bash' }] }] });
    expect((await runsOf(waiting.id))[0]).toMatchObject({
      plan: null,
      says: expect.stringContaining('first offered less than 30 days ago'),
    });
    for (const { id } of [policy, waiting]) await removed(id);
    await cancelled(deployment);
  });

  async function sign(plan: string): Promise<void> {
    const { body } = await call('approver', 'get', `/plans/${plan}/signatures`);
    const statement = JSON.parse(Buffer.from(body.envelope.payload, 'base64').toString());
    const envelope = signPlan(statement, [operator.privateKey]);
    expect(await call('approver', 'post', `/plans/${plan}/signatures`, { envelope })).toMatchObject({ status: 200 });
  }
});

describe('looked back over', () => {
  test('it says what it would have shipped, when, to how many, in which rings', async () => {
    const { body } = await call('operator', 'post', '/policy-previews', { said: text({ isOn: false }) });
    expect(body).toMatchObject({
      first: '2026-10-24',
      last: '2026-11-22',
      plans: [
        {
          day: '2026-11-10',
          says: 'On 2026-11-10 this would have shipped 2 patches to 2 endpoints, in rings of 1 and 1, after 1 approval.',
          patches: [
            { source: 'bash', to: '5.2.2', endpoints: 2, closes: ['CVE-2026-2'] },
            { source: 'openssl', to: '3.0.2', endpoints: 2, closes: ['CVE-2026-1'] },
          ],
        },
      ],
    });
    expect(body.says.length).toBeGreaterThan(1);
    const fixes = { said: text({ ships: 'finding:CVE-2026-1 endpoint:web-1', endpoints: '', wait: '7d' }) };
    const narrow = await call('operator', 'post', '/policy-previews', fixes);
    // Of what it cannot know of the past it says so.
    expect(narrow.body.plans).toEqual([]);
    expect(narrow.body.says.at(-1)).toContain('endpoint');
    expect(await call('viewer', 'post', '/policy-previews', { said: text() })).toMatchObject({ status: 403 });
  });

  test('it looks back as well where it is to begin only now, and says so', async () => {
    const later = text({ isOn: false, daysFrom: '2026-12-01' });
    const { body } = await call('operator', 'post', '/policy-previews', { said: later });
    expect(body.plans).toMatchObject([{ day: '2026-11-10', endpoints: 2 }]);
    expect(body.says).toContain('It begins on 2026-12-01: this is what it would have done on such days before.');
  });

  test('it waits as long as it says', async () => {
    const said = text({ ships: 'finding:CVE-2026-1', endpoints: '', wait: '7d' });
    const { body } = await call('operator', 'post', '/policy-previews', { said });
    expect(body.plans).toMatchObject([{ day: '2026-11-17', endpoints: 3, patches: [{ source: 'openssl' }] }]);
  });
});

describe('an exception', () => {
  const excepted = (over: object = {}) => ({
    owner: 'Ada',
    reason: 'The vendor of the shop needs another week.',
    covers: 'finding:CVE-2026-1 endpoint:web-1',
    until: '2026-12-31',
    ...over,
  });

  test('waits for who may approve, then leaves the finding alone in plans, counted and never hidden', async () => {
    const { status, body: exception } = await call('operator', 'post', '/exceptions', excepted());
    expect({ status, state: exception.state }).toEqual({ status: 201, state: 'waits' });
    expect(exception).toMatchObject({ findings: 1, endpoints: 1, approvedAt: null });
    const asked = { q: 'tag:web', ships: { kind: 'close', vulnerabilities: ['CVE-2026-1'] }, rings: 'rest' };
    expect((await call('operator', 'post', '/plans', asked)).body.endpoints).toBe(2);

    const path = `/exceptions/${exception.id}`;
    expect(await call('operator', 'post', `${path}/approval`)).toMatchObject({ status: 403 });
    expect((await call('approver', 'post', `${path}/approval`)).body.state).toBe('holds');
    expect(await call('approver', 'post', `${path}/approval`)).toMatchObject({ status: 409 });
    const { body: plan } = await call('operator', 'post', '/plans', asked);
    expect(plan).toMatchObject({
      endpoints: 1,
      excluded: [
        {
          names: ['web-1'],
          why: expect.stringContaining('Ada has excepted what it closes until 2026-12-31: The vendor of the shop'),
        },
      ],
    });
    // Of everything that is for security the rest is taken, and what is left alone is said.
    const { body: rest } = await call('operator', 'post', '/plans', {
      q: 'endpoint:web-1',
      ships: { kind: 'security' },
      rings: 'rest',
    });
    expect(rest.steps).toMatchObject([
      { changes: [{ package: 'bash' }], heldBack: [{ package: 'openssl', why: expect.stringContaining('Ada') }] },
    ]);
    // By name it is what somebody wants.
    const named = { q: 'endpoint:web-1', ships: { kind: 'sources', sources: ['openssl'] }, rings: 'rest' };
    expect((await call('operator', 'post', '/plans', named)).body.endpoints).toBe(1);
    const { body: findings } = await call('viewer', 'get', `/endpoints/${fleet[0]}/findings`);
    const mine = findings.items.find(({ vulnerability }: Json) => vulnerability === 'CVE-2026-1');
    expect(mine.exception).toEqual({
      exception: exception.id,
      owner: 'Ada',
      reason: 'The vendor of the shop needs another week.',
      until: '2026-12-31',
    });
    expect(findings.items.find(({ vulnerability }: Json) => vulnerability === 'CVE-2026-2').exception).toBeNull();

    expect((await call('operator', 'post', `${path}/end`)).body.state).toBe('ended');
    expect((await call('operator', 'post', '/plans', asked)).body.endpoints).toBe(2);
  });

  test('holds no longer than its last day', async () => {
    const { body } = await call('approver', 'post', '/exceptions', excepted({ until: '2026-11-23' }));
    expect(body.state).toBe('holds');
    api().clock.now = new Date('2026-11-24T00:00:00Z');
    const later = await api().signedIn('operator');
    const { body: list } = await api().call('get', '/exceptions', { as: later });
    expect(list.items.find(({ id }: Json) => id === body.id)).toMatchObject({ state: 'expired', findings: 1 });
    // What is over comes after what holds.
    const order = ['waits', 'holds', 'to-come', 'expired', 'ended'];
    const places = list.items.map(({ state }: Json) => order.indexOf(state));
    expect(new Set(places).size).toBeGreaterThan(1);
    expect(places).toEqual(places.toSorted());
    const asked = { q: 'endpoint:web-1', ships: { kind: 'close', vulnerabilities: ['CVE-2026-1'] }, rings: 'rest' };
    expect((await call('operator', 'post', '/plans', asked)).status).toBe(422);
    expect((await api().call('post', '/plans', { as: later, body: asked })).body.endpoints).toBe(1);
  });

  test.each([
    [{ covers: 'nonsense:1' }],
    [{ reason: 'so' }],
    [{ until: '2030-01-01' }],
    [{ until: '2026-01-01' }],
    [{ owner: ' ' }],
  ])('with %j is refused', async (over) => {
    expect(await call('operator', 'post', '/exceptions', excepted(over))).toMatchObject({ status: 422 });
  });

  test('is not for who is limited to tags, nor for viewers', async () => {
    for (const who of ['limited', 'viewer'])
      expect(await call(who, 'post', '/exceptions', excepted())).toMatchObject({ status: 403 });
  });
});
