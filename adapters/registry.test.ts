// The registry refuses what an adapter does not declare, and turns a broken adapter into an honest answer.
import { describe, expect, test } from 'vitest';
import type { Adapter } from './adapter.ts';
import { recordedHost } from './recorded-host.ts';
import { available, detect, inventory, needsRestart, simulate } from './registry.ts';

const host = recordedHost({ commands: [], files: { '/etc/hostname': 'a' } });
const system = { id: 'debian', version: '12' };
const broken = async () => {
  throw new Error('boom');
};
const adapter: Adapter = {
  name: 'sample',
  capabilities: ['inventory', 'simulate', 'needs-restart'],
  watches: [],
  readOnlyCommands: [],
  detect: broken,
  inventory: async () => ({ status: 'complete', items: [], problems: [] }),
  available: async () => ({ status: 'complete', items: [], problems: [] }),
  simulate: broken,
};

describe('the registry', () => {
  test('passes on what an adapter declares', async () => {
    expect(await inventory(adapter, host, system)).toEqual({ status: 'complete', items: [], problems: [] });
  });

  test('refuses what an adapter has but does not declare', async () => {
    const problems = ['the sample adapter cannot do available'];
    expect(await available(adapter, host, system)).toEqual({ status: 'failed', items: [], problems });
  });

  test('refuses what an adapter declares but does not have', async () => {
    const problems = ['the sample adapter declares needs-restart but does not have it'];
    expect(await needsRestart(adapter, host)).toEqual({ status: 'failed', items: [], problems });
  });

  test('never lets an adapter throw', async () => {
    expect(await detect(adapter, host)).toEqual({
      present: false,
      reason: 'the sample adapter broke off in detect: boom',
    });
    expect(await simulate(adapter, host, { scope: 'all' })).toEqual({
      ok: false,
      reason: 'the sample adapter broke off in simulate: boom',
    });
  });
});

describe('a recorded host', () => {
  test('refuses a command that was not recorded', async () => {
    const command = { argv: ['apt', 'list'], timeoutMs: 1, maxOutputBytes: 1 } as const;
    await expect(host.run(command)).rejects.toThrow('not in the recording: apt list');
  });

  test('knows the directories its files are in, and no others', async () => {
    expect(await host.listDirectory('/etc')).toEqual(['hostname']);
    expect(await host.listDirectory('/')).toEqual(['etc']);
    expect(await host.listDirectory('/var')).toBeUndefined();
    expect(await host.readFile('/etc/other', 10)).toEqual({ kind: 'missing' });
  });
});
