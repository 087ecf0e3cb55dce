// The `available` section: what pacman's fetched repositories offer, and why an upgrade would leave it out.
import type { HeldBack, Section, Update } from '../adapter.ts';
import { ask, failed, sectionOf, shown } from '../ask.ts';
import type { Host } from '../host.ts';
import { newerVersions, repositoryPackages, upgradePlan } from './commands.ts';
import { readDatabase } from './database.ts';
import { readFreshness } from './freshness.ts';
import { ignoredBy, readSettings } from './ignored.ts';
import {
  brokenRepositories,
  parseNewer,
  parsePlan,
  parseRepositoryPackages,
  unmetIn,
  type Newer,
  type Plan,
  type Settings,
} from './parse.ts';

export async function readAvailable(host: Host): Promise<Section<Update>> {
  const [database, settings] = await Promise.all([readDatabase(host), readSettings(host)]);
  if (database.entries.length === 0) {
    return failed(...(database.problems.length > 0 ? database.problems : ['pacman’s database holds no package']));
  }
  const freshness = await readFreshness(host, settings.value.repositories);
  if (!freshness.usable) return failed(freshness.why, ...settings.problems);
  const [newer, listed, planned] = await Promise.all([
    // Exits 1 without a word when there is nothing newer.
    ask(host, newerVersions, 'pacman -Qu', [0, 1]),
    ask(host, repositoryPackages, 'pacman -Sl'),
    ask(host, upgradePlan, 'pacman -Su --print', [0, 1]),
  ]);
  if (!newer.ok) return failed(newer.why);
  if (newer.code === 1 && (newer.stdout.trim() !== '' || newer.stderr.trim() !== '')) {
    return failed(`pacman -Qu failed: ${shown(newer.stderr || newer.stdout, 200)}`);
  }
  const { items, unread } = parseNewer(newer.stdout);
  const entries = new Map(database.entries.map((entry) => [entry.name, entry]));
  const packages = listed.ok ? parseRepositoryPackages(listed.stdout) : undefined;
  const origins = new Map(
    packages?.items.map(({ repository, name, version }) => [`${name} ${version}`, repository] as const),
  );
  const verdict = verdictOf(planned);
  const plan = verdict.ok ? new Map(verdict.plan.items.map((each) => [each.name, each])) : undefined;
  const updates = items.map((update): Update => {
    const entry = entries.get(update.name);
    const inPlan = plan?.get(update.name);
    return {
      adapter: 'pacman',
      package: update.name,
      arch: entry?.arch,
      source: { name: entry?.base ?? update.name, version: update.candidate },
      installed: update.installed,
      candidate: update.candidate,
      origin: inPlan?.repository ?? origins.get(`${update.name} ${update.candidate}`) ?? 'unknown',
      security: { is: 'unknown', why: 'pacman’s repositories do not say which updates are security updates' },
      heldBack: heldBackOf(update, settings.value, entry?.groups ?? [], verdict),
      bytes: inPlan?.bytes,
    };
  });
  const broken = [
    ...new Set([newer, listed, planned].flatMap((answer) => (answer.ok ? brokenRepositories(answer.stderr) : []))),
  ];
  return sectionOf(updates, [
    ...database.problems,
    ...settings.problems,
    ...freshness.problems,
    ...broken.map(
      (name) => `the database of the repository ${name} is missing or damaged: its updates are unknown (pacman -Syu)`,
    ),
    ...[newer, listed].flatMap((answer) => (answer.ok ? answer.problems : [answer.why])),
    ...(verdict.ok || verdict.unmet.length > 0 ? [] : [verdict.why]),
    ...(unread === 0 ? [] : [`pacman -Qu wrote ${unread} lines that cannot be read`]),
    ...(packages === undefined || packages.unread === 0
      ? []
      : [`pacman -Sl wrote ${packages.unread} lines that cannot be read`]),
  ]);
}

export type Verdict =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly why: string; readonly unmet: ReturnType<typeof unmetIn> };

/** What `pacman -Su` would do, or why it would refuse: one package that cannot be had stops all. */
export function verdictOf(answer: Awaited<ReturnType<typeof ask>>): Verdict {
  if (!answer.ok) return { ok: false, why: answer.why, unmet: [] };
  if (answer.code !== 0) {
    const said = `${answer.stdout}\n${answer.stderr}`;
    return {
      ok: false,
      why: `pacman refuses the upgrade: ${shown(said, 250) || 'it does not say why'}`,
      unmet: unmetIn(said),
    };
  }
  const plan = parsePlan(answer.stdout);
  if (plan.unread > 0)
    return { ok: false, why: `pacman’s plan has ${plan.unread} lines that cannot be read`, unmet: [] };
  if (answer.problems[0] !== undefined) return { ok: false, why: answer.problems[0], unmet: [] };
  return { ok: true, plan };
}

function heldBackOf(
  update: Newer,
  settings: Settings,
  groups: readonly string[],
  verdict: Verdict,
): HeldBack | undefined {
  const setting = ignoredBy({ name: update.name, groups }, settings);
  if (setting !== undefined || update.ignored) {
    return {
      cause: 'hold',
      why: setting === undefined ? 'pacman is told to ignore it' : `${shown(setting)} in pacman’s settings`,
    };
  }
  if (verdict.ok) {
    const planned = verdict.plan.items.some(({ name }) => name === update.name);
    return planned ? undefined : { cause: 'unknown', why: 'pacman -Su would not install it, and does not say why' };
  }
  const own = verdict.unmet.find(({ name }) => name === update.name);
  if (own !== undefined) return { cause: 'dependencies', why: shown(own.why, 200) };
  const [first] = verdict.unmet;
  if (first === undefined) return { cause: 'unknown', why: 'pacman could not work out an upgrade' };
  return {
    cause: 'dependencies',
    why: `pacman upgrades all or nothing, and cannot because of ${first.name}: ${shown(first.why, 200)}`,
  };
}
