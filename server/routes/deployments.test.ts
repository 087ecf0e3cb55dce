// Plans and deployments over the HTTP API: from a query to an approved deployment, and everything that is refused on the way.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { openPlan, signPlan } from '@suture/protocol/deployments/statements.ts';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import type { SimulationOutcome } from '@suture/protocol/deployments/simulation.ts';
import type { OrganisationId, Transaction } from '../store/database.ts';
import { noteSimulated, simulationWork } from '../store/simulations.ts';
import { installed, offered, report as reportAt, type Report } from '../store/reports.fixture.ts';
import { tickDeployment } from '../actions/tick-deployment.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
const operator = generateKeyPairSync('ed25519');
let organisation: OrganisationId;
let fleet: string[];
const as: Record<string, Readonly<Record<string, string>>> = {};

beforeAll(async () => {
  organisation = await api().organisation();
  for (const [name, role, tags] of [
    ['admin', 'admin', undefined],
    ['ada', 'approver', undefined],
    ['bob', 'approver', undefined],
    ['oscar', 'operator', undefined],
    ['vera', 'viewer', undefined],
    ['web', 'approver', ['web']],
  ] as const) {
    await api().person(organisation, name, role, tags);
    as[name] = await api().signedIn(name);
  }
  fleet = [];
  for (const [name, tags, more] of [
    ['web-1', ['web', 'group:front'], {}],
    ['web-2', ['web', 'group:front'], {}],
    ['db-1', ['db'], {}],
    ['db-2', ['db'], {}],
    ['old', ['db'], { state: 'quarantined' }],
    ['careful', ['db'], { local_policy: JSON.stringify({ state: 'in-force', observeOnly: true }) }],
    ['simple', ['db'], { facts: '{}' }],
  ] as const) {
    const endpoint = await api().endpoint(organisation, name, {
      os_id: 'debian',
      os_version: '12',
      tags,
      facts: JSON.stringify({ carriesOut: ['install', 'roll-back'] }),
      ...more,
    });
    fleet.push(endpoint);
    await api().superuser.query(
      'insert into endpoint_seen (organisation, endpoint, seen_at, clock_offset_ms) values ($1, $2, $3, 0)',
      [organisation, endpoint, api().clock.now],
    );
    await report(endpoint, [
      {
        adapter: 'apt',
        packages: [installed('openssl', '3.0.1'), installed('bash', '5.2.1')],
        offers: [
          offered('openssl', '3.0.1', '3.0.2', { security: { is: true, why: 'from the security channel' } }),
          offered('bash', '5.2.1', '5.2.2'),
        ],
      },
    ]);
  }
});

const report = (endpoint: string, sections: readonly Report[]): Promise<void> =>
  reportAt(api().store, organisation, endpoint, sections, api().clock.now.toISOString());
const call = (who: string, method: string, path: string, body?: Json) =>
  api().call(method, path, { as: as[who] ?? {}, ...(body === undefined ? {} : { body }) });
/** Each at its own moment: plans that are equal are one, with one set of signatures. */
const frozen = async (body: Json = {}): Promise<Json> => {
  api().clock.now = new Date(api().clock.now.getTime() + 1_000);
  const made = await call('oscar', 'post', '/plans', { ships: { kind: 'security' }, rings: '1,rest', ...body });
  expect(made).toMatchObject({ status: 201 });
  return made.body;
};

/** By an operator's key that the server knows. */
async function signed(hash: string): Promise<void> {
  await call('admin', 'post', '/operator-keys', { publicKey: writeSigningKey(operator.publicKey), label: 'ada' });
  const { body } = await call('ada', 'get', `/plans/${hash}/signatures`);
  const statement = JSON.parse(Buffer.from(body.envelope.payload, 'base64').toString());
  const envelope = signPlan(statement, [operator.privateKey]);
  expect(await call('ada', 'post', `/plans/${hash}/signatures`, { envelope })).toMatchObject({ status: 200 });
}

describe('a plan', () => {
  test('has exact versions, rings, groups, and a reason for everybody who is left out', async () => {
    const plan = await frozen();
    expect(plan).toMatchObject({
      endpoints: 4,
      rings: [{ endpoints: 1 }, { endpoints: 3 }],
      steps: [
        {
          adapter: 'apt',
          release: 'debian-12',
          endpoints: 4,
          changes: [{ package: 'openssl', from: '3.0.1', to: '3.0.2' }],
        },
      ],
      rollback: { R1: 4 },
      approvalsNeeded: 1,
      signatures: { needed: 1, given: 0 },
    });
    expect(plan.excluded.map(({ why }: Json) => why).toSorted()).toEqual([
      'It is not in service: it is quarantined.',
      'Its agent carries out no installs.',
      'The policy file on it says observe-only.',
    ]);
    expect((await call('vera', 'get', `/plans/${plan.hash}`)).body).toEqual(plan);
  });

  test('ships everything, or one source, or one version of it', async () => {
    const all = await frozen({ ships: { kind: 'all' }, q: 'endpoint:web-*' });
    expect(all.steps[0].changes.map((change: Json) => change.package)).toEqual(['bash', 'openssl']);
    const one = await frozen({ ships: { kind: 'sources', sources: ['bash@5.2.2'] } });
    expect(one.steps[0].changes.map((change: Json) => change.package)).toEqual(['bash']);
    const none = await call('oscar', 'post', '/plans', { ships: { kind: 'sources', sources: ['bash@9'] } });
    expect(none).toMatchObject({ status: 422 });
    expect(none.body.detail).toContain('None of it is offered to it.');
  });

  test('says how it is gone about, in each signed step; a probe that cannot be asked is refused', async () => {
    const probes = [
      { kind: 'http', name: 'health', url: 'http://localhost/health' },
      { kind: 'command', name: 'nginx', argv: ['/usr/sbin/nginx', '-t'], blocking: false },
    ];
    const plan = await frozen({ conduct: { reboot: 'in-window', probes } });
    expect(plan).toMatchObject({
      conduct: {
        reboot: 'in-window',
        restart: 'services',
        probes: ['http://localhost/health (200)', '/usr/sbin/nginx -t'],
      },
      figures: { simulated: 0, rehearsed: 0 },
      rehearsals: [],
    });
    const { text } = await call('vera', 'get', `/plans/${plan.hash}/document`);
    const { steps } = JSON.parse(text.slice(text.indexOf('\n') + 1));
    expect(steps.map(({ conduct }: Json) => conduct)).toMatchObject([
      { repair: true, reboot: 'in-window', probes: [{ timeoutMs: 10_000, blocking: true }, { blocking: false }] },
    ]);
    expect((await frozen()).conduct).toBeNull();
    for (const wrong of [
      { kind: 'command', name: 'x', argv: ['/bin/sh', '-c', 'true'] },
      { kind: 'command', name: 'x', argv: ['nginx'] },
      { kind: 'http', name: 'x', url: 'http://ada:secret@localhost/' },
      { kind: 'http', name: 'x', url: 'file:///etc/passwd' },
    ]) {
      const asked = { ships: { kind: 'all' }, conduct: { probes: [wrong] } };
      expect(await call('oscar', 'post', '/plans', asked)).toMatchObject({ status: 400 });
    }
  });

  test('has the figures that an endpoint reckoned, for all that are alike; on whom it would not go is left out', async () => {
    const body = { ships: { kind: 'security' }, q: 'tag:web' };
    const inside = <T>(work: (transaction: Transaction) => Promise<T>) =>
      api().store.inOrganisation(organisation, work);
    const asked = (): Promise<Json> => call('oscar', 'post', '/plan-simulations', body);
    expect((await asked()).body).toEqual({ simulated: 0, endpoints: 2, waiting: 0, nobody: 1 });
    await inside((transaction) =>
      transaction.query(
        'update endpoint set facts = facts || \'{"carriesOut":["install","roll-back","simulate"]}\' where id = any($1)',
        [fleet.slice(0, 4)],
      ),
    );
    expect((await asked()).body).toEqual({ simulated: 0, endpoints: 2, waiting: 1, nobody: 0 });
    expect((await asked()).body).toMatchObject({ waiting: 1 });
    const now = api().clock.now;
    const answer = (outcome: SimulationOutcome): Promise<readonly number[]> =>
      inside((transaction) =>
        Promise.all(
          fleet.map(async (endpoint) => {
            const work = await simulationWork(transaction, endpoint, now);
            await noteSimulated(
              transaction,
              endpoint,
              work.map(({ id }) => ({ id, outcome })),
              now,
            );
            return work.length;
          }),
        ),
      );
    const more = { package: 'libssl3', architecture: 'amd64', from: null, to: '3.0.2' };
    const asks = await answer({ kind: 'would', more: [more], bytes: 77, reboot: true });
    expect(asks.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect((await asked()).body).toEqual({ simulated: 2, endpoints: 2, waiting: 0, nobody: 0 });
    const plan = await frozen(body);
    expect(plan).toMatchObject({
      figures: { simulated: 2 },
      steps: [{ endpoints: 2, downloadBytes: 77, expectsReboot: true, changes: [more, { package: 'openssl' }] }],
    });
    // Asked anew of what is shipped else.
    const all = { ships: { kind: 'all' }, q: 'tag:web' };
    await call('oscar', 'post', '/plan-simulations', all);
    await answer({ kind: 'would', more: [{ ...more, from: '1', to: null }], bytes: 1, reboot: false });
    const refused = await call('oscar', 'post', '/plan-previews', all);
    expect(refused.body).toMatchObject({
      plan: null,
      excluded: [{ why: 'It would remove libssl3 as well.', endpoints: 2 }],
    });
    await inside((transaction) => transaction.query('delete from simulation'));
  });

  test('takes what brings new packages along, such as a kernel, once an endpoint has said which; until then the rest', async () => {
    const kernel = 'linux-image-cloud';
    const heldBack = { cause: 'new-packages', why: 'it needs the new package linux-image-6.1.0-56' } as const;
    const host = await api().endpoint(organisation, 'kernel-1', {
      os_id: 'debian',
      os_version: '12',
      tags: ['kernel'],
      facts: JSON.stringify({ carriesOut: ['install', 'roll-back', 'simulate'] }),
    });
    await api().superuser.query(
      'insert into endpoint_seen (organisation, endpoint, seen_at, clock_offset_ms) values ($1, $2, $3, 0)',
      [organisation, host, api().clock.now],
    );
    await report(host, [
      {
        adapter: 'apt',
        packages: [installed(kernel, '6.1.50'), installed('bash', '5.2.1')],
        offers: [offered(kernel, '6.1.50', '6.1.56', { heldBack }), offered('bash', '5.2.1', '5.2.2')],
      },
    ]);
    const everything = { ships: { kind: 'all' }, q: 'tag:kernel' };
    const alone = { ships: { kind: 'sources', sources: [kernel] }, q: 'tag:kernel' };
    const told = expect.stringContaining('suture plan --simulate');
    expect((await call('oscar', 'post', '/plan-previews', everything)).body.plan.steps).toMatchObject([
      { changes: [{ package: 'bash' }], heldBack: [{ package: kernel, why: told }] },
    ]);
    expect((await call('oscar', 'post', '/plan-previews', alone)).body).toMatchObject({
      plan: null,
      excluded: [{ names: ['kernel-1'], why: told }],
    });
    expect((await call('oscar', 'post', '/plan-simulations', alone)).body).toMatchObject({ endpoints: 0, waiting: 1 });
    const now = api().clock.now;
    const more = { package: 'linux-image-6.1.0-56', architecture: 'amd64', from: null, to: '6.1.56-1' };
    await api().store.inOrganisation(organisation, async (transaction) => {
      const work = await simulationWork(transaction, host, now);
      const outcome: SimulationOutcome = { kind: 'would', more: [more], bytes: 9, reboot: true };
      await noteSimulated(
        transaction,
        host,
        work.map(({ id }) => ({ id, outcome })),
        now,
      );
    });
    const plan = await frozen(alone);
    expect(plan.steps).toMatchObject([{ expectsReboot: true, changes: [more, { package: kernel, to: '6.1.56' }] }]);
    expect(plan.rollback).toEqual({ R0: 1 });
    // What comes along is in no list of what is offered, and that is no drift.
    expect((await call('vera', 'get', `/plans/${plan.hash}/drift`)).body).toEqual({ drifted: 0, items: [] });
    await api().superuser.query('delete from simulation');
    await api().superuser.query('delete from endpoint where id = $1', [host]);
  });

  test('tells what has drifted since', async () => {
    const plan = await frozen({ q: 'endpoint:db-2' });
    expect((await call('vera', 'get', `/plans/${plan.hash}/drift`)).body).toEqual({ drifted: 0, items: [] });
    await report(fleet[3] ?? '', [{ adapter: 'apt', packages: [installed('openssl', '3.0.1b')], offers: [] }]);
    expect((await call('vera', 'get', `/plans/${plan.hash}/drift`)).body).toEqual({
      drifted: 1,
      items: [{ endpoint: fleet[3], says: ['openssl was 3.0.1 when the plan was made and is 3.0.1b now.'] }],
    });
    await report(fleet[3] ?? '', [
      {
        adapter: 'apt',
        packages: [installed('openssl', '3.0.1'), installed('bash', '5.2.1')],
        offers: [
          offered('openssl', '3.0.1', '3.0.2', { security: { is: true, why: 'from the security channel' } }),
          offered('bash', '5.2.1', '5.2.2'),
        ],
      },
    ]);
  });

  test('is refused with a wrong query, wrong rings or a window that is not there', async () => {
    expect(await call('oscar', 'post', '/plans', { q: 'nonsense:1', ships: { kind: 'all' } })).toMatchObject({
      status: 400,
    });
    for (const [wrong, detail] of [
      [{ rings: '2,10%' }, 'some endpoints may be left over'],
      [{ windows: ['Friday'] }, 'There is no maintenance window "Friday"; there is none yet'],
    ] as const) {
      expect(await call('oscar', 'post', '/plans', { ships: { kind: 'all' }, ...wrong })).toMatchObject({
        status: 422,
        body: { detail: expect.stringContaining(detail) },
      });
    }
    expect(await call('vera', 'post', '/plans', { ships: { kind: 'all' } })).toMatchObject({ status: 403 });
  });

  test('can be read whole by who is to sign it: its SHA-256 is its name', async () => {
    const plan = await frozen({ q: 'tag:web' });
    const { status, text } = await call('vera', 'get', `/plans/${plan.hash}/document`);
    expect(status).toBe(200);
    expect(createHash('sha256').update(text).digest('hex')).toBe(plan.hash);
    const unseen = await frozen({ q: 'tag:db' });
    expect(await call('web', 'get', `/plans/${unseen.hash}/document`)).toMatchObject({ status: 404 });
  });

  test('takes signatures of operators that are known, under just this plan, and no others', async () => {
    const [plan, other] = [await frozen(), await frozen({ q: 'tag:web' })];
    const { body } = await call('ada', 'get', `/plans/${plan.hash}/signatures`);
    expect(body.envelope.signatures).toEqual([]);
    const statement = JSON.parse(Buffer.from(body.envelope.payload, 'base64').toString());
    const path = `/plans/${plan.hash}/signatures`;
    const stranger = signPlan(statement, [generateKeyPairSync('ed25519').privateKey]);
    expect(await call('ada', 'post', path, { envelope: stranger })).toMatchObject({ status: 422 });
    await signed(plan.hash);
    const elsewhere = (await call('ada', 'get', `/plans/${plan.hash}/signatures`)).body.envelope;
    expect(openPlan(elsewhere, [operator.publicKey], 1)).toMatchObject({ ok: true, payload: { plan: plan.hash } });
    expect(await call('ada', 'post', `/plans/${other.hash}/signatures`, { envelope: elsewhere })).toMatchObject({
      status: 422,
    });
    expect((await call('vera', 'get', `/plans/${plan.hash}`)).body.signatures).toEqual({ needed: 1, given: 1 });
  });
});

describe('a deployment', () => {
  const begun = async (plan: Json): Promise<string> => {
    const made = await call('oscar', 'post', '/deployments', { plan: plan.hash, name: 'openssl' });
    expect(made).toMatchObject({ status: 201 });
    return made.body.id;
  };

  test('waits for signature and approval of just its plan, begins, and is stopped by whoever may', async () => {
    const plan = await frozen();
    const id = await begun(plan);
    const at = `/deployments/${id}`;
    expect((await call('vera', 'get', at)).body).toMatchObject({
      state: 'awaiting-approval',
      createdByName: 'oscar',
      says: ['It is not rehearsed: its first ring is the rehearsal.'],
      approvals: { needed: 1, given: [] },
      rings: [
        { number: 0, endpoints: 1, state: 'pending', jobs: { queued: 1 } },
        { number: 1, endpoints: 3 },
      ],
    });
    expect(plan.byName).toBe('oscar');
    const listed = (await call('vera', 'get', '/deployments')).body.items;
    expect(listed.find((each: Json) => each.id === id)).toMatchObject({ createdByName: 'oscar' });
    const unsigned = await call('ada', 'post', `${at}/approval`, { plan: plan.hash });
    expect(unsigned).toMatchObject({ status: 409 });
    expect(unsigned.body.detail).toContain('0 of 1 signatures');
    await signed(plan.hash);
    expect(await call('oscar', 'post', `${at}/approval`, { plan: plan.hash })).toMatchObject({ status: 403 });
    const another = await call('ada', 'post', `${at}/approval`, { plan: 'ab'.repeat(32) });
    expect(another).toMatchObject({ status: 409, body: { detail: 'It names another plan.' } });
    expect((await call('ada', 'post', `${at}/approval`, { plan: plan.hash })).body.state).toMatch(/scheduled|running/);
    const parts = { signing: operator.privateKey, plans: { find: async () => undefined } };
    await expect(
      api().store.inOrganisation(organisation, (transaction) => tickDeployment(transaction, parts, id)),
    ).rejects.toThrow('is gone');
    expect(await call('vera', 'post', `${at}/stop`)).toMatchObject({ status: 403 });
    expect(await call('oscar', 'post', `${at}/stop`)).toMatchObject({ status: 200 });
    const { body } = await call('vera', 'get', at);
    expect(body.state).toMatch(/halted|planned/);
    expect(body.gate.stop).toContain('0 failures in 0 outcomes');
    const texts = body.notes.map(({ text }: Json) => text).join(' ');
    expect(texts).toMatch(/\boscar.* stopped it/);
    expect(texts).not.toContain('user:');
    const { body: job } = await call('vera', 'get', `${at}/jobs/${fleet[0]}`);
    expect(job.says.join(' ')).toMatch(/\boscar stopped it/);
    const { body: entries } = await call('ada', 'get', '/audit');
    const actions = entries.items.map(({ action }: Json) => action);
    expect(actions).toEqual(
      expect.arrayContaining(['plan.create', 'plan.sign', 'deployment.begin', 'deployment.approve', 'deployment.stop']),
    );
  });

  test('is not begun where the plan does not fit any more, unless that is accepted', async () => {
    const plan = await frozen({ q: 'endpoint:db-1' });
    const sections = (openssl: string) => [
      {
        adapter: 'apt',
        packages: [installed('openssl', openssl), installed('bash', '5.2.1')],
        offers: [
          offered('openssl', openssl, '3.0.2', { security: { is: true, why: 'from the security channel' } }),
          offered('bash', '5.2.1', '5.2.2'),
        ],
      },
    ];
    await report(fleet[2] ?? '', sections('3.0.1c'));
    const refused = await call('oscar', 'post', '/deployments', { plan: plan.hash, name: 'x' });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        detail: expect.stringContaining('openssl was 3.0.1 when the plan was made and is 3.0.1c now.'),
      },
    });
    const accepted = await call('oscar', 'post', '/deployments', { plan: plan.hash, name: 'x', acceptDrift: true });
    expect(accepted).toMatchObject({ status: 201 });
    await report(fleet[2] ?? '', sections('3.0.1'));
  });

  test('tells of one endpoint what it waits for and what changes there, and an endpoint tells of its deployments', async () => {
    const id = await begun(await frozen({ q: 'tag:web' }));
    expect((await call('vera', 'get', `/deployments/${id}/jobs/${fleet[0]}`)).body).toMatchObject({
      deployment: id,
      name: 'openssl',
      deploymentState: 'awaiting-approval',
      state: 'queued',
      attempt: 1,
      waitsFor: null,
      failure: null,
      changes: [{ package: 'openssl', from: '3.0.1', to: '3.0.2' }],
      dispatches: [],
      reports: [],
    });
    expect(await call('vera', 'get', `/deployments/${id}/jobs/${fleet[2]}`)).toMatchObject({ status: 404 });
    expect((await call('web', 'get', `/endpoints/${fleet[0]}/jobs`)).body.items).toContainEqual(
      expect.objectContaining({ deployment: id, state: 'queued' }),
    );
    expect(await call('web', 'get', `/endpoints/${fleet[2]}/jobs`)).toMatchObject({ status: 404 });
  });

  test('is listed with what becomes of each endpoint', async () => {
    api().clock.now = new Date(api().clock.now.getTime() + 1_000);
    const id = await begun(await frozen());
    const { body } = await call('vera', 'get', '/deployments?limit=1');
    expect(body).toMatchObject({ items: [{ id, state: 'awaiting-approval', endpoints: 4 }] });
    expect(body.total).toBeGreaterThan(1);
    const next = await call('vera', 'get', `/deployments?limit=1&cursor=${body.next}`);
    expect(next.body.items[0].id).not.toBe(id);
    const jobs = await call('vera', 'get', `/deployments/${id}/jobs?state=queued&limit=3`);
    expect(jobs.body).toMatchObject({ total: 4, items: [{ position: 0, state: 'queued' }, {}, {}] });
    const rest = await call('vera', 'get', `/deployments/${id}/jobs?state=queued&limit=3&cursor=${jobs.body.next}`);
    expect(rest.body.items).toMatchObject([{ position: 3 }]);
    const far = await call('vera', 'get', `/deployments/${id}/jobs?skip=2&limit=1`);
    expect(far.body).toMatchObject({ total: 4, items: [{ position: 2 }] });
    const second = await call('vera', 'get', '/deployments?skip=1&limit=1');
    expect(second.body.items).toEqual(next.body.items);
    for (const path of ['/deployments', `/deployments/${id}/jobs`]) {
      const { total } = (await call('vera', 'get', path)).body;
      expect((await call('vera', 'get', `${path}?skip=900`)).body).toEqual({ items: [], total, next: null });
    }
  });

  test('beyond somebody’s tags can be stopped by them, and nothing else; with nothing of theirs it is not there', async () => {
    const mixed = await begun(await frozen());
    const theirs = await begun(await frozen({ q: 'tag:web' }));
    const others = await begun(await frozen({ q: 'tag:db' }));
    expect(await call('web', 'get', `/deployments/${mixed}`)).toMatchObject({ status: 200 });
    expect((await call('web', 'get', `/deployments/${mixed}/jobs`)).body.total).toBe(2);
    expect(await call('web', 'post', `/deployments/${mixed}/cancellation`)).toMatchObject({ status: 403 });
    expect(await call('web', 'post', `/deployments/${mixed}/stop`)).toMatchObject({ status: 200 });
    expect(await call('web', 'post', `/deployments/${theirs}/cancellation`)).toMatchObject({ status: 200 });
    for (const path of ['', '/jobs'])
      expect(await call('web', 'get', `/deployments/${others}${path}`)).toMatchObject({ status: 404 });
    expect(await call('web', 'post', `/deployments/${others}/stop`)).toMatchObject({ status: 404 });
    const { body } = await call('web', 'get', '/deployments?limit=1000');
    expect(body.items.map(({ id }: Json) => id)).toContain(theirs);
    expect(body.items.map(({ id }: Json) => id)).not.toContain(others);
    const ofDb = await frozen({ q: 'tag:db' });
    expect(await call('web', 'post', '/deployments', { plan: ofDb.hash, name: 'x' })).toMatchObject({ status: 403 });
  });
});

describe('settings', () => {
  test('windows are made, said in a sentence, changed and removed; wrong ones are refused by field', async () => {
    const said = {
      name: 'Friday',
      recurrence: 'FREQ=WEEKLY;BYDAY=FR',
      starts: '22:00',
      zone: 'Europe/Berlin',
      duration: '6h',
      from: '2026-01-01',
    };
    const made = await call('admin', 'post', '/maintenance-windows', { kind: 'window', said });
    expect(made).toMatchObject({
      status: 201,
      body: { says: expect.stringContaining('Every Friday, from 22:00 for 6 hours') },
    });
    expect(made.body.next[0]).toEqual({ from: '2026-11-27T21:00:00.000Z', to: '2026-11-28T03:00:00.000Z' });
    expect(await call('admin', 'post', '/maintenance-windows', { kind: 'window', said })).toMatchObject({
      status: 409,
    });
    const wrong = await call('admin', 'post', '/maintenance-windows', {
      kind: 'window',
      said: { ...said, name: 'x', zone: 'Mars' },
    });
    expect(wrong).toMatchObject({ status: 422 });
    expect(wrong.body.detail).toContain('Zone');
    expect(await call('oscar', 'post', '/maintenance-windows', { kind: 'window', said })).toMatchObject({
      status: 403,
    });
    expect((await frozen({ windows: ['Friday'] })).endpoints).toBe(4);
    const path = `/maintenance-windows/${made.body.id}`;
    expect(await call('admin', 'put', path, { kind: 'window', said: { ...said, starts: '23:00' } })).toMatchObject({
      status: 200,
    });
    expect(await call('admin', 'delete', path)).toMatchObject({ status: 200 });
    expect((await call('vera', 'get', '/maintenance-windows')).body.items).toEqual([]);
  });

  test('limits are changed by an admin, and a blackout is a span', async () => {
    const wanted = { mostInFlight: 20, mostInGroup: 2, signaturesNeeded: 1 };
    expect((await call('admin', 'put', '/rollout-limits', wanted)).body).toEqual({ ...wanted, inFlight: 0 });
    expect((await call('vera', 'get', '/rollout-limits')).body).toEqual({ ...wanted, inFlight: 0 });
    const said = { name: 'Christmas', from: '2026-12-20T00:00', to: '2027-01-02T00:00', zone: 'Europe/Berlin' };
    const made = await call('admin', 'post', '/maintenance-windows', { kind: 'span', said });
    expect(made.body.next).toEqual([{ from: '2026-12-19T23:00:00.000Z', to: '2027-01-01T23:00:00.000Z' }]);
  });
});
