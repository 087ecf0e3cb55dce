// From a query to a deployment that is over, on the command line: what is asked of the server, printed, refused, and ended with.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPlan } from '@suture/protocol/deployments/statements.ts';
import { readSigningKey } from '@suture/protocol/trust/keys.ts';
import { frozenPlan } from '../plans/plan.fixture.ts';
import { planView } from '../plans/plan-view.ts';
import { type FakeServer, page, problem, startFakeServer } from '../server/fake-server.fixture.ts';

let server: FakeServer;
const plan = frozenPlan();
const described = {
  ...planView(plan.hash, plan.document),
  approvalsNeeded: 1,
  signatures: { needed: 1, given: 1 },
};
const at = (name: string): string => join(server.home, name);

beforeAll(async () => {
  server = await startFakeServer();
  writeFileSync(at('secret'), 'correct horse battery\n');
  await server.run(['keys', 'new', 'ada', '--passphrase-file', at('secret')]);
});
afterAll(() => server.close());
beforeEach(() => {
  server.replies.clear();
  server.received.length = 0;
});

const API = '/api/v1';
const ID = '0a1b2c3d-0000-4000-8000-00000000000a';
const OTHER = '0f0f0f0f-0000-4000-8000-00000000000b';
const bodyOf = (line: string): unknown => {
  const text = server.received.find((each) => each.line === line)?.body;
  return text === undefined ? undefined : JSON.parse(text);
};

const ring = (over: object = {}): object => ({
  number: 0,
  endpoints: 3,
  state: 'open',
  until: null,
  jobs: { succeeded: 1, installing: 1, deferred: 1 },
  outcomes: 1,
  failures: 0,
  failedBefore: 0,
  says: 'one waits for its window',
  ...over,
});
const deployment = (over: object = {}): object => ({
  id: ID,
  name: 'openssl',
  plan: plan.hash,
  state: 'running',
  pausedBy: [],
  haltedBy: null,
  startAt: null,
  expiresAt: '2025-07-08T12:00:00.000Z',
  createdAt: '2025-07-01T11:00:00.000Z',
  createdBy: 'user:ada',
  endpoints: 3,
  inFlight: 1,
  approvals: { needed: 1, given: [] },
  rings: [ring()],
  gate: { stop: 'It would stop at two.', promote: 'It goes on after four.' },
  says: [],
  failures: [],
  notes: [{ at: '2025-07-01T11:30:00.000Z', about: 'ring 0', text: 'It was pending, and is open.' }],
  ...over,
});
const summary = (over: object = {}): object => ({
  id: ID,
  name: 'openssl',
  plan: plan.hash,
  state: 'running',
  endpoints: 3,
  inFlight: 1,
  done: 1,
  failed: 0,
  createdAt: '2025-07-01T11:00:00.000Z',
  createdBy: 'user:ada',
  ...over,
});
const serves = (...known: readonly object[]): void => {
  server.replies.set(`GET ${API}/deployments`, page(known));
};

describe('suture plan', () => {
  it('asks for exactly what was said, and shows what, where, ring by ring, and who is left out', async () => {
    server.replies.set(`POST ${API}/plans`, { status: 201, body: described });
    const { code, out } = await server.run([
      'plan',
      'tag:web',
      '-tag:lab',
      '--close',
      'cve-2024-5535',
      '--rings=1,rest',
      '--window=Friday night',
      '--catch-up=after:2h',
      '--soak=24h',
      '--expires=2d',
      '--at-once=5',
    ]);
    expect(code).toBe(0);
    expect(bodyOf(`POST ${API}/plans`)).toEqual({
      q: 'tag:web -tag:lab',
      ships: { kind: 'close', vulnerabilities: ['CVE-2024-5535'] },
      rings: '1,rest',
      windows: ['Friday night'],
      catchUp: 'after:2h',
      soakMinutes: 1_440,
      expiresInHours: 48,
      mostInFlight: 5,
      cleanCanary: false,
    });
    for (const said of [
      '1 package on 3 endpoints in 2 rings; 1 endpoint is left out.',
      'Closes CVE-2024-5535.',
      'openssl 3.0.1 → 3.0.2',
      'It was never heard of.',
      'linux-image-amd64: kept back',
      'In “Friday night”',
      'Needs 1 approval and 1 signature of operators (1 given).',
      `Next: suture sign ${plan.hash}`,
    ])
      expect(out).toContain(said);
  });

  it.each([
    [['--install', 'deb:chrony', '--install', 'firefox'], { kind: 'install', packages: ['deb:chrony', 'firefox'] }],
    [['--remove', 'deb:telnetd'], { kind: 'remove', packages: ['deb:telnetd'] }],
    [['--required'], { kind: 'required' }],
    [['--forbidden'], { kind: 'forbidden' }],
  ])('%j says what is installed or taken away, and what goes stands first, with from how many', async (args, ships) => {
    const change = (name: string, to: string | null) => ({ package: name, architecture: null, from: '1', to });
    const [step] = described.steps;
    const steps = [
      { ...step, changes: [change('telnetd', null), change('netkit', '2')], endpoints: 2 },
      { ...step, changes: [change('telnetd', null)], endpoints: 1 },
    ];
    server.replies.set(`POST ${API}/plans`, { status: 201, body: { ...described, steps } });
    const { code, out } = await server.run(['plan', 'tag:web', ...args]);
    expect(code).toBe(0);
    expect(bodyOf(`POST ${API}/plans`)).toMatchObject({ ships });
    expect(out.split('\n')[1]).toBe('Takes away telnetd from 3 endpoints.');
  });

  it.each([
    [['plan', 'tag:web'], 'nothing is said of what the endpoints get'],
    [['plan', '--all', '--security'], 'several kinds'],
    [['plan', '--all', '--rings', '2,3'], 'Add rest'],
    [['plan', '--all', '--catch-up', 'soon'], '--catch-up soon says no way to catch up'],
    [['plan', '--all', '--soak', 'soon'], '--soak soon is no time'],
    [['plan', '--all', '--at-once', '0'], '--at-once 0'],
  ])('%j is refused before anything is asked', async (args, why) => {
    const { code, err } = await server.run(args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(why) });
    expect(server.received).toEqual([]);
  });
});

describe('a plan that could not be made, or not be written', () => {
  it('where everybody is left out, each reason is said with who it keeps out', async () => {
    server.replies.set(`POST ${API}/plans`, problem('invalid', 422));
    const excluded = [
      { why: 'None of it is offered to it.', endpoints: 5, examples: [], names: ['web-1', 'web-2', 'web-3', 'web-4'] },
      { why: 'It was never heard of.', endpoints: 1, examples: [], names: ['web-6\u001b[2J'] },
    ];
    server.replies.set(`POST ${API}/plan-previews`, {
      body: { plan: null, why: 'No endpoint is left to do. None of it is offered to it.', excluded },
    });
    const { code, err } = await server.run(['plan', 'tag:web', '--security']);
    expect(code).toBe(1);
    expect(err).toBe(
      [
        'suture: no plan was made: no endpoint is left to do',
        'Left out:',
        '  5  None of it is offered to it. (web-1, web-2, web-3 and 2 more)',
        '  1  It was never heard of. (web-6�[2J)',
        '',
      ].join('\n'),
    );
  });

  it('where it cannot be written it is made all the same, and its name is said', async () => {
    server.replies.set(`POST ${API}/plans`, { status: 201, body: described });
    servesPlan();
    const { code, err } = await server.run(['plan', '--security', '-o', at('no/such/folder.json')]);
    expect(code).toBe(1);
    expect(err).toContain('the plan is made, but');
    expect(err).toContain(`suture plans show ${plan.hash} -o FILE`);
  });
});

const servesPlan = (): void => {
  const path = `GET ${API}/plans/${plan.hash}`;
  server.replies.set(path, { body: described });
  server.replies.set(`${path}/document`, { text: plan.text, headers: { 'content-type': 'text/plain' } });
  server.replies.set(`${path}/signatures`, { body: { envelope: plan.envelope } });
  server.replies.set(`${path}/drift`, { body: { drifted: 0, items: [] } });
  server.replies.set(`POST ${API}/plans/${plan.hash}/signatures`, { body: { signers: [] } });
};

describe('suture sign', () => {
  const sign = (file: string) => server.run(['sign', file, '--passphrase-file', at('secret'), '--yes']);

  it('signs a file without a server, and just the plan that is in it', async () => {
    servesPlan();
    server.replies.set(`POST ${API}/plans`, { status: 201, body: described });
    await server.run(['plan', '--all', '-o', at('plan.json')]);
    server.received.length = 0;
    const { code, out } = await sign(at('plan.json'));
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('1 signature') });
    expect(server.received).toEqual([]);
    const key = readSigningKey(JSON.parse(readFileSync(at('suture/keys/ada.key.json'), 'utf8')).publicKey);
    if (key === undefined) throw new Error('there is no key');
    const { envelope } = JSON.parse(readFileSync(at('plan.json'), 'utf8'));
    expect(openPlan(envelope, [key], 1)).toMatchObject({ ok: true, payload: { plan: plan.hash, endpoints: 3 } });
    // Signed once more it is no second operator.
    await sign(at('plan.json'));
    expect(JSON.parse(readFileSync(at('plan.json'), 'utf8')).envelope.signatures).toHaveLength(1);
  });

  it('refuses a plan that says something else than what would be signed', async () => {
    const text = readFileSync(at('plan.json'), 'utf8');
    writeFileSync(at('evil.json'), text.replace('"to": "3.0.2"', '"to": "3.0.3"'));
    expect(await sign(at('evil.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('not the plan beside it'),
    });
    const held = JSON.parse(text);
    held.plan.endpoints.pop();
    writeFileSync(at('evil.json'), JSON.stringify(held));
    expect(await sign(at('evil.json'))).toMatchObject({ code: 1 });
    writeFileSync(at('evil.json'), '{"format":"suture-plan-file.v1","plan":{"format":"suture-plan.v1"}}');
    expect(await sign(at('evil.json'))).toMatchObject({ code: 1 });
  });

  it('refuses one that has expired, a wrong passphrase, and a key that is not there', async () => {
    const now = new Date('2025-07-09T00:00:00Z');
    const args = ['sign', at('plan.json'), '--yes'];
    expect((await server.run([...args, '--passphrase-file', at('secret')], { now })).err).toContain('good until');
    writeFileSync(at('wrong'), 'another passphrase');
    expect((await server.run([...args, '--passphrase-file', at('wrong')])).err).toContain('not the passphrase');
    expect(await server.run([...args, '--key', 'bob'])).toMatchObject({ code: 2 });
  });

  it('reads the whole plan from the server where it is named by its hash, and believes nothing else', async () => {
    servesPlan();
    expect(await sign(plan.hash)).toMatchObject({ code: 0 });
    expect(bodyOf(`POST ${API}/plans/${plan.hash}/signatures`)).toMatchObject({
      envelope: { signatures: [{ keyid: expect.stringMatching(/^[0-9a-f]{64}$/) }] },
    });
    const other = frozenPlan();
    server.replies.set(`GET ${API}/plans/${plan.hash}/document`, { text: other.text });
    expect(await sign(plan.hash)).toMatchObject({ code: 1 });
    server.replies.set(`GET ${API}/plans/${plan.hash}/signatures`, { body: { envelope: other.envelope } });
    expect(await sign(plan.hash)).toMatchObject({ code: 1, err: expect.stringContaining('another plan') });
  });
});

describe('how a plan is gone about', () => {
  it('is asked for with it: restarts, and probes that no shell reads', async () => {
    servesPlan();
    server.replies.set(`POST ${API}/plans`, { status: 201, body: described });
    const words = ['plan', '--security', '--reboot', 'in-window', '--no-restart'];
    const probes = ['--probe', 'http://localhost/health?a=1', '--probe', '/usr/sbin/nginx  -t'];
    const ringProbe = ['--ring-probe', 'https://shop.example.org/?q=1 204'];
    expect(await server.run([...words, ...probes, ...ringProbe])).toMatchObject({ code: 0 });
    const named = { timeoutMs: 10_000, blocking: true };
    expect(bodyOf(`POST ${API}/plans`)).toMatchObject({
      ringProbes: [{ url: 'https://shop.example.org/?q=1', expectStatus: 204, expectText: '' }],
      conduct: {
        reboot: 'in-window',
        restart: 'none',
        probes: [
          { ...named, kind: 'http', name: 'http://localhost/health-a-1', url: 'http://localhost/health?a=1' },
          { ...named, kind: 'command', name: 'usr/sbin/nginx  -t', argv: ['/usr/sbin/nginx', '-t'] },
        ],
      },
    });
    for (const wrong of [
      ['--probe', 'nginx -t'],
      ['--probe', '/bin/sh -c true'],
      ['--ring-probe', '/usr/sbin/nginx -t'],
    ]) {
      expect([wrong, await server.run(['plan', '--security', ...wrong])]).toEqual([
        wrong,
        expect.objectContaining({ code: 2 }),
      ]);
    }
  });

  it('waits for the endpoints that reckon it, no longer than is said', async () => {
    const line = `POST ${API}/plan-simulations`;
    const path = `POST ${API}/plans`;
    server.replies.set(line, { body: { simulated: 3, endpoints: 3, waiting: 0, nobody: 1 } });
    server.replies.set(path, { status: 201, body: described });
    expect(await server.run(['plan', '--security', '--simulate'])).toMatchObject({ code: 0 });
    expect(server.received.map((each) => each.line).filter((each) => each.startsWith('POST'))).toEqual([line, path]);
    expect(bodyOf(line)).toEqual(bodyOf(path));
  });

  it('has endpoints asked without waiting for them, and says so; or asks nobody', async () => {
    const line = `POST ${API}/plan-simulations`;
    server.replies.set(line, { body: { simulated: 0, endpoints: 3, waiting: 2, nobody: 0 } });
    server.replies.set(`POST ${API}/plans`, { status: 201, body: described });
    const { out } = await server.run(['plan', '--security']);
    expect(out).toContain('2 kinds of endpoints are asked now what it would do');
    expect(bodyOf(line)).toEqual(bodyOf(`POST ${API}/plans`));
    server.received.length = 0;
    expect((await server.run(['plan', '--security', '--no-simulate'])).out).not.toContain('asked now');
    expect(server.received.map((each) => each.line)).not.toContain(line);
  });

  it('is as is usual where nothing is said of it', async () => {
    server.replies.set(`POST ${API}/plans`, { status: 201, body: described });
    await server.run(['plan', '--security']);
    expect(bodyOf(`POST ${API}/plans`)).not.toHaveProperty('conduct');
  });
});

describe('suture apply and approve', () => {
  it('hands in the signatures of the file, begins, approves what was looked at, and says what is next', async () => {
    servesPlan();
    server.replies.set(`POST ${API}/deployments`, { status: 201, body: { id: ID } });
    server.replies.set(`GET ${API}/deployments/${ID}`, { body: deployment() });
    server.replies.set(`POST ${API}/deployments/${ID}/approval`, { body: { state: 'running' } });
    const { code, out } = await server.run(['apply', at('plan.json'), '--approve', '--yes']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Next: suture status 0a1b2c3d --wait') });
    expect(server.received.map(({ line }) => line)).toContain(`POST ${API}/plans/${plan.hash}/signatures`);
    expect(bodyOf(`POST ${API}/deployments`)).toEqual({
      plan: plan.hash,
      name: 'CVE-2024-5535',
      acceptDrift: false,
      rehearse: true,
    });
    expect(bodyOf(`POST ${API}/deployments/${ID}/approval`)).toEqual({ plan: plan.hash });
  });

  it('refuses where reality has drifted, and says what', async () => {
    servesPlan();
    const says = ['openssl was 3.0.1 when the plan was made and is 3.0.1b now.'];
    server.replies.set(`GET ${API}/plans/${plan.hash}/drift`, {
      body: {
        drifted: 2,
        items: [
          { endpoint: ID, says },
          { endpoint: OTHER, says },
        ],
      },
    });
    const { code, err } = await server.run(['apply', plan.hash, '--yes']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(`2  ${says[0]}`) });
    expect(server.received.some(({ line }) => line === `POST ${API}/deployments`)).toBe(false);
  });

  const rehearsal = {
    step: 0,
    endpoint: OTHER,
    name: 'web-1',
    standsFor: 3,
    release: 'debian-12',
    adapter: 'apt',
    result: 'fail',
    waitsFor: null,
    says: ['script-failed: postinst of openssl'],
    lines: ['no such table'],
    checks: [],
    seconds: 11.2,
    upgradeSeconds: 8,
    bytes: 1_000,
    reboot: false,
    restarts: ['nginx.service'],
    expectedMinutes: 3,
    endedAt: null,
  };

  it('approves nothing that is still rehearsed, nor what failed in its rehearsal, and says which host it failed on', async () => {
    servesPlan();
    server.replies.set(`POST ${API}/deployments`, { status: 201, body: { id: ID } });
    server.replies.set(`GET ${API}/deployments/${ID}`, { body: deployment({ state: 'rehearsing' }) });
    expect(await server.run(['apply', at('plan.json'), '--approve', '--yes'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('is rehearsing'),
    });
    server.replies.set(`GET ${API}/deployments/${ID}`, {
      body: deployment({ state: 'planned', rehearsals: [rehearsal] }),
    });
    const { code, out } = await server.run(['apply', at('plan.json'), '--approve', '--yes', '--wait']);
    expect({ code, out }).toEqual({
      code: 5,
      out: expect.stringContaining(
        'Rehearsal on web-1 for 3 endpoints: FAILED in 12 s.\n  script-failed: postinst of openssl\n    no such table\n  Services that run what it replaces: nginx.service',
      ),
    });
    expect(out).toContain('Next: suture deployments rehearse 0a1b2c3d');
    expect(server.received.some(({ line }) => line.endsWith('/approval'))).toBe(false);
  });

  it('begins without a rehearsal where that is asked for, and takes a failed one with the reason', async () => {
    servesPlan();
    serves(summary());
    server.replies.set(`POST ${API}/deployments`, { status: 201, body: { id: ID } });
    server.replies.set(`GET ${API}/deployments/${ID}`, { body: deployment({ state: 'planned' }) });
    await server.run(['apply', at('plan.json'), '--no-rehearsal', '--yes']);
    expect(bodyOf(`POST ${API}/deployments`)).toMatchObject({ rehearse: false });
    const accept = `POST ${API}/deployments/${ID}/rehearsal-acceptance`;
    server.replies.set(accept, { body: { state: 'awaiting-approval' } });
    const words = ['deployments', 'accept-rehearsal', 'openssl', '--yes'];
    expect(await server.run(words)).toMatchObject({ code: 2 });
    expect(await server.run([...words, '--reason', 'it goes away'])).toMatchObject({ code: 0 });
    expect(bodyOf(accept)).toEqual({ reason: 'it goes away' });
  });

  it('does not approve by itself what nobody has signed', async () => {
    servesPlan();
    server.replies.set(`GET ${API}/plans/${plan.hash}`, {
      body: { ...described, signatures: { needed: 2, given: 1 } },
    });
    const { code, err } = await server.run(['apply', plan.hash, '--approve', '--yes']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('1 of 2 signatures') });
  });

  it('asks before it approves', async () => {
    servesPlan();
    serves(summary());
    server.replies.set(`GET ${API}/deployments/${ID}`, { body: deployment({ state: 'awaiting-approval' }) });
    const { code, err } = await server.run(['approve', 'openssl']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Approve “openssl”?') });
    expect(server.received.some(({ line }) => line.startsWith('POST'))).toBe(false);
  });
});

describe('suture status of a deployment', () => {
  it('says how far it is and why, ring by ring', async () => {
    serves(summary());
    server.replies.set(`GET ${API}/deployments/${ID}`, { body: deployment() });
    const { code, out } = await server.run(['status', 'openssl']);
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'openssl is running: 1 verified of 3.',
        'It would stop at two.',
        'It goes on after four.',
        '',
        'ring  state  endpoints  verified  going  waiting  failed  why',
        '   1  open           3         1      1        1          one waits for its window',
        '',
        '2025-07-01 11:30 UTC  ring 1: It was pending, and is open.',
        '',
        'Next: suture status 0a1b2c3d --wait',
        '',
      ].join('\n'),
    );
  });

  it('names who approved it, counts what has no column, and says that a halted one of an expired plan cannot go on', async () => {
    serves(summary({ state: 'halted' }));
    const body = deployment({
      state: 'halted',
      haltedBy: 'gate',
      expiresAt: '2025-06-01T00:00:00.000Z',
      rings: [ring({ state: 'failed', jobs: { skipped: 3 } })],
    });
    const path = `GET ${API}/deployments/${ID}`;
    server.replies.set(path, { body });
    const { out } = await server.run(['status', 'openssl']);
    expect(out).toContain('It cannot go on: roll it back, or give it up.');
    expect(out).toMatch(/failed +3 +3 skipped; one waits/);
    expect(out).toContain('Next: suture deployments cancel 0a1b2c3d');
    const given = [
      { person: 'user:0f0f0f0f-0000-4000-8000-00000000000b', name: 'Ben', at: '2025-07-01T11:00:00.000Z' },
      { person: 'user:0f0f0f0f-0000-4000-8000-00000000000c', name: null, at: '2025-07-01T11:00:00.000Z' },
    ];
    const approvals = { needed: 3, given };
    server.replies.set(path, { body: deployment({ state: 'awaiting-approval', approvals }) });
    expect((await server.run(['status', 'openssl'])).out).toContain(
      'given by Ben at 2025-07-01 11:00 UTC, user:0f0f0f0f… at 2025-07-01 11:00 UTC.',
    );
  });

  it.each([
    ['completed', 0],
    ['completed-with-failures', 5],
    ['halted', 5],
    ['expired', 5],
  ])('waits until it is %s and ends with %i', async (state, code) => {
    serves(summary());
    const failures = [
      { cause: 'disk-full', says: 'no room', remedy: 'Free some.', endpoints: 1, why: '/boot', lines: ['E: full'] },
    ];
    server.replies.set(`GET ${API}/deployments/${ID}`, { body: deployment({ state, failures }) });
    const ran = await server.run(['status', ID, '--wait']);
    expect(ran).toMatchObject({ code, err: expect.stringContaining('ring 1: It was pending') });
    expect(ran.out).toContain('1 endpoint: no room (disk-full): /boot\n    E: full\n  Free some.');
  });

  it('looks again when the server tells of a change, and says meanwhile, once, what waits for a person', async () => {
    server.replies.set(`GET ${API}/events`, {
      text: 'event: ready\ndata:\n\nevent: deployments-changed\ndata: {}\n\n',
      headers: { 'content-type': 'text/event-stream' },
    });
    const atGate = ring({ state: 'evaluating', failures: 1, says: 'a person has to look' });
    const failure = { cause: 'script-failed', says: 'x', remedy: 'y', endpoints: 1, why: null, lines: [] };
    const waits = deployment({ rings: [atGate], failures: [failure] });
    server.replies.set(`GET ${API}/deployments/${ID}`, { body: waits });
    // Whoever would let it pass looks at what failed first.
    expect((await server.run(['status', ID])).out).toContain('Next: suture deployments jobs 0a1b2c3d --state failed');
    const waiting = server.run(['status', ID, '--wait']);
    const asked = (path: string): number => server.received.filter(({ line }) => line === `GET ${API}${path}`).length;
    await expect.poll(() => asked('/events') > 0 && asked(`/deployments/${ID}`) > 1).toBe(true);
    server.replies.set(`GET ${API}/deployments/${ID}`, { body: deployment({ state: 'completed' }) });
    const { code, err } = await waiting;
    expect(code).toBe(0);
    const asks = 'ring 1 waits at its gate, with 1 failure; to let it pass: suture promote 0a1b2c3d';
    expect(err.split('\n').filter((line) => line === asks)).toHaveLength(1);
  });

  it('takes --timeout only with --wait', async () => {
    expect(await server.run(['status', ID, '--timeout', '1h'])).toMatchObject({ code: 2 });
  });
});

describe('Stop', () => {
  it('asks nothing, and needs no name where only one is under way', async () => {
    serves(summary());
    server.replies.set(`POST ${API}/deployments/${ID}/stop`, { body: { state: 'halted' } });
    const { code, out } = await server.run(['stop']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Stopped: nothing new begins') });
  });

  it.each([
    ['planned', 'Stopped before it began: no approval of it counts any more. The deployment is planned.'],
    ['completed', 'There is nothing to stop. The deployment is completed.'],
  ])('says of one that becomes or stays %s what was stopped', async (state, says) => {
    serves(summary({ state: 'awaiting-approval' }));
    server.replies.set(`POST ${API}/deployments/${ID}/stop`, { body: { state } });
    expect((await server.run(['stop', 'openssl'])).out).toContain(says);
  });

  it('--all takes those along that a policy may let begin by itself, and leaves those that people have to approve', async () => {
    const of = (id: string, createdBy: string) => summary({ id, state: 'awaiting-approval', createdBy });
    server.replies.set(`GET ${API}/deployments`, page([of(ID, 'user:ada'), of(OTHER, 'policy:weekly')]));
    server.replies.set(`POST ${API}/deployments/${OTHER}/stop`, { body: { state: 'planned' } });
    expect(await server.run(['stop', '--all'])).toMatchObject({ code: 0 });
    expect(server.received.map(({ line }) => line)).not.toContain(`POST ${API}/deployments/${ID}/stop`);
    expect(server.received.map(({ line }) => line)).toContain(`POST ${API}/deployments/${OTHER}/stop`);
  });

  it('without a name means the one that can be stopped, whatever was halted before', async () => {
    serves(summary({ id: OTHER, state: 'halted' }), summary());
    server.replies.set(`POST ${API}/deployments/${ID}/stop`, { body: { state: 'halted' } });
    expect(await server.run(['stop'])).toMatchObject({ code: 0, out: expect.stringContaining('Stopped: ') });
  });

  it('says which there are where there are several, and stops all where that is said', async () => {
    serves(summary(), summary({ id: OTHER, name: 'bash' }));
    const { code, err } = await server.run(['stop']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(OTHER) });
    server.replies.set(`POST ${API}/deployments/${ID}/stop`, problem('conflict', 409));
    server.replies.set(`POST ${API}/deployments/${OTHER}/stop`, { body: { state: 'halted' } });
    const all = await server.run(['stop', '--all']);
    // The one that could not be stopped is said, and did not hold up the other.
    expect(all).toMatchObject({
      code: 1,
      err: expect.stringContaining('openssl'),
      out: expect.stringContaining('bash'),
    });
  });

  it('is told from going on, which is asked about', async () => {
    serves(summary());
    server.replies.set(`GET ${API}/deployments/${ID}`, { body: deployment({ state: 'paused' }) });
    const { code, err } = await server.run(['resume', 'openssl']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('let it go on') });
  });

  it('is refused with what is there where nothing is of that name', async () => {
    serves(summary());
    expect(await server.run(['stop', 'bash'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('no deployment'),
    });
  });
});

describe('suture why ENDPOINT', () => {
  it('says what it waits for, or why it failed and what to do', async () => {
    const endpoint = { id: OTHER, name: 'web-1', state: 'active', seenAt: null };
    server.replies.set(`GET ${API}/endpoints endpoint:"web-1"`, page([endpoint]));
    server.replies.set(`GET ${API}/endpoints/${OTHER}/jobs`, {
      body: { items: [{ deployment: ID, name: 'openssl', deploymentState: 'running', state: 'failed', attempt: 1 }] },
    });
    const job = {
      deployment: ID,
      name: 'openssl',
      deploymentState: 'running',
      ring: 0,
      ringState: 'open',
      state: 'deferred',
      attempt: 1,
      changedAt: '2025-07-01T11:00:00.000Z',
      waitsFor: { reason: 'maintenance-window', until: '2025-07-04T20:00:00.000Z' },
      failure: null,
      says: [],
      changes: [{ package: 'openssl', architecture: null, from: '3.0.1', to: '3.0.2' }],
      dispatches: [],
      reports: [],
    };
    const path = `GET ${API}/deployments/${ID}/jobs/${OTHER}`;
    server.replies.set(path, { body: job });
    expect((await server.run(['why', 'web-1', '--deployment'])).out).toContain(
      'web-1 waits for a maintenance window, until 2025-07-04 20:00 UTC at first.',
    );
    const report = { at: job.changedAt, receivedAt: job.changedAt, attempt: 1, kind: 'failed', evidence: null };
    server.replies.set(path, {
      body: {
        ...job,
        state: 'failed',
        waitsFor: null,
        failure: { cause: 'script-failed', says: 'a maintainer script failed', remedy: 'Read the lines.' },
        reports: [{ ...report, cause: 'script-failed', why: 'openssl.postinst', lines: ['exit status 1\u001b[2J'] }],
      },
    });
    server.replies.set(`GET ${API}/vulnerabilities/WEB-1/why`, { body: { items: [] } });
    server.replies.set(`GET ${API}/vulnerabilities`, page([]));
    // No vulnerability and no package is called so: an endpoint of the server is meant.
    const { out } = await server.run(['why', 'web-1', '--fleet']);
    expect(out).toContain(
      'Why: a maintainer script failed (script-failed).\nopenssl.postinst\n    exit status 1�[2J\nRead the lines.',
    );
    expect(out).toContain('Next: suture deployments retry 0a1b2c3d web-1');
  });
});

describe('suture report', () => {
  it('says first what is proved and what is not, then why and by whom; hostile names do no harm in it', async () => {
    serves(summary({ state: 'completed-with-failures' }));
    const body = {
      id: ID,
      name: 'openssl',
      state: 'completed-with-failures',
      at: '2025-07-02T00:00:00.000Z',
      createdAt: '2025-07-01T11:00:00.000Z',
      createdBy: 'user:ada',
      endedAt: '2025-07-01T18:00:00.000Z',
      plan: {
        hash: plan.hash,
        query: 'tag:web',
        by: 'user:ada',
        at: '2025-07-01T10:00:00.000Z',
        expiresAt: '',
        closes: ['CVE-2024-5535'],
        windows: [],
        soakMinutes: 60,
        endpoints: 3,
        steps: [
          { release: 'debian-12', adapter: 'apt', endpoints: 3, changes: [{ package: 'openssl', from: '1', to: '2' }] },
        ],
        excluded: [{ why: 'It was never heard of.', endpoints: 1, names: ['`|@all'] }],
      },
      signatures: [{ key: 'ab'.repeat(32), label: 'ada', at: '2025-07-01T10:30:00.000Z', revoked: true }],
      approvals: {
        needed: 1,
        given: [{ actor: 'user:bob', name: 'Bob', at: '2025-07-01T10:40:00.000Z', plan: plan.hash }],
      },
      rings: [{ ...ring({ state: 'promoted', jobs: { succeeded: 2, failed: 1 } }), promotedBy: null }],
      outcomes: { succeeded: 2, failed: 1 },
      failures: [
        {
          cause: 'service-down',
          says: 'a service',
          remedy: 'Look.',
          endpoints: 1,
          names: ['web-3'],
          why: null,
          lines: [],
        },
      ],
      findings: [
        {
          vulnerability: 'CVE-2024-5535',
          aliases: [],
          advisories: ['DSA-1'],
          package: 'openssl',
          from: '1',
          fixedVersion: '2',
          planned: '2',
          installed: ['2'],
          endpoints: 3,
          closed: 2,
          installedOnly: 1,
          open: 0,
          unknown: 0,
        },
      ],
      notes: [{ at: '2025-07-01T11:00:00.000Z', about: 'ring 0', text: 'It was pending, and is open.' }],
    };
    server.replies.set(`GET ${API}/deployments/${ID}/report`, { body });
    const { code, out } = await server.run(['report', 'openssl']);
    expect(code).toBe(0);
    for (const said of [
      '# openssl: completed with failures\n\n3 endpoints: 2 verified, 1 failed. 0 of 1 finding is proved closed on all endpoints of the plan.',
      '| `CVE-2024-5535` | `openssl` | `1` | `2` | `2` | 2 of 3 | 1 |  |  |',
      '- **1 endpoint: a service** (`service-down`)',
      "- 1: It was never heard of. `'\\|@all`",
      '- Signed with `ada` (`abababababababab`), 2025-07-01 10:30 UTC, a key that is revoked since',
      '- Approved by Bob (`user:bob`), 2025-07-01 10:40 UTC',
      '- 2025-07-01 11:00 UTC ring 1: It was pending, and is open.',
    ])
      expect(out).toContain(said);
    const json = await server.run(['report', ID, '--format', 'json']);
    expect(JSON.parse(json.out)).toEqual({ schema: 'suture.deployment-report/1', ...body });
    const file = at('report.pdf');
    expect(await server.run(['report', 'openssl', '--format', 'pdf', '-o', file])).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(file, 'latin1')).toMatch(/^%PDF-1\.7\n[\s\S]*%%EOF\n?$/);
    const nowhere = await server.run(['report', 'openssl', '--format', 'pdf']);
    expect(nowhere).toMatchObject({ code: 2, out: '', err: expect.stringContaining('-o report.pdf') });
  });
});

describe('suture keys', () => {
  it('keeps them where only their owner reads them, and writes none over', async () => {
    const file = at('suture/keys/ada.key.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    const again = await server.run(['keys', 'new', 'ada', '--passphrase-file', at('secret')]);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('already') });
    for (const name of ['../eve', '', 'a b'])
      expect(await server.run(['keys', 'new', name, '--passphrase-file', at('secret')])).toMatchObject({ code: 2 });
    writeFileSync(at('short'), 'short');
    expect(await server.run(['keys', 'new', 'bob', '--passphrase-file', at('short')])).toMatchObject({ code: 2 });
    expect(existsSync(at('suture/keys/bob.key.json'))).toBe(false);
  });

  it('are made known, followed by another and revoked at the server, which never gets the private half', async () => {
    const { publicKey } = JSON.parse(readFileSync(at('suture/keys/ada.key.json'), 'utf8'));
    const listed = JSON.parse((await server.run(['keys', 'ls', '--here', '--json'])).out);
    const [{ fingerprint }] = listed.items;
    const known = {
      label: 'ada',
      fingerprint,
      publicKey,
      addedAt: '2025-06-01T00:00:00.000Z',
      addedBy: 'x',
      revokedAt: null,
    };
    server.replies.set(`POST ${API}/operator-keys`, { status: 201, body: known });
    server.replies.set(`GET ${API}/operator-keys`, { body: { items: [known] } });
    server.replies.set(`DELETE ${API}/operator-keys/${fingerprint}`, { body: { done: true } });
    expect(await server.run(['keys', 'add', 'ada'])).toMatchObject({ code: 0 });
    expect(bodyOf(`POST ${API}/operator-keys`)).toEqual({ label: 'ada', publicKey });
    const rotated = await server.run(['keys', 'rotate', 'ada', 'ada-2', '--passphrase-file', at('secret')]);
    expect(rotated).toMatchObject({ code: 0, out: expect.stringContaining('Then: suture keys revoke ada') });
    const revoked = await server.run(['keys', 'revoke', fingerprint.slice(0, 12), '--yes']);
    expect(revoked).toMatchObject({ code: 0, out: expect.stringContaining('signs nothing any more') });
    expect(await server.run(['keys', 'revoke', 'eve', '--yes'])).toMatchObject({ code: 1 });
  });
});
