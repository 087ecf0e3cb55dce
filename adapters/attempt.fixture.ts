// Attempts at steps on a real root of the lab, each in a staging folder of its own; for tests.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Adapter } from './adapter.ts';
import type { LabEndpoint } from './lab-endpoint.fixture.ts';
import * as only from './execute-step.ts';
import type { Applied, ExecutionStep, InstallOptions, RolledBack, Staged } from './execution.ts';

export const change = (
  name: string,
  from: string | null,
  to: string | null,
  architecture: string | null = null,
): VersionChange => ({ package: name, architecture, from, to });

export const stepOf = (...changes: readonly VersionChange[]): ExecutionStep => ({
  changes,
  removals: changes.some(({ to }) => to === null) ? 'listed' : 'none',
});

export interface Attempt {
  readonly options: InstallOptions;
  readonly staging: string;
  /** Filled when it begins. */
  readonly begun: string[];
}

export function attemptsOn(adapter: Adapter, endpoint: LabEndpoint) {
  const attempt = (over: Partial<InstallOptions> = {}): Attempt => {
    const name = randomUUID();
    const staging = `${endpoint.folder}/${name}`;
    mkdirSync(staging, { mode: 0o755 });
    const begun: string[] = [];
    const begin = async (): Promise<void> => void begun.push(name);
    return {
      options: { staging, name: `job-${name}`, lockWaitMs: 0, overdueMs: 600_000, begin, ...over },
      staging,
      begun,
    };
  };
  const staged = async (step: ExecutionStep, staging: string): Promise<Staged> => {
    const found = await only.prefetch(adapter, endpoint.host, step, staging);
    if (!found.ok) throw new Error(`${found.cause}: ${found.why}`);
    return found;
  };
  return {
    attempt,
    staged,
    async carryOut(step: ExecutionStep, over: Partial<InstallOptions> = {}) {
      const made = attempt(over);
      const files = await staged(step, made.staging);
      const applied = await only.apply(adapter, endpoint.host, step, files, made.options);
      return { ...made, applied, files };
    },
    /** Takes back what was applied, or, where nothing of it was said, all that the step names. */
    async back(
      of: { applied: Applied; files: Staged; options: InstallOptions },
      step?: ExecutionStep,
    ): Promise<RolledBack> {
      const { applied, files, options } = of;
      if (files.rollback.class !== 'R1') throw new Error(`there is no R1: ${files.rollback.why.join('; ')}`);
      const changes = step?.changes ?? (applied.outcome === 'refused' ? [] : applied.changed);
      const begin = async (): Promise<void> => undefined;
      const again = { ...options, begin, name: `${options.name}-back` };
      return only.rollback(adapter, endpoint.host, changes, files.rollback.files, again);
    },
  };
}
