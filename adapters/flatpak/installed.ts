// The applications and runtimes of every installation: the system's and, where they may be read, the users' own.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Section } from '../adapter.ts';
import { failed, quoted, sectionOf } from '../ask.ts';
import { findPlaces } from '../homes.ts';
import type { Host } from '../host.ts';
import { hasRemote, isArch, isBranch, isId, parseDeploy, type Deployed, type Ref } from './parse.ts';

export const systemInstallation = '/var/lib/flatpak';
export const userInstallation = '.local/share/flatpak';
const mostDeployed = 20_000;

export interface Found {
  readonly ref: Ref;
  readonly deployed: Deployed;
  /** Whose installation it is in; undefined: the system's. */
  readonly user: string | undefined;
}

export interface Installations {
  readonly found: readonly Found[];
  /** Users with flatpaks of their own. */
  readonly users: readonly string[];
  readonly problems: readonly string[];
}

export const versionOf = ({ version, commit }: Deployed): string => version ?? commit.slice(0, 12);

export async function readInstalled(host: Host): Promise<Section<Package>> {
  const { found, problems } = await readInstallations(host);
  const unseen = found.length === 0 ? await whyNoneFound(host, problems) : undefined;
  if (unseen !== undefined) return failed(unseen, ...problems.slice(1));
  return sectionOf(found.map(packageOf), problems);
}

/** Why nothing that was found does not mean that nothing is there; undefined where the system's installation is empty. */
export async function whyNoneFound(host: Host, problems: readonly string[]): Promise<string | undefined> {
  if (problems[0] !== undefined) return problems[0];
  const config = await host.readFile(`${systemInstallation}/repo/config`, 1 << 20);
  if (config.kind !== 'text' || !hasRemote(config.text)) return 'no flatpak is installed';
  for (const kind of ['app', 'runtime']) {
    const folder = `${systemInstallation}/${kind}`;
    if ((await host.listDirectory(folder)) === undefined && (await host.exists(folder)))
      return `${folder} cannot be read`;
  }
  return undefined;
}

export async function readInstallations(host: Host): Promise<Installations> {
  const { places, problems: closed } = await findPlaces(host, 'flatpaks', { home: [userInstallation] });
  const problems = [...closed];
  const found = await readInstallation(host, systemInstallation, undefined, problems);
  const users: string[] = [];
  for (const { path, user } of places) {
    const theirs = await readInstallation(host, path, user, problems);
    if (theirs.length > 0 && user !== undefined) users.push(user);
    found.push(...theirs);
  }
  return { found, users, problems };
}

/** `KIND/ID/ARCH/BRANCH/active` leads to what is deployed; `current` beside the architectures names one of them. */
export async function readInstallation(
  host: Host,
  folder: string,
  user: string | undefined,
  problems: string[],
): Promise<Found[]> {
  const found: Found[] = [];
  for (const kind of ['app', 'runtime'] as const) {
    for (const id of ((await host.listDirectory(`${folder}/${kind}`)) ?? []).filter(isId)) {
      for (const arch of ((await host.listDirectory(`${folder}/${kind}/${id}`)) ?? []).filter(
        (name) => name !== 'current' && isArch(name),
      )) {
        for (const branch of ((await host.listDirectory(`${folder}/${kind}/${id}/${arch}`)) ?? []).filter(isBranch)) {
          if (found.length >= mostDeployed) return found;
          const read = await host.readFile(`${folder}/${kind}/${id}/${arch}/${branch}/active/deploy`, 1 << 20);
          const deployed = read.kind === 'text' ? parseDeploy(read.text) : undefined;
          if (deployed !== undefined) found.push({ ref: { kind, id, arch, branch }, deployed, user });
          else if (problems.length < 20)
            problems.push(
              `${quoted(`${kind}/${id}/${arch}/${branch}`)} cannot be read: its installation may not have finished`,
            );
        }
      }
    }
  }
  return found;
}

function packageOf({ ref, deployed, user }: Found): Package {
  const version = versionOf(deployed);
  return {
    purl: buildPurl({
      type: 'generic',
      namespace: 'flatpak',
      name: ref.id,
      version,
      qualifiers: {
        arch: ref.arch,
        branch: ref.branch,
        commit: deployed.commit.slice(0, 12),
        support: deployed.isAtEnd ? 'ended' : undefined,
        user,
      },
    }),
    ecosystem: undefined,
    name: ref.id,
    version,
    arch: ref.arch,
    source: { name: ref.id, version },
    origin: user === undefined ? deployed.remote : `${deployed.remote} (${user}’s own)`,
  };
}
