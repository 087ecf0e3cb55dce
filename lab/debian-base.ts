// A small real Debian system in a folder, made once and kept for the next run.
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHost } from './host.ts';
import { withLock } from './one-at-a-time.ts';
import { runProgram } from './programs.ts';

const kept = join(import.meta.dirname, '..', '.build', 'debian');
const suite = 'bookworm';
const packages = ['systemd-sysv', 'dbus', 'libatomic1', 'ca-certificates', 'curl'];

/** Why no Debian system can be made and started here, as a plain sentence; undefined where it can. Never throws. */
export async function whyNoLab(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'real endpoints need Linux';
  if (process.getuid?.() !== 0) return 'real endpoints need root';
  if ((await runProgram(['unshare', '--mount', '--pid', '--fork', 'true'])).code !== 0) {
    return 'this machine does not let root make namespaces';
  }
  try {
    const base = await debianBase();
    // Asked by every file of a run: once since the machine started is enough.
    const known = `${base}.started`;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    if (existsSync(known) && readFileSync(known, 'utf8') === boot) return undefined;
    const host = await startHost({ base, name: 'probe', init: 'systemd', shown: kept });
    await host.stop();
    writeFileSync(known, boot);
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/gu, ' ').slice(0, 300);
  }
}

/** The folder; not to be written to. Throws where no tool or mirror for it is at hand, or it fails. */
export async function debianBase(): Promise<string> {
  const folder = folderOf(recipe());
  mkdirSync(kept, { recursive: true });
  if (!existsSync(folder)) {
    await withLock(join(kept, 'making'), async () => {
      if (!existsSync(folder)) await make(folder);
    });
  }
  return folder;
}

const retryMs = 5 * 60_000;

async function make(folder: string): Promise<void> {
  const making = `${folder}.making`;
  const failed = join(kept, 'failed');
  if (Date.now() - (statSync(failed, { throwIfNoEntry: false })?.mtimeMs ?? 0) < retryMs) {
    throw new Error('no Debian system could be made a few minutes ago');
  }
  rmSync(making, { recursive: true, force: true });
  const from = mirror();
  if (from === undefined) throw new Error('the machine has no Debian mirror in its sources');
  const include = packages.join(',');
  const fast = ['mmdebstrap', '--quiet', '--variant=minbase', `--include=${include}`, suite, making, from] as const;
  const plain = ['debootstrap', '--variant=minbase', `--include=${include}`, suite, making, from] as const;
  const has = await runProgram(['mmdebstrap', '--version']);
  const made = await runProgram(has.code === 0 ? fast : plain, 600_000);
  if (made.code === 127) throw new Error('neither mmdebstrap nor debootstrap is installed');
  if (made.code !== 0) {
    rmSync(making, { recursive: true, force: true });
    // Other tests of this run need not find out for themselves, which may take minutes where nothing answers.
    writeFileSync(failed, '');
    throw new Error(`no Debian system could be made: ${`${made.said}${made.out}`.trim().slice(-500)}`);
  }
  // Each host has its own, given when it starts.
  writeFileSync(join(making, 'etc/machine-id'), '');
  renameSync(making, folder);
}

const recipe = (): string => [suite, ...packages].join('-');
const folderOf = (name: string): string => join(kept, name);

/** The archive that this machine itself installs from. */
export function mirror(): string | undefined {
  const files = ['/etc/apt/sources.list', ...globSync('/etc/apt/sources.list.d/*.{list,sources}')];
  const text = files.map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')).join('\n');
  return /^(?!#).*?(https?:\/\/\S+\/debian)\/?(?=\s|$)/mu.exec(text)?.[1];
}
