// The agent's package as `npm run package` builds it, for the architecture of this machine; built once for all who ask for the same.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './one-at-a-time.ts';
import { runProgram } from './programs.ts';

export const architecture: 'amd64' | 'arm64' = process.arch === 'arm64' ? 'arm64' : 'amd64';

/** The archive for Windows, which is built for nobody who does not ask for it. */
export const windowsArchive = (version: string): string => `suture-agent_${version}_windows-amd64.tar.gz`;

export const packageName = (version: string): string => `suture-agent_${version}_${architecture}.deb`;

const root = join(import.meta.dirname, '..');
const kept = join(root, '.build', 'lab-packages');
/** What may be in a package. */
const sources = ['agent', 'adapters', 'core', 'protocol', 'tools/package'].map((folder) => `${folder}/**/*.{ts,json}`);

/** The .deb and the archive, in the folder: those that were built before where no source has changed since. */
export async function buildPackage(
  version: string,
  folder: string,
  target: typeof architecture | 'windows-amd64' = architecture,
): Promise<void> {
  const hash = createHash('sha256').update(process.version);
  const files = ['package-lock.json', 'LICENSE', ...globSync(sources, { cwd: root }).toSorted()];
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  const ready = join(kept, `${version}-${target}-${hash.digest('hex').slice(0, 16)}`);
  mkdirSync(kept, { recursive: true });
  await withLock(join(kept, `making-${version}-${target}`), async () => {
    if (existsSync(ready)) return;
    // Of other sources; each is some 90 MB.
    for (const old of globSync(`${version}-${target}-*`, { cwd: kept })) rmSync(join(kept, old), { recursive: true });
    await buildPackageAnew(version, `${ready}.making`, target);
    renameSync(`${ready}.making`, ready);
  });
  cpSync(ready, folder, { recursive: true });
}

/** Throws with what was said where they cannot be built. */
export async function buildPackageAnew(version: string, folder: string, target: string = architecture): Promise<void> {
  const built = await runProgram([
    'env',
    // A commit in between changes nothing.
    'SOURCE_DATE_EPOCH=1767225600',
    process.execPath,
    join(root, 'tools/package/main.ts'),
    '--arch',
    target,
    '--version',
    version,
    '--to',
    folder,
  ]);
  if (built.code !== 0) throw new Error(`the package was not built: ${built.said}${built.out}`);
}
