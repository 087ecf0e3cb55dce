// An attempt is cut off at every step, asked twice and out of order: it ends in the right state, and installs at most once.
import { chmodSync, appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { attemptFolder, openAttempt } from './attempt-journal.ts';
import { machine, order, PowerCut, type Machine } from './attempt.fixture.ts';
import { jobOrder } from './order.ts';
import type { AttemptParts } from './attempt.ts';
import { install, reboot } from './install.ts';
import { prepare } from './prepare.ts';
import { reconcile } from './reconcile.ts';
import { rollBack } from './roll-back.ts';
import { verify } from './verify.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-attempt-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let folders = 0;
let box: Machine;
let parts: AttemptParts;
const renew = (): void => {
  box = machine();
  const at = join(base, String(++folders));
  parts = {
    host: box.host,
    adapter: box.adapter,
    state: join(at, 'state'),
    cache: join(at, 'cache'),
    now: () => new Date(1_800_000_000_000),
    clockSkewMs: 0,
  };
};
beforeEach(renew);

const stages = async (): Promise<readonly string[]> =>
  (await openAttempt(parts.state, order, parts.now)).entries.map(({ stage }) => stage);
const later = { soak: false, rebootPlanned: false };
const afterSoak = { soak: true, rebootPlanned: false };

/** What a killed executor leaves: the adapter's own answer never arrives, and nothing more is written. */
async function cutOff(when: Machine['cutAt']): Promise<void> {
  box.cutAt = when;
  const execution = await box.adapter.execution?.();
  const journal = await openAttempt(parts.state, order, parts.now);
  const begin = () => journal.add({ stage: 'installing', bootId: box.bootId });
  const dying = execution?.apply(
    box.host,
    order,
    { ok: true, files: [], rollback: { class: 'R0', why: [] } },
    { staging: '/x', name: 'x', lockWaitMs: 0, overdueMs: 1, begin },
  );
  await expect(dying).rejects.toThrow(PowerCut);
  box.cutAt = 'never';
}

test('a clean attempt goes through its stages and ends after the soak', async () => {
  expect(await prepare(parts, order)).toMatchObject({ kind: 'staged', rollback: 'R1' });
  expect(await install(parts, order)).toMatchObject({
    kind: 'installed',
    changed: [{ package: 'a' }, { package: 'b' }],
  });
  expect(await verify(parts, order, later)).toMatchObject({
    kind: 'verified',
    evidence: { versionsAsPlanned: true, newCodeRuns: true },
    boots: 0,
  });
  expect(await verify(parts, order, afterSoak)).toMatchObject({ kind: 'verified' });
  expect(await stages()).toEqual([
    'precheck',
    'downloading',
    'staged',
    'installing',
    'installed',
    'verifying',
    'soaking',
    'succeeded',
  ]);
});

test('asked again and again, it installs once', async () => {
  await prepare(parts, order);
  await install(parts, order);
  expect(await install(parts, order)).toEqual({ kind: 'begun-already' });
  expect(await prepare(parts, order)).toEqual({ kind: 'begun-already' });
  expect(box.installs).toBe(1);
  // A person's retry is another attempt.
  box.versions.set('a', '1');
  const retry = { ...order, attempt: 2 };
  await prepare(parts, retry);
  expect(await install(parts, retry)).toMatchObject({ kind: 'installed' });
  expect(box.installs).toBe(2);
});

test('two executors at once: one of them begins', async () => {
  await prepare(parts, order);
  const both = await Promise.all([install(parts, order), install(parts, order)]);
  expect(both.filter(({ kind }) => kind === 'installed')).toHaveLength(1);
  expect(box.installs).toBe(1);
});

test('nothing is installed that was not staged', async () => {
  expect(await install(parts, order)).toMatchObject({ kind: 'failed', cause: 'precheck-failed' });
  expect(box.installs).toBe(0);
});

describe('cut off', () => {
  test('before the install began, the attempt goes on as if new', async () => {
    await prepare(parts, order);
    expect(await reconcile(parts, order)).toEqual({ kind: 'not-begun' });
    expect(await install(parts, order)).toMatchObject({ kind: 'installed' });
  });

  test('after its beginning was on record and before anything was done', async () => {
    await prepare(parts, order);
    await cutOff('before');
    expect(await install(parts, order)).toEqual({ kind: 'begun-already' });
    expect(await reconcile(parts, order)).toMatchObject({
      kind: 'failed',
      cause: 'interrupted',
      why: 'it was cut off before anything was changed',
    });
    expect(box.installs).toBe(1);
  });

  test('in the middle: what was unpacked is finished, the rest is not begun again', async () => {
    await prepare(parts, order);
    await cutOff('half');
    expect(await reconcile(parts, order)).toMatchObject({
      kind: 'failed',
      cause: 'interrupted',
      why: 'it was cut off: 1 of 2 packages are not as planned',
    });
    expect(box.torn.size).toBe(0);
    expect(box.installs).toBe(1);
    expect(await rollBack(parts, order)).toEqual({ kind: 'rolled-back' });
    expect([...box.versions.values()]).toEqual(['1', '1']);
  });

  test('in the middle, and not allowed to repair: reported, never ignored', async () => {
    const strict = { ...order, repair: false };
    await prepare(parts, strict);
    await cutOff('half');
    expect(await reconcile(parts, strict)).toMatchObject({ kind: 'failed', cause: 'interrupted', why: 'a is torn' });
    expect([...box.torn]).toEqual(['a']);
  });

  test('after all was done and before that was on record: it is verified like any other', async () => {
    await prepare(parts, order);
    await cutOff('after');
    expect(await reconcile(parts, order)).toMatchObject({ kind: 'installed' });
    expect(await verify(parts, order, later)).toMatchObject({ evidence: { versionsAsPlanned: true } });
    expect(box.installs).toBe(1);
  });

  test('while the package manager is still at it, it is left alone', async () => {
    await prepare(parts, order);
    await cutOff('half');
    box.lock = 'held';
    expect(await reconcile(parts, order)).toEqual({ kind: 'still-installing' });
    expect([...box.torn]).toEqual(['a']);
  });

  test('with half a line of the record lost, its mark still tells', async () => {
    await prepare(parts, order);
    await cutOff('half');
    const path = join(attemptFolder(parts.state, order), 'journal.jsonl');
    const text = readFileSync(path, 'utf8');
    rmSync(path);
    appendFileSync(path, text.slice(0, text.lastIndexOf('"installing"')));
    expect(await install(parts, order)).toEqual({ kind: 'begun-already' });
    expect(await reconcile(parts, order)).toMatchObject({ kind: 'failed', cause: 'interrupted' });
    expect(box.installs).toBe(1);
  });
});

test('a held lock defers, and the attempt may try again', async () => {
  await prepare(parts, order);
  box.lock = 'held';
  expect(await install(parts, order)).toMatchObject({ kind: 'deferred', cause: 'lock-held' });
  box.lock = 'free';
  expect(await install(parts, order)).toMatchObject({ kind: 'installed' });
});

test('a failed install is rolled back once, and without the old versions it is not offered', async () => {
  box.failsWith = 'script';
  await prepare(parts, order);
  expect(await install(parts, order)).toMatchObject({ kind: 'failed', cause: 'script-failed', lines: ['a line'] });
  expect(await rollBack(parts, order)).toEqual({ kind: 'rolled-back' });
  expect(await rollBack(parts, order)).toEqual({ kind: 'rolled-back' });
  expect(box.rollbacks).toBe(1);
  renew();
  box.staging = 'R0';
  expect(await prepare(parts, order)).toMatchObject({ kind: 'staged', rollback: 'R0', why: ['a 1 is not to be had'] });
  await install(parts, order);
  expect(await rollBack(parts, order)).toMatchObject({ kind: 'rollback-failed', cause: 'rollback-impossible' });
});

test('with a kernel in it a step is not offered to go back, although its files of before are there', async () => {
  const kernel = { package: 'linux-image-amd64', architecture: null, from: '1', to: '2' };
  const step = { ...order, changes: [...order.changes, kernel] };
  box.versions.set(kernel.package, '1');
  expect(await prepare(parts, step)).toMatchObject({
    kind: 'staged',
    rollback: 'R0',
    why: [expect.stringContaining('linux-image-amd64 is a kernel or boot loader')],
  });
  await install(parts, step);
  expect(await rollBack(parts, step)).toMatchObject({ kind: 'rollback-failed', cause: 'rollback-impossible' });
  expect(box.rollbacks).toBe(0);
});

test('a port that is closed afterwards fails it, a reboot nobody planned too, and what cannot be seen is no evidence', async () => {
  await prepare(parts, order);
  await install(parts, order);
  box.listening = '';
  expect(await verify(parts, order, later)).toMatchObject({ kind: 'failed', cause: 'socket-gone' });
  renew();
  await prepare(parts, order);
  await install(parts, order);
  await verify(parts, order, later);
  box.bootId = '22222222-2222-4222-8222-222222222222';
  expect(await verify(parts, order, afterSoak)).toMatchObject({ kind: 'failed', cause: 'unplanned-reboot' });
  renew();
  await prepare(parts, order);
  await install(parts, order);
  const blind = { ...parts, host: { ...box.host, listDirectory: async () => undefined } };
  expect(await verify(blind, order, later)).toMatchObject({ kind: 'verified', evidence: null });
});

test('a planned reboot is none of these', async () => {
  await prepare(parts, order);
  await install(parts, order);
  box.bootId = '22222222-2222-4222-8222-222222222222';
  expect(await verify(parts, order, { soak: false, rebootPlanned: true })).toMatchObject({
    kind: 'verified',
    boots: 1,
  });
  expect(await verify(parts, order, afterSoak)).toMatchObject({ kind: 'verified', boots: 0 });
});

test('where it needs a restart and people are to be asked for one, they are, once, and nothing restarts by itself', async () => {
  const asking = { ...order, reboot: 'ask' as const };
  await prepare(parts, asking);
  box.wantsReboot = true;
  expect(await install(parts, asking)).toMatchObject({ kind: 'installed', reboot: 'asked' });
  expect(await reboot(parts, asking)).toEqual({ kind: 'rebooting' });
  expect(await reboot(parts, asking)).toEqual({ kind: 'rebooting' });
  expect(box.ran).toEqual([
    expect.stringMatching(/^wall Updates are installed .* restart this machine within 50 minutes/),
  ]);
});

test('nobody is asked for a restart that it does not need', async () => {
  const asking = { ...order, reboot: 'ask' as const };
  await prepare(parts, asking);
  expect(await install(parts, asking)).toMatchObject({ kind: 'installed', reboot: 'none' });
  expect(await reboot(parts, asking)).toMatchObject({ kind: 'failed', why: 'no reboot is pending' });
  expect(box.ran).toEqual([]);
});

test('a broken package database is repaired first where that is allowed, else it refuses', async () => {
  box.torn.add('z');
  expect(await prepare(parts, { ...order, repair: false })).toMatchObject({ kind: 'failed', cause: 'broken-before' });
  renew();
  box.torn.add('z');
  expect(await prepare(parts, order)).toMatchObject({ kind: 'staged' });
});

test('a folder that others may write to is not believed', async () => {
  await prepare(parts, order);
  chmodSync(attemptFolder(parts.state, order), 0o777);
  await expect(install(parts, order)).rejects.toThrow("not a folder of this user's alone");
});

test('whatever is asked in whatever order, and wherever the power goes, there is at most one install', async () => {
  const step = fc.constantFrom(
    'prepare',
    'install',
    'reconcile',
    'verify',
    'roll back',
    'before',
    'half',
    'after',
    'lock',
    'unlock',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (asked) => {
      renew();
      for (const what of asked) {
        if (what === 'prepare') await prepare(parts, order);
        else if (what === 'install') await install(parts, order);
        else if (what === 'reconcile') await reconcile(parts, order);
        else if (what === 'verify') await verify(parts, order, later);
        else if (what === 'roll back') await rollBack(parts, order).catch(() => undefined);
        else if (what === 'lock') box.lock = 'held';
        else if (what === 'unlock') box.lock = 'free';
        else box.cutAt = what;
      }
      expect(box.installs).toBeLessThanOrEqual(1);
      expect(box.rollbacks).toBeLessThanOrEqual(1);
    }),
    { numRuns: 150 },
  );
});

test('an order is exactly what is known', () => {
  expect(jobOrder.safeParse(order).success).toBe(true);
  for (const wrong of [{ shell: 'rm' }, { job: '../x' }, { attempt: 0 }, { changes: [] }, { removals: 'all' }]) {
    expect(jobOrder.safeParse({ ...order, ...wrong }).success).toBe(false);
  }
});
