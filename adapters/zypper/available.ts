// The `available` section: every update zypper's cached metadata offers, its patches, and why it is held back.
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import { schemes } from '@suture/core/versions/schemes.ts';
import type { HeldBack, Section, Update } from '../adapter.ts';
import { failed, quoted, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { matchesPattern } from '../pattern.ts';
import { readRpmDatabase } from '../rpm-database.ts';
import { askZypper } from './ask-zypper.ts';
import { listAllUpdates, listPatches, listRepositories, listUpdates, patchDetails } from './commands.ts';
import { readFreshness } from './freshness.ts';
import { readLocks } from './locks.ts';
import { patchedPackagesIn, patchesIn, repositoriesIn, updatesIn, type Patch } from './parse.ts';

export async function readAvailable(host: Host, system: OperatingSystem): Promise<Section<Update>> {
  const repositories = await askZypper(host, listRepositories, 'zypper repos');
  if (!repositories.ok) return failed(repositories.why);
  const { items, unread } = repositoriesIn(repositories.root);
  const enabled = items.filter((repository) => repository.enabled).map(({ alias }) => alias);
  const [installed, locks, freshness] = await Promise.all([
    readRpmDatabase(host, system),
    readLocks(host),
    readFreshness(host, enabled),
  ]);
  if (installed.status === 'failed') return failed(...installed.problems);
  if (!freshness.usable) return failed(freshness.why);
  const all = await askZypper(host, listAllUpdates(freshness.only), 'zypper list-updates --all');
  if (!all.ok) return failed(all.why);
  const chosen = await askZypper(host, listUpdates(freshness.only), 'zypper list-updates');
  const patched = await readPatches(host, freshness.only);
  const everything = updatesIn(all.root);
  const installable = chosen.ok ? updatesIn(chosen.root) : undefined;
  const offers = new Map(installable?.items.map((update) => [`${update.name}.${update.arch}`, update]));
  const sources = new Map(installed.items.map((found) => [found.name, found.source.name]));
  // What zypper would choose goes before a newer build that it would not.
  const updates = everything.items.map((update): Update => {
    const offer = offers.get(`${update.name}.${update.arch}`);
    const heldBack =
      offer !== undefined ? undefined : installable === undefined ? unsaid : whyHeldBack(update.name, locks.patterns);
    const { name, arch, installed: from, candidate, repository } = offer ?? update;
    return {
      adapter: 'zypper',
      package: name,
      arch,
      source: { name: sources.get(name) ?? name, version: candidate },
      installed: from,
      candidate,
      origin: repository,
      security: judgeSecurity(name, from, candidate, repository, patched),
      heldBack,
      bytes: undefined,
    };
  });
  const unreadable = unread + everything.unread + (installable?.unread ?? 0);
  return sectionOf(updates, [
    ...installed.problems,
    ...repositories.problems,
    ...locks.problems,
    ...freshness.problems,
    ...all.problems,
    ...(chosen.ok ? chosen.problems : [chosen.why]),
    ...patched.problems,
    ...(unreadable === 0 ? [] : [`zypper listed ${unreadable} repositories or updates that cannot be read`]),
  ]);
}

const unsaid: HeldBack = { cause: 'unknown', why: 'zypper could not say what it would install' };

function whyHeldBack(name: string, locks: readonly string[]): HeldBack {
  const lock = locks.find((pattern) => matchesPattern(pattern, name));
  if (lock !== undefined) {
    return { cause: 'hold', why: `locked by ${quoted(lock)} in /etc/zypp/locks (zypper removelock)` };
  }
  return {
    cause: 'dependencies',
    why: 'zypper would not choose it: its dependencies cannot be met, or the build is another vendor’s',
  };
}

interface Patched {
  /** Undefined where the patches could not be read. */
  readonly of: ReadonlyMap<string, readonly { readonly patch: Patch; readonly version: string }[]> | undefined;
  readonly problems: readonly string[];
}

/** `info` takes names as arguments; some hundred fit a command line with room to spare. */
const batch = 300;

async function readPatches(host: Host, only: readonly string[] | undefined): Promise<Patched> {
  const listed = await askZypper(host, listPatches(only), 'zypper list-patches');
  if (!listed.ok) return { of: undefined, problems: [listed.why] };
  const { items, unread } = patchesIn(listed.root);
  const byName = new Map(items.map((patch) => [patch.name, patch]));
  const problems = [
    ...listed.problems,
    ...(unread === 0 ? [] : [`zypper listed ${unread} patches that cannot be read`]),
  ];
  const of = new Map<string, { patch: Patch; version: string }[]>();
  const names = [...byName.keys()];
  for (let at = 0; at < names.length; at += batch) {
    const details = await askZypper(host, patchDetails(names.slice(at, at + batch), only), 'zypper info -t patch');
    if (!details.ok) return { of: undefined, problems: [...problems, details.why] };
    for (const { patch: name, name: package_, version } of patchedPackagesIn(details.root)) {
      const patch = byName.get(name);
      if (patch === undefined) continue;
      const known = of.get(package_);
      if (known === undefined) of.set(package_, [{ patch, version }]);
      else known.push({ patch, version });
    }
  }
  return { of, problems };
}

function judgeSecurity(
  name: string,
  installed: string,
  candidate: string,
  repository: string,
  patched: Patched,
): Update['security'] {
  if (patched.of === undefined) return { is: 'unknown', why: 'zypper could not list the patches' };
  const within = (patched.of.get(name) ?? []).filter(
    ({ version }) => order(version, installed) > 0 && order(version, candidate) <= 0,
  );
  const security = within.filter(({ patch }) => patch.category === 'security').map(({ patch }) => patch);
  if (security.length > 0) {
    const names = security.map((patch) =>
      patch.severity === undefined ? patch.name : `${patch.name} (${patch.severity})`,
    );
    const cves = [...new Set(security.flatMap((patch) => patch.cves))].sort();
    return {
      is: true,
      why: `${some(names, 3)}${cves.length > 0 ? ` closes ${some(cves, 6)}` : ' is a security patch'}`,
    };
  }
  const other = within[0]?.patch;
  if (other === undefined) return { is: 'unknown', why: `no patch of ${repository} speaks of it` };
  return {
    is: false,
    why: `${other.name} is no security patch (${other.category}); it may close vulnerabilities all the same`,
  };
}

/** Not a number where one cannot be read, which is neither above nor below. */
function order(a: string, b: string): number {
  const [left, right] = [schemes.rpm.parse(a), schemes.rpm.parse(b)];
  return left.ok && right.ok ? schemes.rpm.compare(left.version, right.version) : Number.NaN;
}

const some = (names: readonly string[], most: number): string =>
  names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');
