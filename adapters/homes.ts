// Where tools keep what they install: folders of the whole machine, of root, and of every user whose home may be looked into.
import type { Host } from './host.ts';

export interface Place {
  /** Absolute. */
  readonly path: string;
  /** Whose it is; undefined: the machine's. */
  readonly user: string | undefined;
}

export interface Places {
  readonly places: readonly Place[];
  /** Says that there are homes that nobody may look into; empty where there are none. */
  readonly problems: readonly string[];
}

const homesFolder = '/home';
const mostHomes = 1_000;

const rootsHome = '/root';

export const homesWatch = { path: homesFolder, with: 'itself' } as const;

/**
 * Those of `machine` (absolute) and of `home` (below a home folder, root's included) that are there. `what` is what they
 * may hold, for the sentence about homes that are closed: `gems`.
 */
export async function findPlaces(
  host: Host,
  what: string,
  { machine = [], home }: { readonly machine?: readonly string[]; readonly home: readonly string[] },
): Promise<Places> {
  const { users, problems } = await readHomes(host, what);
  const all: readonly Place[] = [
    ...machine.map((path) => ({ path, user: undefined })),
    ...home.map((path) => ({ path: `${rootsHome}/${path}`, user: 'root' })),
    ...users.flatMap((user) => home.map((path) => ({ path: `${homesFolder}/${user}/${path}`, user }))),
  ];
  const there = await Promise.all(all.map(({ path }) => host.exists(path)));
  return { places: all.filter((_, at) => there[at]), problems };
}

/** What `findPlaces` says where homes are closed, once for all that people install for themselves; undefined where all are open. */
export async function closedHomes(host: Host): Promise<string | undefined> {
  const { problems } = await readHomes(host, 'flatpaks, gems, crates, pipx, npm, Go, composer and .NET tools');
  return problems.length === 0 ? undefined : problems.join('; ');
}

async function readHomes(
  host: Host,
  what: string,
): Promise<{ readonly users: readonly string[]; readonly problems: readonly string[] }> {
  const isClosed = async (path: string): Promise<boolean> =>
    (await host.listDirectory(path)) === undefined && (await host.exists(path));
  const [names, isRootClosed] = await Promise.all([host.listDirectory(homesFolder), isClosed(rootsHome)]);
  const roots = isRootClosed ? [`${rootsHome} cannot be looked into: ${what} of root are unknown`] : [];
  if (names === undefined) {
    if (!(await host.exists(homesFolder))) return { users: [], problems: roots };
    const all = isRootClosed ? `home folders and ${rootsHome}` : 'home folders';
    const whose = isRootClosed ? 'users and of root' : 'users';
    return { users: [], problems: [`${all} cannot be looked into: ${what} of ${whose} are unknown`] };
  }
  const users = names.filter((name) => /^\w[\w.-]{0,63}$/.test(name)).slice(0, mostHomes);
  const listed = await Promise.all(users.map((name) => host.listDirectory(`${homesFolder}/${name}`)));
  const closed = listed.filter((each) => each === undefined).length;
  return {
    users: users.filter((_, at) => listed[at] !== undefined),
    problems: [
      ...(closed === 0 ? [] : [`${closed} home folders cannot be looked into: ${what} of their users are unknown`]),
      ...roots,
    ],
  };
}
