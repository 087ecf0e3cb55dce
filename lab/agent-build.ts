// Builds the agent's package as `npm run package` does, for the architecture of this machine.
import { join } from 'node:path';
import { runProgram } from './programs.ts';

export const architecture: 'amd64' | 'arm64' = process.arch === 'arm64' ? 'arm64' : 'amd64';

export const packageName = (version: string): string => `suture-agent_${version}_${architecture}.deb`;

/** The .deb and the archive, in the folder. Throws with what was said where they cannot be built. */
export async function buildPackage(version: string, folder: string): Promise<void> {
  const main = join(import.meta.dirname, '../tools/package/main.ts');
  const built = await runProgram([
    'env',
    // A commit in between changes nothing.
    'SOURCE_DATE_EPOCH=1767225600',
    process.execPath,
    main,
    '--arch',
    architecture,
    '--version',
    version,
    '--to',
    folder,
  ]);
  if (built.code !== 0) throw new Error(`the package was not built: ${built.said}${built.out}`);
}
