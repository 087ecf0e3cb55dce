// Rehearsals on real roots of the lab by the agent's own command, and looks at what they left; for tests.
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEndpoint, type LabEndpoint } from '@suture/adapters/lab-endpoint.fixture.ts';
import type { Rehearsed } from './rehearsal.ts';

const repository = join(import.meta.dirname, '..', '..');
const library = ['/usr/lib/x86_64-linux-gnu/libatomic.so.1', '/usr/lib/aarch64-linux-gnu/libatomic.so.1'].filter(
  existsSync,
);
/** dpkg's locks are opened to see whose they are, which an overlay (these roots are one) takes for a change. */
const elsewhere = ['/var/cache/suture-executor', repository, '/var/lib/dpkg/lock', '/var/lib/dpkg/lock-frontend']
  .map((path) => `-path ${path}`)
  .join(' -o ');

/** Wants four processors for three seconds, then says what it got and fails: a line that begins so is in the answer then. */
export const burning = `#!/bin/sh
for each in 1 2 3 4; do timeout 3 sh -c 'while :; do :; done' & done
wait
times > /tmp/burnt
sed -n "2s/^/install: error: burnt on $(nproc) at $(nice): /p" /tmp/burnt >&2
exit 3
`;

/** Of what burns: processors that it saw, how nice it was, and the seconds of processors' time that its four processes had. */
export function burnt(said: Rehearsed): {
  readonly processors: number;
  readonly nice: number;
  readonly seconds: number;
} {
  const lines = said.kind === 'rehearsed' ? said.lines : [said.why];
  const found = /burnt on (\d+) at (\d+): (\d+)m([\d.]+)s (\d+)m([\d.]+)s/.exec(lines.join('\n'));
  if (found === null) throw new Error(`nothing was burnt: ${JSON.stringify(said)}`);
  const [processors = 0, nice = 0, minutes = 0, seconds = 0, systemMinutes = 0, systemSeconds = 0] = found
    .slice(1)
    .map(Number);
  return { processors, nice, seconds: 60 * (minutes + systemMinutes) + seconds + systemSeconds };
}

export interface Rehearsing {
  readonly endpoint: LabEndpoint;
  rehearse(...args: readonly string[]): Promise<Rehearsed>;
  /** Kills it once a script of a package sleeps; resolves when that is gone too. */
  killInScript(...args: readonly string[]): Promise<void>;
  /** Size, owner, mode, times and links of every file of the live root, caches and logs with them, and contents of some. */
  wholeRoot(): string;
  /** Mounts, folders and processes; empty where there is nothing. */
  leftBehind(): string;
}

/** `disk`: with a file system of its own, `900M:ext4`, where it is an overlay otherwise. `show`: more of this machine. */
export function startRehearsing(name: string, options: Parameters<typeof startEndpoint>[1] = {}): Rehearsing {
  const endpoint = startEndpoint(name, { ...options, show: [repository, ...library, ...(options.show ?? [])] });
  const rehearse = async (...args: readonly string[]): Promise<Rehearsed> => {
    const argv = [realpathSync(process.execPath), join(repository, 'agent/main.ts'), 'rehearse', ...args] as const;
    const result = await endpoint.host.run({ argv, timeoutMs: 280_000, maxOutputBytes: 1 << 20 });
    if (result.kind !== 'exited') throw new Error(`the rehearsal: ${JSON.stringify(result)}`);
    return JSON.parse(result.stdout) as Rehearsed;
  };
  const sleeps = (): boolean => endpoint.shell('pgrep -x sleep -a || true').includes('sleep 300');
  return {
    endpoint,
    rehearse,
    async killInScript(...args) {
      endpoint.shell('echo 300 > /etc/lab-slow.seconds');
      const killed = rehearse(...args).catch(() => undefined);
      while (!sleeps()) await delay(200);
      endpoint.shell('pkill -9 -f agent/main[.]ts || true');
      await killed;
      for (let left = 50; left > 0 && sleeps(); left--) await delay(100);
      if (sleeps()) throw new Error('the script goes on although the rehearsal was killed');
      endpoint.shell('rm /etc/lab-slow.seconds');
    },
    wholeRoot: () =>
      endpoint.shell(
        // Whatever is written to has another time of change, which nobody can set; and contents where package managers keep theirs.
        `find / /boot /var -xdev \\( ${elsewhere} \\) -prune -o \\( -type f -o -type l \\) -printf '%p %s %m %U %G %T@ %C@ %l\\n' | sort -u
         find /etc /boot /var -xdev \\( ${elsewhere} \\) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum`,
      ),
    leftBehind: () =>
      endpoint.shell(
        `ls /run/suture-rehearsal* /var/cache/suture-executor/* 2>/dev/null || true
         grep suture-rehearsal /proc/self/mountinfo || true
         for tool in apt-get dpkg dnf rpm zypper pacman; do pgrep -x $tool || true; done; pgrep -f rehearse-insid[e] || true`,
      ),
  };
}
