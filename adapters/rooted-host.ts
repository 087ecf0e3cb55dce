// A Host that acts in another root: everything goes through a command in front of each command (chroot, nsenter).
import type { InstallingHost } from './host.ts';
import { localHost } from './local-host.ts';
import { install, type InstallerOptions } from './local-installer.ts';

const readTimeoutMs = 10_000;

/** `into`: argv that runs what follows it in that root, in the directory given; PATH and `env` are to be had there. */
export function rootedHost(
  into: (directory: string) => readonly string[],
  through: InstallerOptions['through'],
): InstallingHost {
  const host: InstallingHost = {
    async run(command) {
      const { directory = '/', ...rest } = command;
      const [program = 'env', ...args] = into(directory);
      const result = await localHost.run({ ...rest, argv: [program, ...args, ...command.argv] });
      const isMissing = result.kind === 'exited' && result.code === 127 && result.stderr.startsWith('env: ');
      return isMissing ? { kind: 'missing' } : result;
    },
    async readFile(path, maxBytes) {
      const read = await host.run({ argv: ['cat', '--', path], timeoutMs: readTimeoutMs, maxOutputBytes: maxBytes });
      if (read.kind !== 'exited') return { kind: 'failed', reason: 'it cannot be looked into' };
      if (read.code !== 0 && !read.truncated)
        return { kind: read.stderr.includes('ermission denied') ? 'denied' : 'missing' };
      return { kind: 'text', text: read.stdout, truncated: read.truncated };
    },
    async listDirectory(path) {
      const argv = ['find', path, '-mindepth', '1', '-maxdepth', '1', '-printf', '%f\\n'] as const;
      const read = await host.run({ argv, timeoutMs: readTimeoutMs, maxOutputBytes: 1 << 24 });
      if (read.kind !== 'exited' || read.code !== 0) return undefined;
      return read.stdout
        .split('\n')
        .filter((line) => line !== '')
        .sort();
    },
    async readLink(path) {
      const read = await host.run({ argv: ['readlink', '--', path], timeoutMs: readTimeoutMs, maxOutputBytes: 4096 });
      return read.kind === 'exited' && read.code === 0 ? read.stdout.trim() : undefined;
    },
    async exists(path) {
      const read = await host.run({ argv: ['test', '-e', path], timeoutMs: readTimeoutMs, maxOutputBytes: 4096 });
      return read.kind === 'exited' && read.code === 0;
    },
    install: (command) => install(command, { prefix: into('/'), through }),
  };
  return host;
}
