// The `available` section: what the fetched indexes have newer, and why `apk upgrade` would leave it.
import type { HeldBack, Section, Update } from '../adapter.ts';
import { ask, complaint, failed, quoted, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { currentTime, modificationTimes, newerVersions, simulateUpgrade } from './commands.ts';
import { readDatabase, readPins } from './database.ts';
import { parseNewer, parsePlan } from './parse.ts';

export const indexFolder = '/var/cache/apk';
const daySeconds = 86_400;

export async function readAvailable(host: Host): Promise<Section<Update>> {
  const [database, world] = await Promise.all([readDatabase(host), readPins(host)]);
  if (database.packages.length === 0) return failed(...database.problems);
  const freshness = await readFreshness(host);
  if (freshness === undefined) return failed(`no index is in ${indexFolder}, so no update is known (apk update)`);
  const answer = await ask(host, newerVersions, 'apk version');
  if (!answer.ok) return failed(answer.why);
  const newer = parseNewer(answer.stdout);
  if (!newer.heading)
    return failed(
      `apk version does not answer as it should: ${complaint(answer.stderr, answer.stdout) || 'it says nothing'}`,
    );
  const simulation = await ask(host, simulateUpgrade, 'apk --simulate upgrade');
  const plan = simulation.ok && simulation.problems.length === 0 ? parsePlan(simulation.stdout) : undefined;
  const planned =
    plan === undefined || plan.unread > 0 ? undefined : new Map(plan.changes.map((change) => [change.package, change]));
  const installed = new Map(database.packages.map((found) => [found.name, found]));
  const items = newer.items.map(({ name, installed: from, candidate, tag }): Update => {
    const found = installed.get(name);
    return {
      adapter: 'apk',
      package: name,
      arch: found?.arch,
      source: { name: found?.origin ?? name, version: candidate },
      installed: from,
      candidate,
      origin: tag ?? 'apk repositories',
      security: { is: 'unknown', why: 'apk’s indexes do not say which updates are security updates' },
      heldBack: heldBackOf(world.pins.get(name), planned === undefined ? undefined : planned.has(name)),
      bytes: undefined,
    };
  });
  const unplanned = simulation.ok ? 'apk --simulate upgrade wrote no plan that can be read' : simulation.why;
  return sectionOf(items, [
    ...database.problems,
    ...world.problems,
    ...freshness,
    ...answer.problems,
    ...(newer.unread === 0 ? [] : [`apk version wrote ${newer.unread} lines that cannot be read`]),
    ...warningsIn(answer.stderr),
    ...(planned === undefined ? [`what dependencies keep back is unknown: ${unplanned}`] : []),
  ]);
}

function heldBackOf(pin: string | undefined, planned: boolean | undefined): HeldBack | undefined {
  if (planned === true) return undefined;
  if (pin !== undefined) return { cause: 'pin', why: `${quoted(pin)} in /etc/apk/world` };
  if (planned === undefined) return { cause: 'unknown', why: 'apk could not work out an upgrade' };
  return {
    cause: 'dependencies',
    why: 'apk upgrade would leave it as it is: another package needs the version installed, or its repository is pinned',
  };
}

/** Repositories that apk could not open: it warns, and goes on with exit 0. */
export const warningsIn = (stderr: string): readonly string[] =>
  [...stderr.matchAll(/^(?:WARNING|ERROR): (.{1,300})$/gm)]
    .slice(0, 5)
    .map((match) => `apk warns: ${complaint(match[1] ?? '', '')}`);

/** Problems of age; undefined where no index was ever fetched. apk touches an index whenever it asked for it. */
async function readFreshness(host: Host): Promise<readonly string[] | undefined> {
  const indexes = ((await host.listDirectory(indexFolder)) ?? []).filter((name) =>
    /^APKINDEX\.[\w.]{1,60}$/.test(name),
  );
  if (indexes.length === 0) return undefined;
  const [now, stats] = await Promise.all([
    ask(host, currentTime, 'date'),
    ask(host, modificationTimes(indexes.map((name) => `${indexFolder}/${name}`)), 'stat', [0, 1]),
  ]);
  const nowSeconds = now.ok && /^\d{1,12}\n?$/.test(now.stdout) ? Number(now.stdout) : undefined;
  const times = stats.ok ? [...stats.stdout.matchAll(/^(\d{1,12}) \//gm)].map((match) => Number(match[1])) : [];
  if (nowSeconds === undefined || times.length === 0) return ['the age of apk’s indexes is unknown'];
  const days = Math.floor((nowSeconds - Math.min(...times)) / daySeconds);
  if (days < 1) return [];
  return [
    `the oldest of apk’s indexes is ${days} day${days === 1 ? '' : 's'} old: updates published since are unknown (apk update)`,
  ];
}
