// Brings an interrupted dpkg to its end, and installs anew what it left half installed, at the same version.
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { InstallOptions, Repaired, Transcript } from '../../execution.ts';
import type { Host, InstallingHost } from '../../host.ts';
import { makeStaging, newFolder } from '../../staging.ts';
import { argumentFor } from '../commands.ts';
import { configureAll, environment, reinstall } from './commands.ts';
import { lock } from './lock.ts';
import { auditOf, readPackages } from './look.ts';
import { causeIn, readTranscript } from './transcript.ts';

const none: Transcript = { text: '', decisive: [] };

export async function repair(host: InstallingHost, options: InstallOptions): Promise<Repaired> {
  const failed = (cause: Cause, why: string, transcript = none): Repaired => ({
    outcome: 'failed',
    cause,
    why,
    transcript,
  });
  const before = await audited(host);
  if (before.audit.state === 'clean') return { outcome: 'clean', transcript: none };
  if (before.audit.state === 'unknown') return failed('broken-before', before.audit.why);
  const locked = await lock(host);
  if (locked.state === 'held') {
    const owner = locked.owner === undefined ? 'another process' : `${locked.owner.name} (pid ${locked.owner.pid})`;
    return failed('lock-held', `the dpkg lock is held by ${owner}`);
  }
  await options.begin();
  let said = '';
  const run = async (argv: readonly [string, ...string[]], part: string): Promise<void> => {
    const name = `${options.name}-${part}`;
    const transcript = `${options.staging}/${name}.log`;
    const ended = await host.install({ argv, env: environment, name, transcript, overdueMs: options.overdueMs });
    said += ended.kind === 'not-begun' ? ended.reason : ended.output;
  };
  await run(configureAll(), 'configure');
  let now = await audited(host);
  if (now.audit.state === 'broken' && now.reinstall.length > 0) {
    await makeStaging(host, options.staging);
    await run(reinstall(now.reinstall, newFolder(options.staging)), 'reinstall');
    now = await audited(host);
  }
  const transcript = readTranscript(said);
  if (now.audit.state === 'clean') return { outcome: 'repaired', transcript };
  const problems = now.audit.state === 'unknown' ? now.audit.why : now.audit.problems.join('; ');
  const found = causeIn(said);
  return failed('broken-before', found === undefined ? problems : `${problems} (${found.why})`, transcript);
}

async function audited(host: Host) {
  const read = await readPackages(host);
  if (!read.ok) return { audit: { state: 'unknown' as const, why: read.why }, reinstall: [] };
  const torn = [...read.packages.values()].flat().filter((found) => found.reinstall);
  const words = torn.flatMap(({ name, arch, version }) => argumentFor({ name, arch, version }) ?? []);
  return { audit: await auditOf(host, read.packages), reinstall: words };
}
