// What every rpm system shares, whichever tool updates it: the database, and the query that reads it.
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type { ReadOnlyCommand, Section, Watch } from './adapter.ts';
import { ask, failed, quoted, sectionOf } from './ask.ts';
import type { Command, Host } from './host.ts';
import { columns, format, parseRpmQuery } from './rpm-query.ts';

/** Where rpm keeps its database: the sqlite, Berkeley and ndb files of today's and yesterday's distributions. */
const databases = ['/usr/lib/sysimage/rpm', '/var/lib/rpm'].flatMap((folder) =>
  ['rpmdb.sqlite', 'Packages.db', 'Packages'].map((file) => `${folder}/${file}`),
);

/** Its readers touch `rpmdb.sqlite-shm`, which is why the folder is not watched. */
export const rpmWatches: readonly Watch[] = databases.flatMap((path) =>
  (path.endsWith('.sqlite') ? [path, `${path}-wal`] : [path]).map((each) => ({ path: each, with: 'itself' }) as const),
);

/** Whether rpm manages this system. Asked before `rpm -qa`, which as root would make an empty database where there is none. */
export async function hasRpmDatabase(host: Host): Promise<boolean> {
  const there = await Promise.all(databases.map((file) => host.exists(file)));
  return there.includes(true);
}

/**
 * Whose an rpm system is: zypper's where a product says that it is a SUSE, or where neither dnf nor yum is there. Fedora
 * packages zypper, and openSUSE dnf: so one of the two adapters reports, never both.
 */
export async function updatedByZypper(host: Host): Promise<boolean> {
  const [zypper, product, ...others] = await Promise.all(
    ['/usr/bin/zypper', '/etc/products.d/baseproduct', '/usr/bin/dnf', '/usr/bin/dnf5', '/usr/bin/yum'].map((path) =>
      host.exists(path),
    ),
  );
  return zypper === true && (product === true || !others.includes(true));
}

const query = (qf: string): Command => ({
  argv: ['rpm', '-qa', '--qf', qf],
  timeoutMs: 60_000,
  maxOutputBytes: 64 << 20,
});

const rpmQuery = query(format(columns));
/** For rpm before 4.15, which does not know the label, and says so with exit code 0. */
const rpmQueryWithoutModules = query(format(columns.slice(0, -1)));

export const rpmReadOnlyCommands: readonly ReadOnlyCommand[] = [rpmQuery, rpmQueryWithoutModules].map(({ argv }) => ({
  begins: argv,
  options: [],
}));

/** The packages of this machine's rpm database; `held` says whether the administrator locked a package of that name. */
export async function readRpmDatabase(
  host: Host,
  system: OperatingSystem,
  held: (name: string) => boolean = () => false,
): Promise<Section<Package>> {
  if (!(await hasRpmDatabase(host))) return failed('there is no rpm database');
  let answer = await ask(host, rpmQuery, 'rpm -qa');
  if ((answer.ok ? answer.stderr : answer.why).includes('unknown tag')) {
    answer = await ask(host, rpmQueryWithoutModules, 'rpm -qa');
  }
  if (!answer.ok) return failed(answer.why);
  const { packages, problems } = parseRpmQuery(answer.stdout, system, held);
  const warned = /^error: .{0,300}/m.exec(answer.stderr)?.[0];
  const all = [...answer.problems, ...problems, ...(warned === undefined ? [] : [`rpm -qa: ${quoted(warned)}`])];
  if (packages.length === 0) return failed(...(all.length > 0 ? all : ['rpm lists no installed package']));
  return sectionOf(packages, all);
}
