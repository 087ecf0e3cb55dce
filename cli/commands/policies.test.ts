// Standing policies and exceptions on the command line: what is written, asked about, looked back over and refused.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeServer, startFakeServer } from '../server/fake-server.fixture.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.replies.clear();
  server.received.length = 0;
});

const API = '/api/v1';
const ID = '0a1b2c3d-0000-4000-8000-00000000000a';
const said = {
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
  automaticUpTo: 5,
  reboot: 'in-window',
  cleanCanary: true,
  isOn: true,
};
const policy = {
  id: ID,
  version: 3,
  said,
  says: 'Every Tuesday it makes a plan.',
  nextDay: '2025-07-08',
  lastRun: null,
  changedAt: '2025-06-01T00:00:00.000Z',
  changedBy: 'user:ada',
};
const file = (value: unknown): string => {
  const path = join(server.home, 'policy.json');
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};
const bodyOf = (line: string): unknown =>
  JSON.parse(server.received.find((each) => each.line === line)?.body ?? 'null');

describe('suture policies', () => {
  it('lists them with their next day and what came of the last', async () => {
    const lastRun = { day: '2025-07-01', version: 3, at: '', plan: null, deployment: null, says: 'No plan was made.' };
    server.replies.set(`GET ${API}/policies`, { body: { items: [{ ...policy, lastRun }] } });
    const { code, out } = await server.run(['policies', 'ls']);
    expect(code).toBe(0);
    expect(out).toContain('1 policy, 1 switched on.');
    expect(out).toMatch(/Tuesdays +3 +2025-07-08 +security +tag:web +2025-07-01: No plan was made\./);
  });

  it('writes the next version of the one of that name, after asking, over the one that was looked at', async () => {
    server.replies.set(`GET ${API}/policies`, { body: { items: [policy] } });
    server.replies.set(`PUT ${API}/policies/${ID}`, { body: { ...policy, version: 4 } });
    const path = file({ schema: 'suture.policy/1', said });
    const asked = await server.run(['policies', 'write', path]);
    expect(asked).toMatchObject({
      code: 2,
      err: expect.stringContaining('Plans for up to 5 endpoints need no other approval'),
    });
    const { code, out } = await server.run(['policies', 'write', path, '--yes']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('“Tuesdays” is at version 4.') });
    expect(bodyOf(`PUT ${API}/policies/${ID}`)).toEqual({ said, version: 3 });
  });

  it('makes a new one where none has the name', async () => {
    server.replies.set(`GET ${API}/policies`, { body: { items: [] } });
    server.replies.set(`POST ${API}/policies`, { status: 201, body: { ...policy, version: 1 } });
    expect(await server.run(['policies', 'write', file(said), '--yes'])).toMatchObject({ code: 0 });
    expect(bodyOf(`POST ${API}/policies`)).toEqual({ said });
  });

  it('takes the one that its page shows', async () => {
    const page = readFileSync(new URL('../../docs/reference/policies.md', import.meta.url), 'utf8');
    const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    server.replies.set(`GET ${API}/policies`, { body: { items: [] } });
    server.replies.set(`POST ${API}/policies`, { status: 201, body: { ...policy, version: 1 } });
    expect(await server.run(['policies', 'write', file(shown), '--yes'])).toMatchObject({ code: 0 });
    expect(bodyOf(`POST ${API}/policies`)).toEqual({ said: JSON.parse(shown) });
  });

  it.each([
    ['{', 'is no JSON'],
    [{ ...said, wait: undefined }, 'wait: is missing'],
    [{ ...said, rings: 3 }, 'rings'],
    [{ ...said, reboots: 'never' }, 'reboots'],
  ])('%j is refused before anything is asked', async (value, why) => {
    const { code, err } = await server.run(['policies', 'write', file(value), '--yes']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(why) });
    expect(server.received).toEqual([]);
  });

  it('says what one in a file would have shipped, and what it cannot know', async () => {
    const plan = {
      day: '2025-06-24',
      says: 'On 2025-06-24 this would have shipped 1 patch to 2 endpoints, in one ring, by itself.',
      endpoints: 2,
      rings: [2],
      approvals: 0,
      patches: [{ source: 'openssl', to: '3.0.2', endpoints: 2, closes: ['CVE-2026-1'] }],
    };
    const body = { first: '2025-06-01', last: '2025-07-01', plans: [plan], says: ['Nothing is known of tag.'] };
    server.replies.set(`POST ${API}/policy-previews`, { body });
    const { code, out } = await server.run(['policies', 'preview', file(said), '--days', '31']);
    expect(code).toBe(0);
    expect(bodyOf(`POST ${API}/policy-previews`)).toEqual({ said, days: 31 });
    expect(out).toContain('this would have made 1 plan.');
    expect(out).toContain(
      `${plan.says}\n  openssl 3.0.2 on 2 endpoints, closes CVE-2026-1\n\nNothing is known of tag.`,
    );
    expect(await server.run(['policies', 'preview', 'Tuesdays', '--days', '0'])).toMatchObject({ code: 2 });
  });

  it('names those there are where none is of that name', async () => {
    server.replies.set(`GET ${API}/policies`, { body: { items: [policy] } });
    const { code, err } = await server.run(['policies', 'show', 'Wednesdays']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('There are: Tuesdays') });
  });
});

describe('suture windows', () => {
  const written = {
    name: 'nights',
    recurrence: 'FREQ=WEEKLY;BYDAY=TU',
    starts: '22:00',
    zone: 'Europe/Berlin',
    duration: '6h',
  };
  const window = {
    id: ID,
    kind: 'window',
    name: 'nights',
    said: { ...written, from: '2025-07-01' },
    says: 'Every Tuesday from 22:00 for 6 hours, Europe/Berlin.',
    next: [{ from: '2025-07-01T20:00:00.000Z', to: '2025-07-02T02:00:00.000Z' }],
    changedAt: '2025-07-01T00:00:00.000Z',
    changedBy: 'user:ada',
  };
  const preview = { says: window.says, problems: [], next: window.next, clockChange: null };
  const words = [
    'windows',
    'new',
    'nights',
    '--zone',
    'Europe/Berlin',
    '--recurrence',
    'FREQ=WEEKLY;BYDAY=TU',
    '--starts',
    '22:00',
    '--duration',
    '6h',
  ];

  it('are said in words, with their next times, and then kept', async () => {
    server.replies.set(`POST ${API}/maintenance-window-previews`, { body: preview });
    server.replies.set(`POST ${API}/maintenance-windows`, { status: 201, body: window });
    const dry = await server.run([...words, '--dry-run']);
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining(window.says) });
    expect(server.received.map(({ line }) => line)).not.toContain(`POST ${API}/maintenance-windows`);
    const { code, out } = await server.run([...words, '--plus-days', '3', '--from', '2025-07-02']);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/Every Tuesday[^]*2025-07-01 20:00 UTC[^]*nights is kept/),
    });
    expect(bodyOf(`POST ${API}/maintenance-windows`)).toEqual({
      kind: 'window',
      said: { ...written, plusDays: 3, from: '2025-07-02' },
    });
  });

  it('that cannot be are refused with what to write', async () => {
    const problem = { field: 'duration', problem: 'is longer than a week', remedy: 'Write 6h.' };
    server.replies.set(`POST ${API}/maintenance-window-previews`, {
      body: { ...preview, says: null, problems: [problem] },
    });
    expect(await server.run(words)).toMatchObject({ code: 2, err: expect.stringContaining('Write 6h.') });
    expect(await server.run(['windows', 'new', 'x', '--zone', 'UTC'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--recurrence'),
    });
    expect(await server.run([...words, '--plus-days', 'three'])).toMatchObject({ code: 2 });
    expect(await server.run(['windows', 'new', 'x', '--zone', 'UTC', '--to', '2027-01-04T06:00'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--blackout'),
    });
  });

  it('may be a blackout that is once', async () => {
    server.replies.set(`POST ${API}/maintenance-window-previews`, { body: preview });
    server.replies.set(`POST ${API}/maintenance-windows`, {
      status: 201,
      body: { ...window, kind: 'span', name: 'holidays' },
    });
    const span = [
      'windows',
      'new',
      'holidays',
      '--blackout',
      '--zone',
      'UTC',
      '--from',
      '2026-12-24T00:00',
      '--to',
      '2027-01-04T06:00',
    ];
    expect(await server.run(span)).toMatchObject({ code: 0 });
    expect(bodyOf(`POST ${API}/maintenance-windows`)).toEqual({
      kind: 'span',
      said: { name: 'holidays', from: '2026-12-24T00:00', to: '2027-01-04T06:00', zone: 'UTC' },
    });
  });

  it('are listed with when they open next, and removed by name after a question', async () => {
    server.replies.set(`GET ${API}/maintenance-windows`, { body: { items: [window] } });
    const { out } = await server.run(['windows', 'ls']);
    expect(out).toContain('1 maintenance window.');
    expect(out).toContain('2025-07-01 20:00 UTC');
    server.replies.set(`DELETE ${API}/maintenance-windows/${ID}`, { body: {} });
    expect(await server.run(['windows', 'remove', 'days', '--yes'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('There are: nights'),
    });
    expect(await server.run(['windows', 'remove', 'nights'])).toMatchObject({ code: 2 });
    expect(await server.run(['windows', 'remove', 'nights', '--yes'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('nights is removed'),
    });
  });
});

describe('suture freezes', () => {
  const freeze = {
    id: ID,
    state: 'holds',
    covers: 'tag:shop',
    reason: 'The sale.',
    endpoints: 2,
    until: null,
    createdAt: '2025-07-01T00:00:00.000Z',
    createdBy: 'user:ada',
    liftedAt: null,
    liftedBy: null,
  };

  it('are made without a question, with a reason and a moment that can be read', async () => {
    server.replies.set(`POST ${API}/freezes`, { status: 201, body: freeze });
    expect(await server.run(['freezes', 'new', 'tag:shop'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--reason'),
    });
    const words = ['freezes', 'new', 'tag:shop', '-tag:lab', '--reason', 'The sale.'];
    expect(await server.run([...words, '--until', 'soon'])).toMatchObject({ code: 2 });
    expect(server.received).toEqual([]);
    expect(await server.run([...words, '--until', '2026-12-01T06:00Z'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('holds over tag:shop (2 now) until it is lifted'),
    });
    expect(bodyOf(`POST ${API}/freezes`)).toEqual({
      covers: 'tag:shop -tag:lab',
      reason: 'The sale.',
      until: '2026-12-01T06:00:00.000Z',
    });
  });

  it('are listed with what they cover, and lifted after a question', async () => {
    const over = { ...freeze, id: '0f0f0f0f-0000-4000-8000-00000000000b', state: 'over', endpoints: null };
    server.replies.set(`GET ${API}/freezes`, { body: { items: [over, freeze] } });
    const { out } = await server.run(['freezes', 'ls']);
    expect(out).toContain('1 freeze holds.');
    expect(out).toContain('Next: suture freezes lift 0a1b2c3d');
    server.replies.set(`POST ${API}/freezes/${ID}/lift`, { body: { ...freeze, state: 'lifted' } });
    expect(await server.run(['freezes', 'lift', '0a1b2c3d'])).toMatchObject({ code: 2 });
    expect(await server.run(['freezes', 'lift', '0a1b2c3d', '--yes'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('is lifted'),
    });
    expect(await server.run(['freezes', 'lift', 'ffff', '--yes'])).toMatchObject({ code: 1 });
  });
});

describe('suture exceptions', () => {
  const exception = {
    id: ID,
    state: 'waits',
    owner: 'Ada',
    reason: 'The shop breaks.',
    covers: 'finding:CVE-2026-1',
    from: '2025-07-01',
    until: '2025-12-31',
    findings: 3,
    endpoints: 2,
    createdAt: '2025-07-01T00:00:00.000Z',
    createdBy: 'user:ada',
    approvedAt: null,
    approvedBy: null,
    endedAt: null,
    endedBy: null,
  };

  it('makes one with owner, reason and end, none of which may be missing', async () => {
    server.replies.set(`POST ${API}/exceptions`, { status: 201, body: exception });
    const words = [
      'exceptions',
      'new',
      'finding:CVE-2026-1',
      '-tag:lab',
      '--owner',
      'Ada',
      '--reason',
      'The shop breaks.',
    ];
    expect(await server.run(words)).toMatchObject({ code: 2, err: expect.stringContaining('--until') });
    const { code, out } = await server.run([...words, '--until', '2025-12-31']);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining('it would cover 3 findings on 2 endpoints'),
    });
    expect(bodyOf(`POST ${API}/exceptions`)).toEqual({
      owner: 'Ada',
      reason: 'The shop breaks.',
      covers: 'finding:CVE-2026-1 -tag:lab',
      until: '2025-12-31',
    });
  });

  it('lists what holds with how much it covers, and approves one by the beginning of its id', async () => {
    const other = { ...exception, id: '0f0f0f0f-0000-4000-8000-00000000000b', state: 'holds' };
    server.replies.set(`GET ${API}/exceptions`, { body: { items: [other, exception] } });
    const { out } = await server.run(['exceptions', 'ls']);
    expect(out).toContain('1 exception holds, over 3 findings; 1 waits for an approval.');
    expect(out).toContain('Next: suture exceptions approve 0a1b2c3d');
    server.replies.set(`POST ${API}/exceptions/${ID}/approval`, { body: { ...exception, state: 'holds' } });
    expect(await server.run(['exceptions', 'approve', '0a1b2c3d'])).toMatchObject({ code: 2 });
    expect(await server.run(['exceptions', 'approve', '0a1b2c3d', '--yes'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('They are shown all the same.'),
    });
    expect(await server.run(['exceptions', 'end', 'ffff', '--yes'])).toMatchObject({ code: 1 });
  });
});
