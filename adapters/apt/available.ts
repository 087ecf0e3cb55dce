// The `available` section: every update apt's indexes offer, whether it is for security, and why it is held back.
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import type { HeldBack, Section, Update } from '../adapter.ts';
import type { Host } from '../host.ts';
import { ask, askPolicies, askRecords, askTargets, type Answer } from './ask.ts';
import { simulateDistUpgrade, simulateUpgrade } from './commands.ts';
import { readDatabase } from './database.ts';
import type { DpkgPackage } from './dpkg-status.ts';
import { indexProblems } from './freshness.ts';
import { installs, pinnedAway, whyHeldBack, type Simulations } from './held-back.ts';
import { judgeOrigin, type Origin } from './origin.ts';
import { newerThanInstalled, type Policy, type PolicyVersion } from './policy.ts';
import { isPreferencesFile, parsePreferences, type Preference } from './preferences.ts';
import { recordKey } from './parse.ts';
import { judgeSecurity, originText } from './security.ts';
import { parseSimulation, type AptSimulation } from './simulation.ts';

interface Offer {
  readonly found: DpkgPackage;
  /** As apt names it: with the architecture where that is foreign. */
  readonly display: string;
  readonly version: PolicyVersion;
  /** From the offered version down to, not including, the installed one. */
  readonly passed: readonly PolicyVersion[];
  readonly pinned: HeldBack | undefined;
}

export async function readAvailable(host: Host, system: OperatingSystem): Promise<Section<Update>> {
  const database = await readDatabase(host);
  if (database.packages.length === 0) return { status: 'failed', items: [], problems: database.problems };
  const targets = await askTargets(host);
  if (!targets.ok) return { status: 'failed', items: [], problems: [targets.why] };
  if (targets.value.length === 0) {
    return {
      status: 'failed',
      items: [],
      problems: [
        'apt has no package indexes, so no update is known (apt-get update)',
        ...(await indexProblems(host, [])),
      ],
    };
  }
  const [asked, upgrade, doubts] = await Promise.all([
    askOffers(host, database.packages),
    ask(host, simulateUpgrade(), parseSimulation),
    indexProblems(host, targets.value),
  ]);
  if (!asked.ok) return { status: 'failed', items: [], problems: [asked.why] };
  const { offers, records } = asked;
  const simulated = certain(upgrade);
  const keeps = offers.some(
    ({ found, version, pinned }) =>
      !found.hold && !pinned && simulated && !installs(simulated, found.name, version.version),
  );
  const distUpgrade = keeps ? await ask(host, simulateDistUpgrade(), parseSimulation) : upgrade;
  const origins = new Map(targets.value.map((target) => [target.description, judgeOrigin(target, system)]));
  const simulations: Simulations = { upgrade: simulated, distUpgrade: certain(distUpgrade) };
  const items = offers.map((offer) => updateOf(offer, origins, simulations, records));
  const problems = [
    ...database.problems,
    ...doubts,
    ...asked.problems,
    ...[records, upgrade, distUpgrade].flatMap((answer) => (answer.ok ? answer.problems : [answer.why])),
    ...[upgrade, distUpgrade].flatMap((answer) =>
      answer.ok && !answer.value.isPlan
        ? ['apt-get wrote no plan of an upgrade: what it would keep back is unknown']
        : [],
    ),
  ];
  return problems.length === 0
    ? { status: 'complete', items, problems: [] }
    : { status: 'partial', items, problems: [...new Set(problems)] };
}

type Records = Awaited<ReturnType<typeof askRecords>>;
type Offers =
  | {
      readonly ok: true;
      readonly offers: readonly Offer[];
      readonly records: Records;
      readonly problems: readonly string[];
    }
  | { readonly ok: false; readonly why: string };

async function askOffers(host: Host, packages: readonly DpkgPackage[]): Promise<Offers> {
  const [policies, preferences] = await Promise.all([askPolicies(host, packages), readPreferences(host)]);
  if (!policies.ok) return policies;
  const offers = packages.flatMap((found) => offerOf(found, policies.value, preferences));
  const records = await askRecords(
    host,
    offers.map(({ found, version }) => ({ name: found.name, arch: found.arch, version: version.version })),
  );
  return { ok: true, offers, records, problems: policies.problems };
}

/** A simulation cut at the output limit proves nothing by what it leaves out. */
const certain = (answer: Answer<AptSimulation>): AptSimulation | undefined =>
  answer.ok && answer.problems.length === 0 && answer.value.isPlan ? answer.value : undefined;

function offerOf(
  found: DpkgPackage,
  policies: ReadonlyMap<string, Policy>,
  preferences: readonly Preference[],
): readonly Offer[] {
  const foreign = `${found.name}:${found.arch}`;
  const display = policies.has(foreign) ? foreign : found.name;
  const policy = policies.get(display);
  // Between reading the status and asking apt another program may have changed the package.
  if (policy?.installed !== found.version) return [];
  const newer = newerThanInstalled(policy);
  // What apt would install goes before a higher version that something keeps it from.
  const candidate = newer.find(({ version }) => version === policy.candidate);
  const pinned = candidate === undefined ? pinnedAway(policy, found.source.name, newer, preferences) : undefined;
  const version = candidate ?? pinned?.version;
  if (version === undefined) return [];
  return [{ found, display, version, passed: newer.slice(newer.indexOf(version)), pinned: pinned?.heldBack }];
}

function updateOf(
  { found, display, version, passed, pinned }: Offer,
  origins: ReadonlyMap<string, Origin>,
  simulations: Simulations,
  records: Records,
): Update {
  const record = records.ok ? records.value.get(recordKey(found.name, version.version)) : undefined;
  // apt before 2.3 shows phasing as a low priority and nothing else.
  const phased = version.priority === 1 && record?.phasedPercent !== undefined && record.phasedPercent < 100;
  const heldBack =
    found.hold || phased || pinned === undefined
      ? whyHeldBack({ name: found.name, display, hold: found.hold, record }, version, simulations)
      : pinned;
  return {
    adapter: 'apt',
    package: found.name,
    arch: record?.arch ?? found.arch,
    source: record?.source ?? { name: found.source.name, version: version.version },
    installed: found.version,
    candidate: version.version,
    origin: originText(version, origins),
    security: judgeSecurity(passed, origins),
    heldBack,
    bytes: record?.size,
  };
}

async function readPreferences(host: Host): Promise<readonly Preference[]> {
  const directory = '/etc/apt/preferences.d';
  const names = ((await host.listDirectory(directory)) ?? []).filter(isPreferencesFile).slice(0, 500);
  const files = ['/etc/apt/preferences', ...names.map((name) => `${directory}/${name}`)];
  const reads = await Promise.all(files.map(async (file) => ({ file, read: await host.readFile(file, 256 * 1024) })));
  return reads.flatMap(({ file, read }) => (read.kind === 'text' ? parsePreferences(file, read.text) : []));
}
