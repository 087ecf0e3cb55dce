// Reads dpkg's database on a machine: the status file, distroless images' status.d, and whether dpkg was interrupted.
import type { Host } from '../host.ts';
import { readDpkgStatus, type DpkgPackage } from './dpkg-status.ts';

const statusFile = '/var/lib/dpkg/status';
const statusParts = '/var/lib/dpkg/status.d';
const journal = '/var/lib/dpkg/updates';
const largestStatus = 64 * 1024 * 1024;

export interface Database {
  readonly packages: readonly DpkgPackage[];
  readonly problems: readonly string[];
}

/** No packages means that the database could not be read; `problems` then says why. */
export async function readDatabase(host: Host): Promise<Database> {
  const [status, parts, pending] = await Promise.all([
    host.readFile(statusFile, largestStatus),
    readParts(host),
    host.listDirectory(journal),
  ]);
  const problems: string[] = [];
  const packages: DpkgPackage[] = [];
  if (status.kind === 'text') {
    const read = readDpkgStatus(status.text, { truncated: status.truncated });
    packages.push(...read.packages);
    problems.push(...read.problems);
  } else if (status.kind !== 'missing') {
    problems.push(`${statusFile} could not be read: ${status.kind === 'denied' ? 'permission denied' : status.reason}`);
  }
  packages.push(...parts.packages);
  problems.push(...parts.problems);
  if (pending?.some((name) => /^\d+$/.test(name)) === true) {
    problems.push('dpkg was interrupted, its status is not up to date (dpkg --configure -a)');
  }
  if (packages.length === 0 && problems.length === 0) problems.push(`there is no installed package in ${statusFile}`);
  return { packages, problems };
}

async function readParts(host: Host): Promise<Database> {
  const names = ((await host.listDirectory(statusParts)) ?? []).filter((name) => !name.endsWith('.md5sums'));
  const read = await Promise.all(
    names.slice(0, 20_000).map(async (name) => {
      const part = await host.readFile(`${statusParts}/${name}`, 1024 * 1024);
      if (part.kind !== 'text') return { packages: [], problems: [`${statusParts}: an entry could not be read`] };
      // These files end where they end, with or without a line end.
      const text = part.text.endsWith('\n') ? part.text : `${part.text}\n`;
      return readDpkgStatus(text, { everyStanzaInstalled: true, truncated: part.truncated });
    }),
  );
  return {
    packages: read.flatMap((part) => part.packages),
    problems: [...new Set(read.flatMap((part) => part.problems))].slice(0, 20),
  };
}
