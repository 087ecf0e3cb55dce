// Whether Windows waits for a restart: what its registry says, and an installer's own word, which a restart makes void.
import { expect, test } from 'vitest';
import { kernelFacts } from './kernel/facts.ts';
import type { CommandResult, Host } from './host.ts';
import { noteRestart } from './windows-reboot.ts';

const bootId = '61788682-9061-44e1-a9f0-8d439b3897ab';
const boot = JSON.stringify({ version: 1, id: bootId, startedAt: 1_800_000_000_000 });
const exited = (code: number, stdout = ''): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr: '',
  truncated: false,
});

/** `keys`: by a part of their name, what `reg query` prints of them. */
const windows = (keys: Readonly<Record<string, string>>, otherwise = exited(1)): Host => ({
  run: async ({ argv }) => {
    const key = Object.keys(keys).find((each) => argv.at(-1)?.includes(each));
    return key === undefined ? otherwise : exited(0, keys[key]);
  },
  readFile: async (path) =>
    path === '/ProgramData/Suture/boot.json' ? { kind: 'text', text: boot, truncated: false } : { kind: 'missing' },
  listDirectory: async () => undefined,
  readLink: async () => undefined,
  exists: async (path) => path === '/Windows/System32/reg.exe',
});
const due = async (host: Host) => (await kernelFacts(host)).rebootRequired;

test('it does not, where none of its flags is there', async () => {
  expect(await due(windows({}))).toEqual({ is: false, why: [] });
});

test('it does where servicing or Windows Update says so', async () => {
  expect(await due(windows({ RebootPending: '' }))).toEqual({
    is: true,
    why: ['the servicing of components asks for it'],
  });
  expect(await due(windows({ RebootRequired: '' }))).toEqual({ is: true, why: ['Windows Update asks for it'] });
});

test('what an installer asked for is good for the start that it was asked in', async () => {
  const key = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Suture\\RestartDue';
  const noted = (id: string): string => `\r\n${key}\r\n    ${id}    REG_DWORD    0x1\r\n`;
  expect((await due(windows({ RestartDue: noted(bootId) }))).is).toBe(true);
  expect((await due(windows({ RestartDue: noted('00000000-9061-44e1-a9f0-8d439b3897ab') }))).is).toBe(false);
  expect(noteRestart(bootId)).toContain(bootId);
});

test('a registry that does not answer is no "no"', async () => {
  expect((await due(windows({}, { kind: 'missing' }))).is).toBe('unknown');
});
