// Reads a manifest as people write it, or a release as it is signed: the same members, and each file with its digest in the latter.
import { Fields } from './fields.ts';
import { readInstaller } from './read-installer.ts';
import { ARCHITECTURES, type Fault, type Release } from './release.ts';

export type ReleaseRead =
  | { readonly ok: true; readonly release: Release }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const MOST_INSTALLERS = 20;
const NAME = /^[a-z0-9][a-z0-9.+-]{0,79}$/;
const VERSION = /^[0-9][A-Za-z0-9.+~:_-]{0,79}$/;
const SAYS_NAME = 'is of small letters, digits, dots, plus and hyphens';
const SAYS_VERSION = 'begins with a digit, and is of letters, digits and . + ~ : _ -';

/** `value`: parsed YAML. Files have no digest yet: theirs is empty. */
export const readManifest = (value: unknown): ReleaseRead => read(value, false);

/** `value`: parsed JSON, from anywhere. */
export const readRelease = (value: unknown): ReleaseRead => read(value, true);

function read(value: unknown, isSigned: boolean): ReleaseRead {
  const faults: Fault[] = [];
  const open = (inner: unknown, at: string): Fields => new Fields(inner, at, faults);
  const top = open(value, '');
  const other = (name: string, bound: 'least' | 'below') =>
    top.list(name, 50, (each, at) => {
      const fields = open(typeof each === 'string' ? { package: each } : each, at);
      const found = {
        package: fields.text('package', 80, NAME, SAYS_NAME),
        bound: fields.optional(bound, 80, VERSION, SAYS_VERSION),
      };
      fields.close();
      return found;
    });
  const release: Release = {
    package: top.text('package', 80, NAME, SAYS_NAME),
    version: top.text('version', 80, VERSION, SAYS_VERSION),
    title: top.text('title', 120),
    vendor: top.text('vendor', 120),
    requires: other('requires', 'least').map(({ package: name, bound }) => ({ package: name, least: bound })),
    supersedes: other('supersedes', 'below').map(({ package: name, bound }) => ({ package: name, below: bound })),
    installers: top
      .list('installers', MOST_INSTALLERS, (each, at) => readInstaller(open(each, at), open, isSigned))
      .filter((each) => each !== undefined),
  };
  if (release.installers.length === 0) top.fault('installers', 'is needed: at least one');
  top.close();
  if (
    [...release.requires, ...release.supersedes].some((each) => each.package === release.package && each.package !== '')
  )
    top.fault('requires', `${release.package} cannot need itself, or take its own place`);
  ambiguous(release, top);
  ownFolders(release, top);
  return faults.length === 0 ? { ok: true, release } : { ok: false, faults: faults.slice(0, 100) };
}

/** What takes a package away removes the folders that it was unpacked into: they must be nobody else's. */
function ownFolders({ package: name, installers }: Release, top: Fields): void {
  for (const [index, installer] of installers.entries()) {
    const steps = installer.kind === 'archive' ? installer.steps : [];
    const bad = steps.find((step) => step.does === 'unpack' && !step.to.split('/').includes(name));
    if (bad !== undefined && name !== '')
      top.fault(
        `installers[${index}].install`,
        `unpacks into a folder that is not its own: one part of the path is ${name}`,
      );
  }
}

/** One installer at most for a system and an architecture: which is taken must not hang on their order. */
function ambiguous({ installers }: Release, top: Fields): void {
  const seen = new Map<string, number>();
  for (const [index, { fits }] of installers.entries()) {
    for (const system of fits.systems) {
      for (const architecture of fits.architecture === 'any' ? ARCHITECTURES : [fits.architecture, 'any']) {
        const before = seen.get(`${system} ${architecture}`);
        if (before !== undefined && before !== index)
          return top.fault(
            `installers[${index}]`,
            `fits ${system} ${fits.architecture}, as installers[${before}] does`,
          );
      }
    }
    for (const system of fits.systems) seen.set(`${system} ${fits.architecture}`, index);
  }
}
