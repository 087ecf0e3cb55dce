// The inside of a rehearsal, in namespaces of its own: an overlay of the live root, the real upgrade in it, and looks before and after.
import type { Adapter } from '@suture/adapters/adapter.ts';
import * as only from '@suture/adapters/execute-step.ts';
import type { ExecutionStep, Refusal, SpaceNeed, Staged } from '@suture/adapters/execution.ts';
import type { Host } from '@suture/adapters/host.ts';
import { localHost } from '@suture/adapters/local-host.ts';
import { spaceAt, tooLittleSpace } from '@suture/adapters/staging.ts';
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { Downloads } from '@suture/protocol/agent/local-policy.ts';
import { fetchThrough } from '../downloads/fetch-through.ts';
import { asRehearsed } from './checks.ts';
import { lookAround, reasonsOf } from './look-around.ts';
import { makeOverlay, mountTimeoutMs } from './overlay.ts';
import { readOwnChecks } from './own-checks.ts';
import { failedBefore, type InsideAnswer, type RehearsalReason } from './rehearsal.ts';
import { overlayHost } from './overlay-host.ts';
import { writtenIn } from './written.ts';

export interface InsideOptions {
  readonly adapter: Adapter;
  readonly step: ExecutionStep;
  /** Of the live system, a path without links: what is downloaded comes to lie there, and nothing else is written. */
  readonly staging: string;
  /** An empty folder to mount on; it is as empty afterwards. */
  readonly work: string;
  readonly bytes: number;
  readonly downloads?: Downloads | undefined;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
}

/** Call it in private mount, PID, UTS and IPC namespaces only. Throws where the overlay cannot be made. */
export async function rehearseInside(options: InsideOptions): Promise<InsideAnswer> {
  const { adapter, step, staging, work, bytes, downloads, clock } = options;
  const begun = clock();
  const overlay = await makeOverlay(work, bytes, staging);
  const { root } = overlay;
  const online = overlayHost(root, 'online');
  const tried = await online.host.run({ argv: ['true'], timeoutMs: mountTimeoutMs, maxOutputBytes: 65_536 });
  // Else every check would fail, and the upgrade would be blamed.
  if (tried.kind !== 'exited' || tried.code !== 0) throw new Error('no command can be run in the overlay');
  const foreseen = await only.preview(adapter, online.host, step);
  const full = foreseen.ok ? await tooLittleHere(foreseen.space) : undefined;
  if (full !== undefined) return { ...failedBefore(`disk-full: ${full}`), code: [] };
  const fetchOn = (host: Host): Promise<Staged | Refusal> =>
    fetchThrough(host, downloads, (via) => only.prefetch(adapter, via, step, staging));
  const tryFirst = await fetchOn(online.host);
  online.assertOpen();
  // A repository may lie on a file system that is not in the overlay.
  const isElsewhere = !tryFirst.ok && ['download-failed', 'download-stalled'].includes(tryFirst.cause);
  const fetched = isElsewhere ? await fetchOn(localHost) : tryFirst;
  if (!fetched.ok) notTheUpgrade(fetched, bytes);
  // What cannot be fetched cannot be installed either: that is an answer.
  if (!fetched.ok) return { ...failedBefore(`${fetched.cause}: ${fetched.why}`), code: [] };
  await overlay.close();
  const offline = overlayHost(root, 'offline');
  const { host } = offline;
  const own = await readOwnChecks(root);
  const reasons: RehearsalReason[] = [
    ...overlay.uncovered.map((path) => `${path} is not in the rehearsal`),
    ...own.problems,
  ].map((says) => ({ verdict: 'warn', says }));
  const look = (changed: readonly string[]) => lookAround({ adapter, host, own: own.tests, packages: changed });
  const before = await look(step.changes.flatMap((change) => (change.from === null ? [] : [change.package])));
  const made = clock();
  const applied = await only.apply(adapter, host, step, fetched, {
    staging,
    name: `rehearsal-${process.pid}`,
    lockWaitMs: 0,
    overdueMs: 3_600_000,
    begin: async () => undefined,
  });
  // What carries steps out lets nothing through that is thrown.
  offline.assertOpen();
  const upgraded = clock();
  const isInstalled = applied.outcome === 'installed';
  if (!isInstalled) notTheUpgrade(applied, bytes);
  if (!isInstalled && applied.cause === 'script-failed' && (await adapter.execution?.())?.scriptsFetch === true)
    throw new Error(`${applied.why}, which may have needed the network that a rehearsal has not`);
  if (!isInstalled) reasons.push({ verdict: 'fail', says: `${applied.cause}: ${applied.why}` });
  const written = await writtenIn(overlay.layers);
  const after = isInstalled
    ? await look(step.changes.flatMap((change) => (change.to === null ? [] : [change.package])))
    : undefined;
  if (after !== undefined && isInstalled)
    reasons.push(...(await reasonsOf({ host, live: localHost, before, after, applied, written })));
  return {
    verdict: asRehearsed(reasons),
    reasons: reasons.slice(0, 50),
    lines: applied.outcome === 'refused' ? [] : applied.transcript.decisive,
    checks:
      after === undefined ? [] : ['versions as planned', 'package database whole', 'libraries found', ...after.asked],
    reboot: after?.reboot === true || (isInstalled && foreseen.ok && foreseen.reboot === true),
    bytesWritten: await overlay.written(),
    seconds: { overlay: seconds(made - begun), upgrade: seconds(upgraded - made), checks: seconds(clock() - upgraded) },
    code: written.code,
  };
}

/** In the overlay it is memory that is free, and on the live disks that it has to fit. */
async function tooLittleHere(space: readonly SpaceNeed[]): Promise<string | undefined> {
  const live = await spaceAt(
    localHost,
    space.map(({ path }) => path),
  );
  return tooLittleSpace(space.map((need, at) => ({ ...need, free: live[at]?.free })));
}

/** Throws where it ended for a reason that says nothing about the upgrade. */
function notTheUpgrade({ cause, why }: { readonly cause: Cause; readonly why: string }, bytes: number): void {
  if (cause === 'lock-held') throw new Error(why);
  if (cause === 'disk-full-while-installing' || cause === 'disk-full')
    throw new Error(`it would write more than the ${Math.floor(bytes / 1024 / 1024)} MiB that a rehearsal may`);
}

const seconds = (ms: number): number => Math.round(ms / 100) / 10;
