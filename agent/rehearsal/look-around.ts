// What is looked at in an overlay before and after the upgrade, and what of the difference is worth a word.
import type { Adapter } from '@suture/adapters/adapter.ts';
import type { Applied, KeptConfiguration, RehearsalCheck } from '@suture/adapters/execution.ts';
import type { Host } from '@suture/adapters/host.ts';
import { needsRestart } from '@suture/adapters/registry.ts';
import { askChecks, unresolvedLibraries, type Checked, type ConfigurationTest } from './checks.ts';
import type { RehearsalReason } from './rehearsal.ts';
import type { Written } from './written.ts';

export interface Around {
  readonly tests: Checked;
  /** By the check's name, what it complained of. */
  readonly complaints: ReadonlyMap<RehearsalCheck, readonly string[]>;
  /** Names of all that answered. */
  readonly asked: readonly string[];
  readonly reboot: boolean;
}

export async function lookAround({
  adapter,
  host,
  own,
  packages,
}: {
  readonly adapter: Adapter;
  readonly host: Host;
  readonly own: readonly ConfigurationTest[];
  readonly packages: readonly string[];
}): Promise<Around> {
  const tests = await askChecks(host, own);
  const complaints = new Map<RehearsalCheck, readonly string[]>();
  for (const check of (await adapter.execution?.())?.rehearsalChecks ?? []) {
    const said = await check.ask(host, packages);
    if (said !== undefined) complaints.set(check, said);
  }
  const asked = [...complaints.keys()].map(({ name }) => name);
  return { tests, complaints, asked: [...asked, ...tests.asked], reboot: await asksForReboot(adapter, host) };
}

async function asksForReboot(adapter: Adapter, host: Host): Promise<boolean> {
  if (await host.exists('/run/reboot-required')) return true;
  if (!adapter.capabilities.includes('needs-restart')) return false;
  return (await needsRestart(adapter, host)).items.some(({ kind }) => kind === 'reboot');
}

const mostOfOneKind = 10;

/** What was wrong before already is not the upgrade's doing. */
export async function reasonsOf({
  host,
  live,
  before,
  after,
  applied,
  written,
}: {
  readonly host: Host;
  /** The live system, which is as it was. */
  readonly live: Host;
  readonly before: Around;
  readonly after: Around;
  readonly applied: Extract<Applied, { outcome: 'installed' }>;
  readonly written: Written;
}): Promise<readonly RehearsalReason[]> {
  const known = new Set(before.tests.failed.map(({ name }) => name));
  const tests = after.tests.failed.map(({ name, says }): RehearsalReason => {
    const how = known.has(name) ? 'failed before already' : 'fails';
    return { verdict: known.has(name) ? 'warn' : 'fail', says: `${name} ${how}: ${says}` };
  });
  const complaints = [...after.complaints].flatMap(([check, said]) => {
    const old = new Set(before.complaints.get(check));
    const news = said.filter((says) => !old.has(says)).map((says) => `${check.name}: ${says}`);
    return cut(news).map((says): RehearsalReason => ({ verdict: check.verdict, says }));
  });
  const missing = await newlyMissing(host, live, written.code);
  const removed = applied.changed.filter(({ to }) => to === null);
  return [
    ...tests,
    ...complaints,
    ...cut(missing).map((says): RehearsalReason => ({ verdict: 'fail', says })),
    ...configuration(applied.kept, written.aside).map((says): RehearsalReason => ({ verdict: 'warn', says })),
    ...removed.map((change): RehearsalReason => ({ verdict: 'warn', says: `${change.package} is removed` })),
  ];
}

/** Libraries that only a program of their own finds are not found by ldd, in the live system either. */
async function newlyMissing(host: Host, live: Host, code: readonly string[]): Promise<readonly string[]> {
  const missing = await unresolvedLibraries(host, code);
  if (missing.length === 0) return [];
  const files = new Set(missing.map((says) => says.slice(0, says.indexOf(' needs '))));
  const old = new Set(await unresolvedLibraries(live, [...files]));
  return missing.filter((says) => !old.has(says));
}

/** What the tool said of configuration files, and what it left beside them without a word. */
function configuration(kept: readonly KeptConfiguration[], aside: readonly string[]): readonly string[] {
  const told = new Set(kept.map(({ offered }) => offered));
  const silent = aside
    .filter((path) => !told.has(path))
    .map((offered): KeptConfiguration => ({ path: offered.slice(0, offered.lastIndexOf('.')), offered }));
  return [...kept, ...silent].map(({ path, offered }) =>
    offered !== undefined && /\.(?:rpmsave|rpmorig|pacsave|dpkg-old|ucf-old)$/.test(offered)
      ? `${path} is the package’s now; the administrator’s is put aside as ${offered}`
      : `${path} stays as the administrator has it; the package has a new one`,
  );
}

const cut = (says: readonly string[]): readonly string[] =>
  says.length <= mostOfOneKind
    ? says
    : [...says.slice(0, mostOfOneKind), `${says.length - mostOfOneKind} more of the same kind`];
