// What all phases of an attempt have in common: what they work with, how they fail, and how they look at the machine.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '@suture/adapters/adapter.ts';
import * as only from '@suture/adapters/execute-step.ts';
import type { ExecutionStep, InstallOptions } from '@suture/adapters/execution.ts';
import type { InstallingHost } from '@suture/adapters/host.ts';
import type { ProbeReport } from '@suture/core/probes/compare.ts';
import type { Observation } from '@suture/core/probes/observation.ts';
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { Downloads } from '@suture/protocol/agent/local-policy.ts';
import { observe } from '../probes/observe.ts';
import { attemptName, type JobOrder } from './order.ts';

export interface AttemptParts {
  readonly host: InstallingHost;
  readonly adapter: Adapter;
  /** Of journals; root's alone. */
  readonly state: string;
  /** Of downloads and transcripts; root's, and others may read it. */
  readonly cache: string;
  readonly now: () => Date;
  /** As the server's clock was seen last; null where it was not. */
  readonly clockSkewMs: number | null;
  /** How package files are fetched; undefined: as the package manager does by itself. */
  readonly downloads?: Downloads | undefined;
}

/** In the words of a job's reports; `lines` are those of the transcript that decide. */
export interface Failure {
  readonly kind: 'failed';
  readonly cause: Cause;
  readonly why: string;
  readonly lines: readonly string[];
  readonly probes: ProbeReport | null;
}

export const failure = (
  cause: Cause,
  why: string,
  lines: readonly string[] = [],
  probes: ProbeReport | null = null,
): Failure => ({
  kind: 'failed',
  cause,
  why,
  lines,
  probes,
});

export const stepOf = ({ changes, removals }: JobOrder): ExecutionStep => ({ changes, removals });
export const stagingOf = ({ cache }: AttemptParts, order: JobOrder): string => join(cache, attemptName(order));

export function installOptions(parts: AttemptParts, order: JobOrder, part: string): Omit<InstallOptions, 'begin'> {
  const staging = stagingOf(parts, order);
  const name = `${attemptName(order)}-${part}`;
  // A transcript is never written over: what was cut off before has one of its own.
  const free = existsSync(join(staging, `${name}.log`)) ? `${name}-${parts.now().getTime()}` : name;
  return { staging, name: free, lockWaitMs: order.lockWaitMinutes * 60_000, overdueMs: order.overdueMinutes * 60_000 };
}

export const blockingOf = ({ probes }: JobOrder): readonly string[] =>
  probes.filter(({ blocking }) => blocking).map(({ name }) => name);

export const saysOf = ({ results }: ProbeReport): string =>
  results
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ probe, says }) => `${probe}: ${says}`)
    .slice(0, 5)
    .join('; ');

export async function lookAround(parts: AttemptParts, order: JobOrder): Promise<Observation> {
  const { host, adapter, clockSkewMs, now } = parts;
  const audit = async () => {
    const standing = await only.look(adapter, host, stepOf(order));
    return standing.ok ? standing.audit : { state: 'unknown' as const, why: standing.why };
  };
  return observe(host, { audit, custom: order.probes, clockSkewMs, now });
}
