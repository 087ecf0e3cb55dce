// A small real Debian system in a folder, made once and kept for the next run.
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './programs.ts';

const kept = join(import.meta.dirname, '..', '.build', 'debian');
const suite = 'bookworm';
const packages = ['systemd-sysv', 'dbus', 'libatomic1', 'ca-certificates', 'curl'];

/** Why no Debian system can be made or run here, as a plain sentence; undefined where it can. */
export async function whyNoLab(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'real endpoints need Linux';
  if (process.getuid?.() !== 0) return 'real endpoints need root';
  if ((await runProgram(['unshare', '--mount', '--pid', '--fork', 'true'])).code !== 0) {
    return 'this machine does not let root make namespaces';
  }
  if (existsSync(folderOf(recipe()))) return undefined;
  if (mirror() === undefined) return 'the machine has no Debian mirror in its sources';
  const has = await Promise.all(['mmdebstrap', 'debootstrap'].map((name) => runProgram([name, '--version'])));
  return has.some(({ code }) => code === 0) ? undefined : 'neither mmdebstrap nor debootstrap is installed';
}

/** The folder; not to be written to. Throws where the mirror cannot be reached or the tool fails. */
export async function debianBase(): Promise<string> {
  const folder = folderOf(recipe());
  if (existsSync(folder)) return folder;
  mkdirSync(kept, { recursive: true });
  const making = `${folder}.${process.pid}`;
  const from = mirror() ?? '';
  const include = packages.join(',');
  const fast = ['mmdebstrap', '--quiet', '--variant=minbase', `--include=${include}`, suite, making, from] as const;
  const plain = ['debootstrap', '--variant=minbase', `--include=${include}`, suite, making, from] as const;
  const has = await runProgram(['mmdebstrap', '--version']);
  const made = await runProgram(has.code === 0 ? fast : plain, 600_000);
  if (made.code !== 0) {
    rmSync(making, { recursive: true, force: true });
    throw new Error(`no Debian system could be made: ${`${made.said}${made.out}`.trim().slice(-500)}`);
  }
  // Each host has its own, given when it starts.
  writeFileSync(join(making, 'etc/machine-id'), '');
  renameSync(making, folder);
  return folder;
}

const recipe = (): string => [suite, ...packages].join('-');
const folderOf = (name: string): string => join(kept, name);

/** The archive that this machine itself installs from. */
function mirror(): string | undefined {
  const files = ['/etc/apt/sources.list', ...globSync('/etc/apt/sources.list.d/*.{list,sources}')];
  const text = files.map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')).join('\n');
  return /^(?!#).*?(https?:\/\/\S+\/debian)\/?(?=\s|$)/mu.exec(text)?.[1];
}
