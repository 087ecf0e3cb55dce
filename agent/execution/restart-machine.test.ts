// How a machine is started anew, by what its system says of it: Linux and Windows are told, and of others it is said why not.
import { expect, test } from 'vitest';
import type { CommandResult } from '@suture/adapters/host.ts';
import { askForRestart, restartMachine } from './restart-machine.ts';

const exited = (code: number, stderr = ''): CommandResult => ({
  kind: 'exited',
  code,
  stdout: '',
  stderr,
  truncated: false,
});
const machine = (system: 'linux' | 'windows' | 'macos', answer: CommandResult) => {
  const ran: string[] = [];
  const there: readonly string[] = { linux: ['/proc'], windows: ['/Windows/System32/reg.exe'], macos: [] }[system];
  const host = {
    exists: async (path: string) => there.includes(path),
    run: async ({ argv }: { readonly argv: readonly string[] }) => {
      ran.push(argv.join(' '));
      return answer;
    },
  };
  return { host, ran };
};

test('Linux is told by systemd, Windows by its own program, which nothing on PATH stands in for', async () => {
  const [linux, windows] = [machine('linux', exited(0)), machine('windows', exited(0))];
  expect(await restartMachine(linux.host)).toBeUndefined();
  expect(await restartMachine(windows.host)).toBeUndefined();
  expect([...linux.ran, ...windows.ran]).toEqual([
    'systemctl reboot',
    '/Windows/System32/shutdown.exe /r /t 5 /d p:2:18',
  ]);
});

test.each([
  ['windows', exited(1115), undefined],
  ['windows', exited(1190), undefined],
  ['windows', exited(5, 'Access is denied.(5)'), 'it could not be rebooted: Access is denied.(5)'],
  ['windows', exited(1), 'it could not be rebooted: /Windows/System32/shutdown.exe ended with 1'],
  ['linux', exited(1190), 'it could not be rebooted: systemctl ended with 1190'],
  [
    'linux',
    exited(1, 'Failed to connect to bus: No such file or directory'),
    'it could not be rebooted: Failed to connect to bus: No such file or directory',
  ],
  ['linux', { kind: 'timeout', stdout: '', stderr: '' }, 'it could not be rebooted: systemctl did not end in time'],
  [
    'macos',
    { kind: 'missing' },
    'it could not be rebooted: there is no systemctl here, and this agent knows no other way',
  ],
] as const)('on %s, %j is: %s', async (system, answer, why) => {
  expect(await restartMachine(machine(system, answer).host)).toBe(why);
});

test('who is logged in is asked by what the system has for that, and that nobody answers is no fault', async () => {
  const [linux, windows] = [machine('linux', exited(0)), machine('windows', { kind: 'missing' })];
  await askForRestart(linux.host, 'Please restart.');
  await askForRestart(windows.host, 'Please restart.');
  expect([...linux.ran, ...windows.ran]).toEqual([
    'wall Please restart.',
    '/Windows/System32/msg.exe * /time:3000 Please restart.',
  ]);
});
