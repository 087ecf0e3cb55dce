// What the resident part may touch, as Node's permission model takes it, and how little memory it is to take.
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadAdapters } from '@suture/adapters/registry.ts';
import { bootIdFile } from './boot-id.ts';
import { defaultTrustFile } from './system-paths.ts';
import { watchedBy } from './watched.ts';

/**
 * Writes: the state folder. Reads: that, its own programs and what it watches. Network and child processes are allowed as a
 * whole, as Node knows no finer grain; the unit of the system manager confines those.
 * Source: https://nodejs.org/api/permissions.html
 */
export async function residentFlags(
  folder: string,
  main: string,
  policyFile: string,
  trustFile = defaultTrustFile,
): Promise<readonly string[]> {
  const watched = watchedBy(await loadAdapters(), { policyFile, trustFile });
  const reads = [programsOf(main), folder, bootIdFile, ...watched.map(({ path }) => path)];
  return [
    '--permission',
    // A folder after what is in it is not itself allowed (Node 26); sorted, it comes before.
    ...[...new Set(reads)].sort().map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${folder}`,
    '--allow-net',
    '--allow-child-process',
    '--disallow-code-generation-from-strings',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=PERM0002',
    ...smallHeap,
    ...interpreted(main),
  ];
}

/** It holds a report's digests and one answer at a time; a leak ends it before it troubles the machine. */
const smallHeap = ['--max-semi-space-size=1', '--optimize-for-size', '--max-old-space-size=64'] as const;

/**
 * Without machine code made at run time: 10 MB less, and no memory that is both written and run, for a second of processor
 * time a day. Sources in TypeScript cannot do without, as Node reads them with WebAssembly.
 */
const interpreted = (main: string): readonly string[] => (main.endsWith('.ts') ? [] : ['--jitless']);

/** A shipped program is one folder; sources import from the whole repository. */
function programsOf(main: string): string {
  const folder = dirname(realpathSync(main));
  return main.endsWith('.ts') ? dirname(folder) : folder;
}
