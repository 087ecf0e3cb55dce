// What the agent says of itself: what matters, in words, and what a person should look at.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noteContact } from '../last-contact.ts';
import { machineForTests, type Answers } from './machine.fixture.ts';
import { askDaemon, askTask, findTask } from './service-state.ts';
import { agentStatus, type AgentStatus } from './status.ts';
import { statusText } from './status-text.ts';

const now = Date.parse('2026-11-23T12:00:00.000Z');
const minute = 60_000;
let folder: string;
const roots: string[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'suture-status-'))));
afterEach(() => {
  for (const path of [folder, ...roots.splice(0)]) rmSync(path, { recursive: true, force: true });
});

const asked = (unit: string): string => `systemctl show --property=LoadState,ActiveState ${unit}`;
const units = (service: string, socket: string): Answers => ({
  [asked('suture-agent.service')]: [0, service],
  [asked('suture-executor.socket')]: [0, socket],
});
const up = 'LoadState=loaded\nActiveState=active\n';

async function status(answers: Answers = units(up, up)): Promise<AgentStatus> {
  const machine = machineForTests(answers);
  roots.push(machine.root);
  // The policy of the machine that runs this test is its own affair.
  return { ...(await agentStatus(machine, folder, now)), policy: { state: 'none' } };
}

const pem = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
const enrolled = (notAfter: string): void =>
  writeFileSync(
    join(folder, 'identity.json'),
    JSON.stringify({
      version: 1,
      server: 'https://suture.example:7421',
      endpoint: '3f8a1c1e-6a55-4c0e-9a55-1f0e2d3c4b5a',
      key: 'a secret key',
      certificate: pem,
      authorities: [pem],
      renewAfter: '2026-12-01T00:00:00.000Z',
      notAfter,
    }),
  );
const later = '2027-01-01T00:00:00.000Z';

test('an agent that works says so first, and there is nothing to look at', async () => {
  enrolled(later);
  await noteContact(folder, { at: now - 4 * minute, outcome: 'done', line: 'checked in', next: now + 2 * minute });
  const found = await status();
  expect(found.problems).toEqual([]);
  expect(statusText(found, now).split('\n').slice(0, 4)).toEqual([
    'Enrolled with https://suture.example:7421 as 3f8a1c1e-6a55-4c0e-9a55-1f0e2d3c4b5a.',
    'Last check-in: checked in, 4 minutes ago; the next in 2 minutes.',
    "The service runs; the executor's socket runs.",
    'Local policy: none.',
  ]);
  expect(JSON.stringify(found)).not.toContain('a secret key');
});

test('a machine that is not enrolled is told what to do', async () => {
  expect((await status()).problems).toEqual([
    'This machine is not enrolled: run the line that "suture enrol new" prints.',
  ]);
});

test('a failed check-in is a problem, and the last that was done is remembered', async () => {
  enrolled(later);
  await noteContact(folder, { at: now - 180 * minute, outcome: 'done', line: 'checked in', next: now - 175 * minute });
  await noteContact(folder, { at: now - 3 * minute, outcome: 'later', line: 'nothing listens\nthere', next: now });
  const found = await status();
  expect(found.problems).toEqual(['The last check-in failed: nothing listens there.']);
  expect(statusText(found, now)).toContain('The last that was done: 3 hours ago.');
});

test('an endpoint that the server holds is told why', async () => {
  enrolled(later);
  const line = 'checked in: quarantined';
  await noteContact(folder, { at: now - minute, outcome: 'done', line, next: now + minute });
  expect((await status()).problems).toEqual([
    'The server holds it in quarantine: two machines may be using its identity.',
  ]);
});

test('a check-in that is long overdue is a problem', async () => {
  enrolled(later);
  await noteContact(folder, { at: now - 60 * minute, outcome: 'done', line: 'checked in', next: now - 55 * minute });
  expect((await status()).problems).toEqual(['A check-in was due at 2026-11-23T11:05:00.000Z and has not been made.']);
});

test('units that do not run, a certificate that is over and an identity that is damaged are said', async () => {
  enrolled('2026-11-01T00:00:00.000Z');
  const found = await status(
    units('LoadState=loaded\nActiveState=failed\n', 'LoadState=not-found\nActiveState=inactive\n'),
  );
  expect(found.problems).toEqual([
    'Its certificate has expired: it has to enrol again.',
    'The service has failed.',
    'It has not checked in yet.',
    "The executor's socket is not installed: nothing can be done as root.",
  ]);
  writeFileSync(join(folder, 'identity.json'), '{"version":1}');
  expect((await status()).problems).toEqual([
    expect.stringMatching(/^Whether it is enrolled is unknown: .* is damaged\.$/u),
  ]);
});

test('without systemd nothing is said against the units: the check-ins tell', async () => {
  enrolled(later);
  await noteContact(folder, { at: now, outcome: 'done', line: 'checked in', next: now + minute });
  const away = { [asked('suture-agent.service')]: 1, [asked('suture-executor.socket')]: 1 };
  expect(await status(away)).toMatchObject({ service: 'unknown', executor: 'unknown', problems: [] });
});

test('what the folder takes is counted, and a note that is damaged is none', async () => {
  mkdirSync(join(folder, 'sets'));
  writeFileSync(join(folder, 'sets', 'a'), Buffer.alloc(1_500_000));
  writeFileSync(join(folder, 'last-contact.json'), '{"at":"yesterday"}');
  const found = await status();
  expect(found.lastContact).toBeUndefined();
  expect(found.stateBytes).toBeGreaterThanOrEqual(1_500_000);
  expect(statusText(found, now)).toContain(`1.5 MB in ${folder}.`);
});

describe('on other systems', () => {
  const on = async (platform: 'win32' | 'darwin', answers: Answers): Promise<AgentStatus> => {
    const machine = machineForTests(answers, { platform });
    roots.push(machine.root);
    const found = await agentStatus(machine, folder, now);
    expect(machine.ran.filter((line) => line.includes('systemctl'))).toEqual([]);
    return { ...found, policy: { state: 'none' } };
  };
  const serviceLine = (found: AgentStatus): string | undefined =>
    statusText(found, now)
      .split('\n')
      .find((line) => line.startsWith('The '));
  beforeEach(async () => {
    enrolled(later);
    await noteContact(folder, { at: now, outcome: 'done', line: 'checked in', next: now + minute });
  });

  const task = askTask.argv.join(' ');
  const find = findTask.argv.join(' ');
  test.each([
    [{ [task]: [0, '4\r\n'] }, 'The task runs; it starts the executor by itself.', []],
    [{ [task]: [0, '3\r\n'] }, 'The task is stopped; it starts the executor by itself.', ['The task is stopped.']],
    [{ [task]: [0, '1\r\n'] }, 'The task is stopped; it starts the executor by itself.', ['The task is stopped.']],
    [
      { [task]: [0, 'none\r\n'] },
      'The task is not installed; it starts the executor by itself.',
      ['The task is not installed.'],
    ],
    // Without PowerShell, as under Wine.
    [
      { [task]: 1, [find]: 1 },
      'The task is not installed; it starts the executor by itself.',
      ['The task is not installed.'],
    ],
    [
      { [task]: 1, [find]: [0, 'Bereit'] },
      'The task cannot be asked about, as the task scheduler does not answer; it starts the executor by itself.',
      [],
    ],
    [
      { [task]: [0, 'Wird ausgeführt'], [find]: 5 },
      'The task cannot be asked about, as the task scheduler does not answer; it starts the executor by itself.',
      [],
    ],
  ] as const)('Windows is asked for its task: %j', async (answers, line, problems) => {
    const found = await on('win32', answers);
    expect({ line: serviceLine(found), problems: found.problems }).toEqual({ line, problems });
  });

  const daemon = askDaemon.argv.join(' ');
  const printed = (state: string, code: string): string =>
    `system/suture-agent = {\n\tactive count = 1\n\tstate = ${state}\n\tlast exit code = ${code}\n}\n`;
  test.each([
    [{ [daemon]: [0, printed('running', '(never exited)')] }, 'The daemon runs', []],
    [{ [daemon]: [0, printed('not running', '0')] }, 'The daemon is stopped', ['The daemon is stopped.']],
    [{ [daemon]: [0, printed('not running', '1')] }, 'The daemon has failed', ['The daemon has failed.']],
    [{ [daemon]: 113 }, 'The daemon is not installed', ['The daemon is not installed.']],
    [{ [daemon]: 1 }, 'The daemon cannot be asked about, as launchd does not answer', []],
  ] as const)('macOS is asked for its daemon: %j', async (answers, line, problems) => {
    const found = await on('darwin', answers);
    expect(serviceLine(found)).toBe(`${line}; nothing is carried out on macOS yet.`);
    expect(found.problems).toEqual(problems);
  });
});
