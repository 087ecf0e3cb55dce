// The `available` section: every update dnf's cached metadata offers, its advisories, and why it is held back.
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import { sourceOfRpm } from '@suture/core/packages/source-rpm.ts';
import type { HeldBack, Section, Update } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { readRpmDatabase } from '../rpm-database.ts';
import { advisories, advisoriesWithCves, checkUpdate, newerBuilds, obsoletions, type Tool } from './commands.ts';
import { findUnmet, keyOf } from './dependencies.ts';
import { readFreshness, withoutOldCopy } from './freshness.ts';
import { whyHeldBack } from './held-back.ts';
import { readConfiguration, readLocks } from './locks.ts';
import {
  parseAdvisories,
  parseBuilds,
  parseCheckUpdate,
  type Available,
  type Listed,
  type Notice,
  type Offer,
} from './parse.ts';
import { compareVersions, judgeSecurity } from './security.ts';
import { findTool } from './tool.ts';

export async function readAvailable(host: Host, system: OperatingSystem): Promise<Section<Update>> {
  const found = await findTool(host);
  if (!found.ok) return failed(found.why);
  const { tool } = found;
  const [installed, configuration, locks] = await Promise.all([
    readRpmDatabase(host, system),
    readConfiguration(host),
    readLocks(host),
  ]);
  if (installed.status === 'failed') return failed(...installed.problems);
  const freshness = await readFreshness(host, tool, configuration.repositories);
  if (!freshness.usable) return failed(freshness.why, ...configuration.problems);
  const old = await withoutOldCopy(host, tool);
  if (old !== undefined) return failed(old);
  const newer = await listed(host, tool, 'repoquery');
  if (!newer.ok) return failed(newer.why);
  // One after the other: each loads the whole metadata into memory.
  const offered = await listed(host, tool, 'check-update');
  const replacing = tool.generation === 5 ? await listed(host, tool, 'list --obsoletes') : offered;
  const notices = await listed(host, tool, 'updateinfo');
  const cves = await listed(host, tool, 'updateinfo --with-cve');
  const versions = newestInstalled(installed.items);
  const offers = offered.ok ? offered.items.filter(({ obsoletes }) => obsoletes === undefined) : [];
  const unmet = offered.ok ? await findUnmet(host, tool, offers) : { why: new Map<string, string>(), problems: [] };
  const advised = {
    notices: notices.ok ? byPackage(notices.items) : undefined,
    cves: byPackage(cves.ok ? cves.items : []),
  };
  const update = (build: Available, heldBack: HeldBack | undefined): readonly Update[] => {
    const from = versions.get(`${build.name}.${build.arch}`) ?? versions.get(build.name);
    return from === undefined ? [] : [updateOf(build, from, heldBack, advised)];
  };
  const items = [...candidatesOf(newer.items, offers)].flatMap(({ build, offer }) => {
    const unmetWhy = unmet.why.get(keyOf(build));
    if (unmetWhy !== undefined) return update(build, { cause: 'dependencies', why: unmetWhy });
    if (offer !== undefined) return update(build, undefined);
    if (!offered.ok) return update(build, { cause: 'unknown', why: 'dnf could not say what it offers' });
    return update(build, whyHeldBack(build, locks.locks, configuration.excludes));
  });
  const replaced = replacing.ok ? replacing.items.flatMap((offer) => replacementOf(offer, versions, advised)) : [];
  const known = new Set(items.map((item) => item.package));
  return sectionOf(
    [...items, ...replaced.filter((item) => !known.has(item.package))],
    [
      ...installed.problems,
      ...configuration.problems,
      ...locks.problems,
      ...freshness.problems,
      ...unmet.problems,
      ...[...new Set<Answered<unknown>>([newer, offered, replacing, notices, cves])].flatMap((answer) =>
        answer.ok ? answer.problems : [answer.why],
      ),
    ],
  );
}

type Answered<T> =
  | { readonly ok: true; readonly items: readonly T[]; readonly problems: readonly string[] }
  | { readonly ok: false; readonly why: string };

const questions = {
  repoquery: { command: newerBuilds, parse: parseBuilds, codes: [0] },
  'check-update': { command: checkUpdate, parse: parseCheckUpdate, codes: [0, 100] },
  'list --obsoletes': { command: obsoletions, parse: parseCheckUpdate, codes: [0] },
  updateinfo: { command: advisories, parse: parseAdvisories, codes: [0] },
  'updateinfo --with-cve': { command: advisoriesWithCves, parse: parseAdvisories, codes: [0] },
} as const;
type ItemOf<Q extends keyof typeof questions> =
  ReturnType<(typeof questions)[Q]['parse']> extends Listed<infer T> ? T : never;

async function listed<Q extends keyof typeof questions>(
  host: Host,
  tool: Tool,
  question: Q,
): Promise<Answered<ItemOf<Q>>> {
  const { command, parse, codes } = questions[question];
  const name = `dnf ${question}`;
  const answer = await ask(host, command(tool), name, codes);
  if (!answer.ok) return { ok: false, why: answer.why };
  const read = parse(answer.stdout) as Listed<ItemOf<Q>>;
  if (answer.code === 100 && read.items.length === 0) {
    return { ok: false, why: `${name} says there are updates (exit 100) and lists none that can be read` };
  }
  const unread = read.unread === 0 ? [] : [`${name} wrote ${read.unread} lines that cannot be read`];
  return { ok: true, items: read.items, problems: [...answer.problems, ...unread] };
}

/** By `name.arch`, and by name alone for packages that change their architecture. Of kernels side by side the newest counts. */
function newestInstalled(
  packages: readonly { readonly name: string; readonly arch: string | undefined; readonly version: string }[],
): ReadonlyMap<string, string> {
  const newest = new Map<string, string>();
  for (const { name, arch, version } of packages) {
    for (const key of [`${name}.${arch}`, name]) {
      const known = newest.get(key);
      if (known === undefined || (compareVersions(version, known) ?? 0) > 0) newest.set(key, version);
    }
  }
  return newest;
}

/** What dnf offers of each package, else the newest build there is. */
function* candidatesOf(
  newer: readonly Available[],
  offers: readonly Offer[],
): Generator<{ readonly build: Available; readonly offer: Offer | undefined }> {
  const builds = new Map<string, Available[]>();
  for (const build of newer) {
    const key = `${build.name}.${build.arch}`;
    const known = builds.get(key);
    if (known === undefined) builds.set(key, [build]);
    else known.push(build);
  }
  const byKey = new Map(offers.map((offer) => [`${offer.name}.${offer.arch}`, offer]));
  for (const [key, offer] of byKey) {
    const build = builds.get(key)?.find(({ version }) => version === offer.version);
    yield { build: build ?? { ...offer, bytes: undefined, sourceRpm: undefined }, offer };
  }
  for (const [key, known] of builds) {
    const [first, ...others] = known;
    if (first === undefined || byKey.has(key)) continue;
    const newest = others.reduce(
      (best, build) => ((compareVersions(build.version, best.version) ?? 0) > 0 ? build : best),
      first,
    );
    yield { build: newest, offer: undefined };
  }
}

interface Advised {
  readonly notices: ReadonlyMap<string, readonly Notice[]> | undefined;
  readonly cves: ReadonlyMap<string, readonly Notice[]>;
}

function byPackage(notices: readonly Notice[]): ReadonlyMap<string, readonly Notice[]> {
  const found = new Map<string, Notice[]>();
  for (const notice of notices) {
    const key = `${notice.name}.${notice.arch}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [notice]);
    else known.push(notice);
  }
  return found;
}

function updateOf(build: Available, installed: string, heldBack: HeldBack | undefined, advised: Advised): Update {
  const key = `${build.name}.${build.arch}`;
  const notices = advised.notices === undefined ? undefined : (advised.notices.get(key) ?? []);
  return {
    adapter: 'dnf',
    package: build.name,
    arch: build.arch,
    source: sourceOfRpm(build.sourceRpm, build.version) ?? { name: build.name, version: build.version },
    installed,
    candidate: build.version,
    origin: build.repository,
    security: judgeSecurity(installed, build.version, build.repository, notices, advised.cves.get(key) ?? []),
    heldBack,
    bytes: build.bytes,
  };
}

/** A package that another one replaces under a new name: the update of the old one. */
function replacementOf(offer: Offer, versions: ReadonlyMap<string, string>, advised: Advised): readonly Update[] {
  const old = offer.obsoletes;
  const installed = old && (versions.get(`${old.name}.${old.arch}`) ?? versions.get(old.name));
  if (old === undefined || installed === undefined || old.name === offer.name) return [];
  const key = `${offer.name}.${offer.arch}`;
  const notices = advised.notices === undefined ? undefined : (advised.notices.get(key) ?? []);
  return [
    {
      adapter: 'dnf',
      package: old.name,
      arch: old.arch,
      source: { name: offer.name, version: offer.version },
      installed,
      candidate: offer.version,
      origin: `${offer.repository}, as ${offer.name}, which replaces it`,
      security: judgeSecurity(installed, offer.version, offer.repository, notices, advised.cves.get(key) ?? []),
      heldBack: undefined,
      bytes: undefined,
    },
  ];
}
