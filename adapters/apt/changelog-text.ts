// Gets the changelog of a pending package: from the archive's changelog service, else out of the smallest package of the source.
import type { Host } from '../host.ts';
import { decompress, downloadPackages, extractPackage, fetchChangelogs, type Wanted } from './commands.ts';
import { isArchitecture, isPackageName, isVersion } from './policy-names.ts';
import { aptComplaint } from './simulation.ts';

/** A binary package with its version: never any other text than policy allows. */
export interface Binary extends Wanted {
  readonly version: string;
  readonly bytes: number | undefined;
}

export type Fetched =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreachable'; readonly why: string }
  /** `owner`: the package whose changelog this one links to. */
  | { readonly kind: 'unavailable'; readonly why: string; readonly owner?: string };

const largestText = 8 * 1024 * 1024;
const cannotReach =
  /could not resolve|temporary failure|could not connect|connection (?:failed|refused|timed out|reset)|network is unreachable|no route to host|timed out|unable to connect|5\d\d  /i;

export const isUsable = (binary: Binary): boolean =>
  isPackageName(binary.name) &&
  !binary.name.endsWith('-') &&
  isVersion(binary.version) &&
  (binary.arch === undefined || isArchitecture(binary.arch));

/** From the changelog service of the package's archive, by apt. */
export async function fromService(
  host: Host,
  source: string,
  binary: Binary,
  directory: string,
  timeoutMs: number,
): Promise<Fetched> {
  const result = await host.run(fetchChangelogs([binary], directory, timeoutMs));
  if (result.kind === 'timeout') return { kind: 'unreachable', why: 'apt-get changelog did not end in time' };
  if (result.kind !== 'exited') return { kind: 'unreachable', why: 'apt-get changelog cannot be run' };
  const read = result.code === 0 ? await host.readFile(`${directory}/${source}.changelog`, largestText) : undefined;
  if (read?.kind === 'text') return { kind: 'text', text: read.text };
  const why = aptComplaint(result.stderr, result.stdout);
  return { kind: cannotReach.test(why) ? 'unreachable' : 'unavailable', why };
}

/** Downloads the packages into the directory; says which are there now, whatever apt's exit status. */
export async function download(
  host: Host,
  binaries: readonly Binary[],
  directory: string,
  timeoutMs: number,
): Promise<ReadonlyMap<Binary, string>> {
  await host.run(downloadPackages(binaries, directory, timeoutMs));
  const names = (await host.listDirectory(directory)) ?? [];
  const files = new Map<Binary, string>();
  for (const binary of binaries) {
    const start = `${binary.name}_${binary.version.replaceAll(':', '%3a')}_`;
    const file = names.find((name) => name.startsWith(start) && name.endsWith('.deb'));
    if (file !== undefined) files.set(binary, `${directory}/${file}`);
  }
  return files;
}

/**
 * The changelog inside a .deb. Symbolic links are not followed: a package's documentation directory may link to another
 * package's, and nothing outside the unpacked tree is to be read.
 */
export async function fromPackage(host: Host, binary: Binary, file: string): Promise<Fetched> {
  const tree = `${file.slice(0, -'.deb'.length)}.tree`;
  const result = await host.run(extractPackage(file, tree));
  if (result.kind !== 'exited' || result.code !== 0)
    return { kind: 'unavailable', why: `${binary.name} could not be unpacked` };
  const none = (link?: string): Fetched => ({
    kind: 'unavailable',
    why: `${binary.name} has no changelog of its own`,
    ...ownerIn(link),
  });
  for (const part of ['usr', 'usr/share', 'usr/share/doc']) {
    if ((await host.readLink(`${tree}/${part}`)) !== undefined) return none();
  }
  const link = await host.readLink(`${tree}/usr/share/doc/${binary.name}`);
  if (link !== undefined) return none(link);
  const documents = `${tree}/usr/share/doc/${binary.name}`;
  const names = (await host.listDirectory(documents)) ?? [];
  const name = ['changelog.Debian.gz', 'changelog.gz', 'changelog.Debian', 'changelog'].find((wanted) =>
    names.includes(wanted),
  );
  const onward = name === undefined ? undefined : await host.readLink(`${documents}/${name}`);
  if (name === undefined || onward !== undefined) return none(onward);
  if (!name.endsWith('.gz')) {
    const read = await host.readFile(`${documents}/${name}`, largestText);
    return read.kind === 'text'
      ? { kind: 'text', text: read.text }
      : { kind: 'unavailable', why: `the changelog of ${binary.name} could not be read` };
  }
  const plain = await host.run(decompress(`${documents}/${name}`));
  // Newest entries come first, so a text cut at the limit still has what matters.
  return plain.kind === 'exited' && (plain.code === 0 || plain.truncated)
    ? { kind: 'text', text: plain.stdout }
    : { kind: 'unavailable', why: `the changelog of ${binary.name} could not be decompressed` };
}

/** `libfoo1`, `../libfoo1/changelog.Debian.gz`: the package a documentation link leads to; only compared, never opened. */
function ownerIn(link: string | undefined): { readonly owner?: string } {
  const owner = link?.split('/').findLast((part) => isPackageName(part) && !part.startsWith('changelog'));
  return owner === undefined ? {} : { owner };
}
