// Every adapter that changes machines withstands the suite, and the only way to it refuses what it should.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Adapter } from './adapter.ts';
import { hostileMachines, monotonousHost, namesLikeOptions } from './conformance.ts';
import { apply, look, preview, prefetch, repair, rollback, stepFault } from './execute-step.ts';
import { executionViolations, hostileSteps, installFaults } from './execution-conformance.ts';
import type { Execution, ExecutionStep, InstallOptions, Staged } from './execution.ts';
import type { InstallingHost } from './host.ts';
import { loadAdapters } from './registry.ts';

const executing = (await loadAdapters()).filter(({ capabilities }) => capabilities.includes('execute'));

test('apt can execute', () => {
  expect(executing.map(({ name }) => name)).toContain('apt');
});

describe.each(executing)('the adapter $name', (adapter) => {
  test('has what it declares of rollback, repair and rehearsals', async () => {
    const execution = await adapter.execution?.();
    expect(execution?.rollback !== undefined).toBe(adapter.capabilities.includes('rollback'));
    expect(execution?.repair !== undefined).toBe(adapter.capabilities.includes('repair'));
    expect(execution?.neverRehearsed === undefined).toBe(adapter.capabilities.includes('rehearse'));
  });

  test.each(hostileMachines)('begins nothing on a machine $name', async ({ host }) => {
    expect(await executionViolations(adapter, host, 'none')).toEqual([]);
  });

  test(`keeps its commands clean on a machine ${namesLikeOptions.name}`, async () => {
    expect(await executionViolations(adapter, namesLikeOptions.host, 'some')).toEqual([]);
  });

  test('withstands any bytes as output', async () => {
    const anything = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('utf8'));
    await fc.assert(
      fc.asyncProperty(anything, fc.integer({ min: 0, max: 255 }), async (output, code) => {
        const host = monotonousHost(
          { kind: 'exited', code, stdout: output, stderr: output, truncated: false },
          { kind: 'text', text: output, truncated: false },
          ['1', 'x'],
        );
        expect(await executionViolations(adapter, host, 'some')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

const change = { package: 'a', architecture: null, from: '1', to: '2' };
const step: ExecutionStep = { changes: [change], removals: 'none' };
const staged: Staged = { ok: true, files: [], rollback: { class: 'R0', why: ['there is none'] } };

function sample(over: Partial<Execution>, capabilities: Adapter['capabilities'] = ['execute']) {
  const ran: string[] = [];
  const host: InstallingHost = {
    ...monotonousHost({ kind: 'missing' }, { kind: 'missing' }),
    install: async ({ name }) => {
      ran.push(name);
      return { kind: 'ended', code: 0, output: '', overdue: false };
    },
  };
  const options: InstallOptions = {
    staging: '/x',
    name: 'n',
    lockWaitMs: 0,
    overdueMs: 1,
    begin: async () => void ran.push('begin'),
  };
  const boom = async () => Promise.reject(new Error('boom'));
  const execution: Execution = {
    preparingCommands: [],
    installingCommands: [],
    preview: boom,
    prefetch: boom,
    apply: boom,
    look: boom,
    lock: boom,
    ...over,
  };
  const adapter: Adapter = {
    name: 'sample',
    capabilities,
    watches: [],
    readOnlyCommands: [],
    detect: async () => ({ present: true, version: '1' }),
    execution: async () => execution,
  };
  return { adapter, host, options, ran };
}
const command = { argv: ['tool', 'install'], name: 'n', transcript: '/t', overdueMs: 1 } as const;
const installed = {
  outcome: 'installed',
  changed: [],
  kept: [],
  transcript: { text: '', decisive: [] },
  overdue: false,
} as const;

describe('the way to an adapter', () => {
  test('refuses what is not declared', async () => {
    const { adapter, host, options } = sample({}, []);
    const why = expect.stringContaining('the sample adapter cannot do');
    expect(await preview(adapter, host, step)).toMatchObject({ ok: false, why });
    expect(await apply(adapter, host, step, staged, options)).toMatchObject({ outcome: 'refused', why });
    expect(await rollback(adapter, host, [change], [], options)).toMatchObject({ outcome: 'failed', why });
    expect(await repair(adapter, host, options)).toMatchObject({ outcome: 'failed', why });
    expect(await look(adapter, host, step)).toMatchObject({ ok: false, why });
  });

  test('refuses what is declared and not there', async () => {
    const { adapter, host, options } = sample({}, ['execute', 'rollback']);
    const why = 'the sample adapter declares rollback but does not have it';
    expect(await rollback(adapter, host, [change], [], options)).toMatchObject({ outcome: 'failed', why });
  });

  test('lets nothing be installed before its beginning is on record', async () => {
    const { adapter, host, options, ran } = sample({
      apply: async (door, _step, _staged, { begin }) => {
        const early = await door.install(command);
        expect(early).toEqual({ kind: 'not-begun', reason: 'its beginning is not on record' });
        await begin();
        await door.install(command);
        return installed;
      },
    });
    expect(await apply(adapter, host, step, staged, options)).toEqual(installed);
    expect(ran).toEqual(['begin', 'n']);
  });

  test('begins nothing where the beginning cannot be written, or twice', async () => {
    const once = sample({
      apply: async (door, _s, _t, { begin }) => (await begin(), await door.install(command), installed),
    });
    const options = { ...once.options, begin: async () => Promise.reject(new Error('ENOSPC')) };
    expect(await apply(once.adapter, once.host, step, staged, options)).toMatchObject({ outcome: 'refused' });
    expect(once.ran).toEqual([]);
    const twice = sample({ apply: async (_d, _s, _t, { begin }) => (await begin(), await begin(), installed) });
    expect(await apply(twice.adapter, twice.host, step, staged, twice.options)).toMatchObject({
      outcome: 'failed',
      cause: 'interrupted',
    });
    expect(twice.ran).toEqual(['begin']);
  });

  test('never lets an adapter throw', async () => {
    const { adapter, host, options } = sample({});
    expect(await prefetch(adapter, host, step, '/x')).toMatchObject({ ok: false, cause: 'precheck-failed' });
    expect(await apply(adapter, host, step, staged, options)).toMatchObject({ outcome: 'refused' });
  });

  test.each<[string, ExecutionStep]>([
    ['the plan changes nothing here', { changes: [], removals: 'none' }],
    ['the plan names a package twice', { changes: [change, { ...change, to: '3' }], removals: 'none' }],
    ['the plan changes nothing of a', { changes: [{ ...change, to: '1' }], removals: 'none' }],
    ['the plan removes a and is not allowed to', { changes: [{ ...change, to: null }], removals: 'none' }],
  ])('says that %s', (fault, wrong) => {
    expect(stepFault(wrong)).toBe(fault);
    expect(stepFault(step)).toBeUndefined();
  });
});

describe('the suite itself notices', () => {
  test('an adapter that begins and installs at random', async () => {
    const { adapter } = sample({
      preview: async () => ({ ok: false, cause: 'drifted', why: 'no' }),
      apply: async (door, _step, _staged, { begin }) => {
        await door.install({ ...command, argv: ['sh', '-c', 'rm'] });
        await begin();
        await begin();
        return installed;
      },
    });
    const wrong = (await executionViolations(adapter, hostileMachines[0]!.host, 'none')).join('\n');
    expect(wrong).toMatch(/was run before its beginning was on record/);
    expect(wrong).toMatch(/goes through a shell or a wrapper/);
    expect(wrong).toMatch(/apply began more than once/);
    expect(wrong).toMatch(/apply worked where nothing answers/);
    expect(wrong).toMatch(/a problem of preview says too little/);
    expect(wrong).toMatch(/look threw: Error: boom/);
    expect(wrong).toMatch(/something was installed where nothing answers/);
  });

  test('what is wrong with an install', () => {
    expect(installFaults({ ...command, name: '../x', transcript: 't/../x', overdueMs: 0 }, [])).toEqual([
      'is not among the declared installing commands',
      'has no plain name',
      'has no plain transcript',
      'is never overdue',
    ]);
    expect(hostileSteps).toHaveLength(2);
  });
});
