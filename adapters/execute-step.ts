// The only way to have an adapter change a machine: undeclared is refused, nothing is installed before its journal entry, and nothing throws.
import type { Adapter, Capability } from './adapter.ts';
import type {
  Applied,
  Execution,
  ExecutionStep,
  InstallOptions,
  Lock,
  Refusal,
  Repaired,
  RolledBack,
  Staged,
  StagedFile,
  Standing,
  StepPreview,
} from './execution.ts';
import type { Host, InstallingHost } from './host.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { broken, refuse } from './registry.ts';

const mostChanges = 20_000;
const none = { text: '', decisive: [] } as const;

/** Why this is no step that could be done exactly; undefined where it is one. */
export function stepFault({ changes, removals }: ExecutionStep): string | undefined {
  if (changes.length === 0) return 'the plan changes nothing here';
  if (changes.length > mostChanges) return `the plan changes more than ${mostChanges} packages here`;
  const keys = changes.map((change) => `${change.package}:${change.architecture ?? ''}`);
  if (new Set(keys).size < keys.length) return 'the plan names a package twice';
  const idle = changes.find(({ from, to }) => from === to);
  if (idle !== undefined) return `the plan changes nothing of ${idle.package}`;
  const gone = changes.find(({ to }) => to === null);
  if (gone !== undefined && removals === 'none') return `the plan removes ${gone.package} and is not allowed to`;
  return undefined;
}

export async function preview(adapter: Adapter, host: Host, step: ExecutionStep): Promise<StepPreview | Refusal> {
  const fault = stepFault(step);
  if (fault !== undefined) return { ok: false, cause: 'drifted', why: fault };
  return refusing(adapter, 'preview', (execution) => execution.preview(host, step));
}

/** Anything may go wrong in it, and nothing but the staging folder is changed. */
export async function prefetch(
  adapter: Adapter,
  host: Host,
  step: ExecutionStep,
  staging: string,
  onProgress?: (bytes: number) => void,
): Promise<Staged | Refusal> {
  const fault = stepFault(step);
  if (fault !== undefined) return { ok: false, cause: 'drifted', why: fault };
  return refusing(adapter, 'prefetch', (execution) => execution.prefetch(host, step, staging, onProgress));
}

export async function apply(
  adapter: Adapter,
  host: InstallingHost,
  step: ExecutionStep,
  staged: Staged,
  options: InstallOptions,
): Promise<Applied> {
  const fault = stepFault(step);
  if (fault !== undefined) return { outcome: 'refused', cause: 'drifted', why: fault };
  const door = watched(host, options);
  const failed = (why: string): Applied =>
    door.isBegun()
      ? { outcome: 'failed', cause: 'interrupted', why, changed: [], kept: [], transcript: none, overdue: false }
      : { outcome: 'refused', cause: 'precheck-failed', why };
  return guarded(adapter, 'execute', failed, (execution) => execution.apply(door.host, step, staged, door.options));
}

export async function rollback(
  adapter: Adapter,
  host: InstallingHost,
  changes: readonly VersionChange[],
  files: readonly StagedFile[],
  options: InstallOptions,
): Promise<RolledBack> {
  const door = watched(host, options);
  const failed = (why: string): RolledBack => ({ outcome: 'failed', cause: 'rollback-error', why, transcript: none });
  return guarded(adapter, 'rollback', failed, (execution) =>
    execution.rollback?.(door.host, changes, files, door.options),
  );
}

export async function repair(adapter: Adapter, host: InstallingHost, options: InstallOptions): Promise<Repaired> {
  const door = watched(host, options);
  const failed = (why: string): Repaired => ({ outcome: 'failed', cause: 'broken-before', why, transcript: none });
  return guarded(adapter, 'repair', failed, (execution) => execution.repair?.(door.host, door.options));
}

/** Why this step is not rehearsed although others of the adapter are; undefined where nothing speaks against it. */
export async function whyNotRehearsed(adapter: Adapter, host: Host, step: ExecutionStep): Promise<string | undefined> {
  const answer = await guarded(
    adapter,
    'execute',
    (why): { readonly why: string | undefined } => ({ why }),
    async (execution) => ({ why: await execution.whyNotRehearsed?.(host, step) }),
  );
  return answer.why;
}

export const look = (adapter: Adapter, host: Host, step: ExecutionStep): Promise<Standing> =>
  guarded(
    adapter,
    'execute',
    (why): Standing => ({ ok: false, why }),
    (execution) => execution.look(host, step),
  );

export const lock = (adapter: Adapter, host: Host): Promise<Lock> =>
  guarded(
    adapter,
    'execute',
    (why): Lock => ({ state: 'unknown', why }),
    (execution) => execution.lock(host),
  );

const refusing = <T>(
  adapter: Adapter,
  what: string,
  call: (execution: Execution) => Promise<T | Refusal>,
): Promise<T | Refusal> =>
  guarded(
    adapter,
    'execute',
    (why): T | Refusal => ({ ok: false, cause: 'precheck-failed', why: `${what}: ${why}` }),
    call,
  );

async function guarded<T>(
  adapter: Adapter,
  capability: Capability & ('execute' | 'rollback' | 'repair'),
  failed: (why: string) => T,
  call: (execution: Execution) => Promise<T> | undefined,
): Promise<T> {
  const refusal = refuse(adapter, capability, adapter.execution !== undefined);
  if (refusal !== undefined || adapter.execution === undefined) return failed(refusal ?? '');
  try {
    const answer = await call(await adapter.execution());
    return answer ?? failed(`the ${adapter.name} adapter declares ${capability} but does not have it`);
  } catch (cause) {
    return failed(broken(adapter, capability, cause));
  }
}

/** The door is shut until `begin` has resolved, which it does once. */
function watched(host: InstallingHost, options: InstallOptions) {
  let asked = false;
  let begun = false;
  const begin = async (): Promise<void> => {
    if (asked) throw new Error('a second install was about to begin');
    asked = true;
    await options.begin();
    begun = true;
  };
  const install: InstallingHost['install'] = async (command) =>
    begun ? host.install(command) : { kind: 'not-begun', reason: 'its beginning is not on record' };
  return { host: { ...host, install }, options: { ...options, begin }, isBegun: () => begun };
}
