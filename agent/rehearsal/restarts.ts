// Which services run code that an upgrade replaces: by what their processes have mapped now, on the live system.
import { homeOf } from '@suture/adapters/kernel/parse.ts';
import type { Host } from '@suture/adapters/host.ts';

const mostProcesses = 20_000;
const mostServices = 50;
const batch = 64;

/** Names of services, sorted. `code`: paths of programs and libraries that were written. What cannot be looked into is passed over. */
export async function servicesOn(host: Host, code: readonly string[]): Promise<readonly string[]> {
  if (code.length === 0) return [];
  const replaced = new Set(code);
  const services = new Set<string>();
  const look = async (pid: string): Promise<void> => {
    const [maps, argv] = await Promise.all([
      host.readFile(`/proc/${pid}/maps`, 8 << 20),
      host.readFile(`/proc/${pid}/cmdline`, 65_536),
    ]);
    // Of a script only its interpreter is mapped.
    const runs = [
      ...(maps.kind === 'text' ? mappedIn(maps.text) : []),
      ...(argv.kind === 'text' ? argv.text.split('\0') : []),
    ];
    if (!runs.some((path) => replaced.has(path))) return;
    const cgroup = await host.readFile(`/proc/${pid}/cgroup`, 16_384);
    const home = homeOf(cgroup.kind === 'text' ? cgroup.text : '');
    if (home.kind === 'service' && /^[\x21-\x7e]{1,200}$/.test(home.name)) services.add(home.name);
  };
  const pids = ((await host.listDirectory('/proc')) ?? []).filter((name) => /^[1-9]\d{0,9}$/.test(name));
  for (let at = 0; at < Math.min(pids.length, mostProcesses); at += batch)
    await Promise.all(pids.slice(at, at + batch).map(look));
  return [...services].sort().slice(0, mostServices);
}

/** Paths of what is mapped to be run. Source: proc_pid_maps(5). */
export const mappedIn = (maps: string): readonly string[] => [
  ...new Set(
    [...maps.matchAll(/^[\da-f]+-[\da-f]+ r.xp [^\n/]{1,60} (\/[^\n]{1,400})$/gm)].map(([, path = '']) => path),
  ),
];
