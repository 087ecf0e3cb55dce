// A real root of the lab, Debian's unless another is named, as an endpoint that can be changed, and broken; for tests, which skip where there is none.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { InstallingHost } from './host.ts';
import { whyNoRoot } from './lab-root.fixture.ts';
import { readingThrough } from './root-reads.fixture.ts';
import { rootedHost } from './rooted-host.ts';

const lab = join(import.meta.dirname, '..', '..', 'shared', 'lab');
const debian = 'debian-bookworm';

export const whyNoEndpoint = (base = debian): string | undefined => whyNoRoot(base);

export interface LabEndpoint {
  readonly host: InstallingHost;
  /** Seen by the endpoint under the same path; one folder of it for each attempt. */
  readonly folder: string;
  /** As root, in it; throws where it fails. Gives what it wrote. */
  shell(script: string): string;
  /** `endpoint-fault`. */
  fault(...args: readonly string[]): void;
  /** A disk as it was at first; on Debian, with indexes fetched: of the lab's packages alone, which apt reads in no time, or all. */
  fresh(indexes?: 'lab' | 'all'): void;
  stop(): void;
}

const run = (tool: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(join(lab, tool), args, {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    timeout: 180_000,
  });
  if (status !== 0) throw new Error(`${tool} ${args.slice(0, 2).join(' ')} failed: ${stderr.slice(-500)}`);
  return stdout;
};

/** Makes the mirror go wrong for URLs that match: `lab-proxy fault`; without arguments it is well again. */
export const mirror = (...args: readonly string[]): void =>
  void run('lab-proxy', ...(args.length === 0 ? ['ok'] : ['fault', ...args]));

export function startEndpoint(
  name: string,
  options: {
    readonly base?: string;
    readonly init?: 'none' | 'systemd';
    readonly disk?: string;
    readonly show?: readonly string[];
  } = {},
): LabEndpoint {
  const folder = mkdtempSync('/var/tmp/suture-apply-');
  // apt fetches as a user of its own.
  chmodSync(folder, 0o755);
  run('lab-proxy', 'up');
  spawnSync(join(lab, 'netns-host'), ['down', name]);
  const { base = debian, init = 'none', disk, show = [] } = options;
  const shown = show.flatMap((path) => ['--bind', `${path}:${path}`]);
  const more = [...(disk === undefined ? [] : ['--disk', disk]), ...shown];
  run('netns-host', 'up', name, '--base', base, '--init', init, '--bind', `${folder}:${folder}`, ...more);
  const shell = (script: string): string => run('netns-host', 'exec', name, 'sh', '-euc', script);
  // Empty where it is to be asked for.
  let known = '';
  /** Its first process; another one after each start. */
  const first = (): string => {
    if (known === '' || !existsSync(`/proc/${known}/root/etc`)) known = run('netns-host', 'pid', name).trim();
    return known;
  };
  const namespaces = ['-m', '-u', '-i', '-n', '-p', '-C', '-r', '-w'];
  const inside = (directory = '/'): readonly string[] => [
    'nsenter',
    '-t',
    first(),
    ...namespaces,
    '--',
    'env',
    '-C',
    directory,
    `PATH=${path}`,
  ];
  const host = readingThrough(rootedHost(inside, init === 'systemd' ? 'unit' : 'child'), () => `/proc/${first()}/root`);
  return {
    host,
    folder,
    shell,
    fault: (...args) => void run('endpoint-fault', name, ...args),
    fresh(indexes = 'all') {
      run('netns-host', 'reset', name);
      known = '';
      if (base === debian && indexes === 'lab') shell(': > /etc/apt/sources.list');
      if (base === debian) shell('apt-get -qq -o APT::Update::Error-Mode=any update');
    },
    stop() {
      spawnSync(join(lab, 'netns-host'), ['down', name]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** While a folder of it has no room left. */
export async function withFullDisk<T>(endpoint: LabEndpoint, folder: string, work: () => Promise<T>): Promise<T> {
  endpoint.shell(`mount -t tmpfs -o size=8k none ${folder}; head -c 8192 /dev/zero > ${folder}/fill`);
  try {
    return await work();
  } finally {
    endpoint.shell(`umount ${folder}`);
  }
}

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
