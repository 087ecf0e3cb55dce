// Reads in another root without starting a program in it for each, wherever no symbolic link is on the way; for tests.
import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import type { InstallingHost } from './host.ts';
import { localHost } from './local-host.ts';

/** `root`: the root as it is seen from here, as `/proc/12/root`. A link would lead out of it: such paths are left to `host`. */
export function readingThrough(host: InstallingHost, root: () => string): InstallingHost {
  const on = (path: string): 'there' | 'missing' | 'unsure' => {
    let at = root();
    try {
      for (const part of path.split('/').filter((each) => each !== '')) {
        at += `/${part}`;
        if (part === '..') return 'unsure';
        const found = lstatSync(at, { throwIfNoEntry: false });
        if (found === undefined) return 'missing';
        if (found.isSymbolicLink()) return 'unsure';
      }
      return 'there';
    } catch {
      return 'unsure';
    }
  };
  return {
    ...host,
    async exists(path) {
      const is = on(path);
      return is === 'unsure' ? host.exists(path) : is === 'there';
    },
    async readFile(path, maxBytes) {
      const is = on(path);
      if (is === 'missing') return { kind: 'missing' };
      return is === 'there' ? localHost.readFile(root() + path, maxBytes) : host.readFile(path, maxBytes);
    },
    async listDirectory(path) {
      const is = on(path);
      if (is === 'missing') return undefined;
      return is === 'there' ? localHost.listDirectory(root() + path) : host.listDirectory(path);
    },
    async readLink(path) {
      return on(dirname(path)) === 'there' ? localHost.readLink(root() + path) : host.readLink(path);
    },
  };
}
