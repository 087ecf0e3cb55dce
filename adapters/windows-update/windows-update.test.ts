// The windows-update adapter on a recording, on answers that fail in each way, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { monotonousHost } from '../conformance.ts';
import { readRecording } from '../recorded-host.ts';
import { findUpdates, listInstalled, readOnlyCommands } from './commands.ts';
import { windowsUpdate } from './index.ts';
import { buildIn, parseRebootState, parseSearch } from './parse.ts';

const system = { id: 'windows', version: '10.0.22631.4169' } as const;
const host = readRecording(join(import.meta.dirname, 'recordings', 'from-docs'));
const exited = (stdout: string, code = 0): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr: '',
  truncated: false,
});
const saying = (stdout: string, code = 0): Host => ({ ...host, run: async () => exited(stdout, code) });
const search = (fields: object): string => JSON.stringify({ result: 2, updates: [], ...fields });

test('Windows itself is a package that its build line is judged by, and installed updates go by their KB', async () => {
  const section = await windowsUpdate.inventory?.(host, system);
  expect(section?.status).toBe('complete');
  expect(section?.items.map(({ name, version, ecosystem }) => [name, version, ecosystem])).toEqual([
    ['Windows 11 Version 23H2 for x64-based Systems', '10.0.22631.4169', 'Windows'],
    ['KB5043076', '200', undefined],
    ['KB2267602', '1', undefined],
  ]);
  expect(section?.items.map(({ purl }) => /removable=(\w+)/.exec(purl)?.[1])).toEqual([undefined, 'yes', 'no']);
});

test('what another update on offer replaces, and what waits for its restart, is not offered', async () => {
  const section = await windowsUpdate.available?.(host, system);
  expect(
    section?.items.map((update) => [update.package, update.installed, update.candidate, update.security.is]),
  ).toEqual([
    ['Windows 11 Version 23H2 for x64-based Systems', '10.0.22631.4169', '10.0.22631.4317', true],
    ['KB5044033', 'not installed', 'revision 200', true],
    ['Intel - net - 23.60.1.2', 'an older driver', '2024-05-14', 'unknown'],
    ['Windows 11, version 24H2', 'not installed', 'revision 200', false],
    ['KB2267602', 'not installed', 'revision 2', false],
    ['KB890830', 'not installed', 'revision 200', 'unknown'],
  ]);
  expect(section).toMatchObject({
    status: 'partial',
    problems: ['Windows Update names 1 updates that cannot be read'],
  });
});

test('hidden updates and feature updates are held back, and everything is on a metered connection', async () => {
  const section = await windowsUpdate.available?.(host, system);
  expect(section?.items.flatMap(({ package: name, heldBack }) => (heldBack ? [[name, heldBack.cause]] : []))).toEqual([
    ['Windows 11, version 24H2', 'hold'],
    ['KB890830', 'hold'],
  ]);
  const answer = await host.run(findUpdates);
  const metered = answer.kind === 'exited' ? answer.stdout.replace('Unrestricted', 'Fixed') : '';
  const held = await windowsUpdate.available?.(saying(metered), system);
  expect(held?.items).toHaveLength(6);
  expect(held?.items.every(({ heldBack }) => heldBack !== undefined)).toBe(true);
});

test('a restart is needed with the reasons, and none is said where the machine says so', async () => {
  expect(await windowsUpdate.needsRestart?.(host)).toMatchObject({
    status: 'complete',
    items: [{ kind: 'reboot', why: expect.stringContaining('servicing of components') }],
  });
  const none = saying('{"updates":false,"servicing":false,"renames":false}');
  expect(await windowsUpdate.needsRestart?.(none)).toEqual({ status: 'complete', items: [], problems: [] });
});

describe('a search', () => {
  test.each([
    [search({ result: 4 }), 'failed (result 4)'],
    [search({ result: 5 }), 'was broken off'],
    ['', 'did not answer as its interface says'],
    ['{"result":2}', 'did not answer as its interface says'],
    ['{"result":2,"updates":[{"id"', 'did not answer as its interface says'],
  ])('that answers %s says nothing about updates', async (answer, why) => {
    expect(await windowsUpdate.available?.(saying(answer), system)).toMatchObject({
      status: 'failed',
      problems: [expect.stringContaining(why)],
    });
  });

  test('with errors is not whole, and one that finds nothing is', async () => {
    const machine = { build: '22631', revision: 1 };
    expect(await windowsUpdate.available?.(saying(search({ result: 3, system: machine })), system)).toMatchObject({
      status: 'partial',
      problems: ['Windows Update answered with errors: there may be more updates'],
    });
    expect(await windowsUpdate.available?.(saying(search({ system: machine })), system)).toEqual({
      status: 'complete',
      items: [],
      problems: [],
    });
  });

  test('on a machine whose build cannot be read is not whole', async () => {
    expect(await windowsUpdate.inventory?.(saying(search({ system: { build: '22631' } })), system)).toMatchObject({
      status: 'failed',
    });
  });
});

test.each([
  [{ build: '20348', revision: 2762, installation: 'Server' }, 'Windows Server 2022'],
  [{ build: '17763', revision: 1, installation: 'Server Core' }, 'Windows Server 2019 (Server Core installation)'],
  [{ build: '19045', revision: 1, release: '22H2', architecture: 'x86' }, 'Windows 10 Version 22H2 for 32-bit Systems'],
  [
    { build: '26100', revision: 1, release: '24H2', architecture: 'ARM64' },
    'Windows 11 Version 24H2 for ARM64-based Systems',
  ],
])('%j is called as its advisories call it: %s', (machine, name) => {
  const read = parseSearch(search({ system: machine }));
  expect(read.ok && read.value.system?.name).toBe(name);
});

test('a title names the build it leads to, or none', () => {
  expect(buildIn('Update (KB5044284) (26100.2033)')).toEqual({ line: '26100', revision: 2033 });
  expect(buildIn('2024-10 Cumulative Update (KB5044285)')).toBeUndefined();
});

test('what PowerShell is given is constant and has no double quote, which Windows would take away', () => {
  for (const { begins } of readOnlyCommands) {
    expect(begins[0]).toBe('/Windows/System32/WindowsPowerShell/v1.0/powershell.exe');
    expect(begins.join('')).not.toMatch(/["`]/);
  }
  expect(listInstalled.argv.at(-1)).toContain('$searcher.Online = $false');
});

test('there is no Windows Update where its library is missing', async () => {
  const linux = monotonousHost({ kind: 'missing' }, { kind: 'missing' });
  expect(await windowsUpdate.detect(linux)).toEqual({ present: false, reason: 'there is no Windows Update here' });
});

test('no text makes a reader throw, and no update is taken for one without its id', () => {
  const update = fc.record({
    id: fc.oneof(fc.string(), fc.uuid()),
    revision: fc.anything(),
    title: fc.string(),
    type: fc.anything(),
    kb: fc.anything(),
  });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.oneof(update, fc.anything())), (text, updates) => {
      parseRebootState(text);
      parseSearch(text);
      const read = parseSearch(JSON.stringify({ result: 2, updates, system: updates[0] ?? null }));
      for (const { id, title } of read.ok ? read.value.updates : []) {
        expect(id).toMatch(/^[0-9a-f-]{36}$/);
        expect(title).not.toMatch(/\p{Cc}/u);
      }
    }),
  );
});
