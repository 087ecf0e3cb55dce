// The apt adapter where commands and files go wrong: a clear, partial result, never an empty one.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { apt } from './index.ts';

const system = { id: 'debian', version: '12' } as const;
const recorded = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const available = async (host: Host) => apt.available?.(host, system);

describe('on a machine where a command goes wrong', () => {
  const host = recorded('held-pinned-phased');
  const where = (word: string, result: Awaited<ReturnType<Host['run']>>): Host => ({
    ...host,
    run: (command) => (command.argv.includes(word) ? Promise.resolve(result) : host.run(command)),
  });
  const exited = (code: number, stdout: string, stderr: string, truncated = false) =>
    ({ kind: 'exited', code, stdout, stderr, truncated }) as const;

  test('unmet dependencies leave the updates, and what holds them back unknown', async () => {
    const section = await available(
      where('upgrade', exited(100, '', 'E: Unmet dependencies. Try apt --fix-broken install.\n')),
    );
    expect(section?.status).toBe('partial');
    expect(section?.problems).toEqual([
      'apt-get upgrade failed (exit 100): Unmet dependencies. Try apt --fix-broken install.',
    ]);
    expect(section?.items.find((update) => update.package === 'openssl')?.heldBack).toEqual({
      cause: 'unknown',
      why: 'apt could not work out an upgrade',
    });
    expect(section?.items.find((update) => update.package === 'lab-conf')?.heldBack?.cause).toBe('hold');
  });

  test('a policy that fails leaves no updates but a reason', async () => {
    expect(await available(where('policy', { kind: 'timeout', stdout: '', stderr: '' }))).toEqual({
      status: 'failed',
      items: [],
      problems: ['apt-cache policy did not end within 60 s'],
    });
  });

  test('a simulation cut at the output limit is not taken for the whole', async () => {
    const section = await available(
      where('upgrade', exited(0, 'Inst openssl [1] (2 Debian:12 [amd64])\nIns', '', true)),
    );
    expect(section?.problems).toContain('apt-get upgrade wrote more than Suture reads; the rest is unknown');
    expect(section?.items.every((update) => update.heldBack !== undefined)).toBe(true);
  });

  test('records that cannot be read leave sizes unknown, not the updates', async () => {
    const section = await available(where('show', { kind: 'failed', reason: 'spawn E2BIG' }));
    expect(section?.problems).toEqual(['apt-cache show could not be run: spawn E2BIG']);
    expect(section?.items).toHaveLength(17);
    expect(section?.items.find((update) => update.package === 'openssl')?.bytes).toBeUndefined();
  });

  test('an inventory whose origins cannot be asked says so', async () => {
    const section = await apt.inventory?.(
      where('policy', exited(100, '', 'E: The package lists could not be parsed\n')),
      system,
    );
    expect(section?.status).toBe('partial');
    expect(section?.items).toHaveLength(22);
    expect(section?.problems).toEqual([
      "apt-cache policy failed (exit 100): The package lists could not be parsed; packages of third parties cannot be told from the system's own",
    ]);
  });

  test('a status file that may not be read is a failure', async () => {
    const closed: Host = { ...host, readFile: async () => ({ kind: 'denied' }) };
    expect(await apt.inventory?.(closed, system)).toEqual({
      status: 'failed',
      items: [],
      problems: ['/var/lib/dpkg/status could not be read: permission denied'],
    });
  });

  test('a hostile package in the status file reaches no command', async () => {
    const commands: string[] = [];
    const hostile: Host = {
      ...host,
      run: (command) => {
        commands.push(...command.argv);
        return Promise.resolve(exited(0, '', ''));
      },
      readFile: async () => ({
        kind: 'text',
        truncated: false,
        text: ['-oDPkg::Pre-Invoke::=x', '../../x', 'good', '--']
          .map((name) => `Package: ${name}\nStatus: install ok installed\nArchitecture: -x\nVersion: 1\n\n`)
          .join(''),
      }),
    };
    const section = await apt.inventory?.(hostile, system);
    expect(section?.items.map(({ name }) => name)).toEqual(['good']);
    expect(commands.filter((word) => /Pre-Invoke|\.\.|-x$/.test(word))).toEqual([]);
    expect(commands).toContain('good');
  });
});

test('an image without apt still has its inventory', async () => {
  const part = 'Package: libc6\nVersion: 2.36-9+deb12u10\nArchitecture: amd64\nSource: glibc';
  const host: Host = {
    run: async () => ({ kind: 'missing' }),
    readFile: async (path) =>
      path === '/var/lib/dpkg/status.d/libc6' ? { kind: 'text', text: part, truncated: false } : { kind: 'missing' },
    listDirectory: async (path) => (path === '/var/lib/dpkg/status.d' ? ['libc6', 'libc6.md5sums'] : undefined),
    readLink: async () => undefined,
    exists: async (path) => path === '/var/lib/dpkg/status.d',
  };
  expect((await apt.detect(host)).present).toBe(true);
  const section = await apt.inventory?.(host, system);
  expect(section).toMatchObject({
    status: 'complete',
    items: [{ name: 'libc6', source: { name: 'glibc' }, ecosystem: 'Debian:12' }],
  });
  expect(await available(host)).toEqual({ status: 'failed', items: [], problems: ['apt-get is not installed'] });
});
