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
    ...home.map((path) => ({ path: `/root/${path}`, user: 'root' })),
    ...users.flatMap((user) => home.map((path) => ({ path: `${homesFolder}/${user}/${path}`, user }))),
  ];
  const there = await Promise.all(all.map(({ path }) => host.exists(path)));
  return { places: all.filter((_, at) => there[at]), problems };
}

async function readHomes(
  host: Host,
  what: string,
): Promise<{ readonly users: readonly string[]; readonly problems: readonly string[] }> {
  const names = await host.listDirectory(homesFolder);
  if (names === undefined) {
    const closed = await host.exists(homesFolder);
    return { users: [], problems: closed ? [`home folders cannot be looked into: ${what} of users are unknown`] : [] };
  }
  const users = names.filter((name) => /^\w[\w.-]{0,63}$/.test(name)).slice(0, mostHomes);
  const listed = await Promise.all(users.map((name) => host.listDirectory(`${homesFolder}/${name}`)));
  const closed = listed.filter((each) => each === undefined).length;
  return {
    users: users.filter((_, at) => listed[at] !== undefined),
    problems: closed === 0 ? [] : [`${closed} home folders cannot be looked into: ${what} of their users are unknown`],
  };
}
