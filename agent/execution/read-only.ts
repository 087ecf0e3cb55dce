// Whether packages could be unpacked at all: dpkg and its like find out half way that /usr cannot be written, and stop there.
import type { Host } from '@suture/adapters/host.ts';

/** Package managers that write where the system lives; others keep to places of their own. */
const ofSystem: readonly string[] = ['apt', 'dnf', 'zypper', 'pacman'];
const places = ['/usr', '/etc', '/var'];

/** A sentence about the first place that cannot be written, as the machine itself has it mounted; undefined where all can, or nobody can tell. */
export async function whyReadOnly(host: Host, adapter: string): Promise<string | undefined> {
  if (!ofSystem.includes(adapter)) return undefined;
  // Of the first process: the executor's own are narrower on purpose.
  const read = await host.readFile('/proc/1/mounts', 1 << 20);
  if (read.kind !== 'text') return undefined;
  const mounts = read.text.split('\n').flatMap((line): (readonly [string, readonly string[]])[] => {
    const [, at, , options] = line.split(' ');
    return at === undefined || options === undefined ? [] : [[at, options.split(',')]];
  });
  const shut = places.find((place) => mountOf(mounts, place)?.includes('ro') === true);
  if (shut === undefined || (await opensItself(host))) return undefined;
  return `${shut} is mounted read-only, so nothing can be installed there`;
}

/** Of several over one another the last holds. */
function mountOf(
  mounts: readonly (readonly [string, readonly string[]])[],
  place: string,
): readonly string[] | undefined {
  const over = mounts.filter(([at]) => at === '/' || at === place);
  const own = over.findLast(([at]) => at === place);
  return (own ?? over.at(-1))?.[1];
}

/** Administrators have apt mount it anew around each install (DPkg::Pre-Invoke), as Debian's manual on securing it says. */
async function opensItself(host: Host): Promise<boolean> {
  const folder = '/etc/apt/apt.conf.d';
  const names = (await host.listDirectory(folder)) ?? [];
  for (const path of ['/etc/apt/apt.conf', ...names.slice(0, 200).map((name) => `${folder}/${name}`)]) {
    const read = await host.readFile(path, 1 << 18);
    if (read.kind === 'text' && /Pre-Invoke[^;]*remount/s.test(read.text)) return true;
  }
  return false;
}
