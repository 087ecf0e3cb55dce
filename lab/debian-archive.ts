// Debian's own archive, as hosts of the lab reach it through this machine; and what it has newer than a root, with the CVEs that it closes.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { mirror } from './debian-base.ts';
import { runProgram } from './programs.ts';

export interface Pending {
  readonly source: string;
  readonly binary: string;
  readonly from: string;
  readonly to: string;
  /** As Debian's changelog of that version has them. */
  readonly cves: readonly string[];
}

const security = (): string => `${mirror()}-security`;

/** A proxy of apt's, which gets to the archive and nowhere else. */
export async function openArchive(): Promise<{ readonly port: number; stop(): void }> {
  const door: Server = createServer((asked, answer) => {
    const url = asked.url ?? '';
    if (!url.startsWith(`${mirror()}/`) && !url.startsWith(`${security()}/`)) return void answer.writeHead(403).end();
    const { connection: _, 'proxy-connection': __, ...headers } = asked.headers;
    const forth = request(url, { headers, agent: false }, (back) => {
      answer.writeHead(back.statusCode ?? 502, back.headers);
      back.pipe(answer);
    });
    forth.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
    forth.end();
  });
  door.listen(0);
  await once(door, 'listening');
  return {
    port: (door.address() as AddressInfo).port,
    stop: () => {
      door.close();
      door.closeAllConnections();
    },
  };
}

/** Shell for a host: nothing but the archive, through this machine. */
export const fromArchive = (machine: string, port: number): string => `rm -rf /etc/apt/sources.list.d/*
  echo 'deb ${security()} bookworm-security main' > /etc/apt/sources.list
  echo 'Acquire::http::Proxy "http://${machine}:${port}"; Acquire::Retries "3";' > /etc/apt/apt.conf.d/zz-archive
  apt-get update -qq`;

/** The first of these binary packages for which bookworm-security has another version than the root, saying which CVEs it is about. */
export async function pendingIn(root: string, candidates: readonly string[]): Promise<Pending | undefined> {
  if (!existsSync(root) || mirror() === undefined) return undefined;
  const there = stanzas(readFileSync(join(root, 'var/lib/dpkg/status'), 'utf8'), candidates);
  const folder = mkdtempSync(join(tmpdir(), 'suture-archive-'));
  const fetched = async (path: string): Promise<string | undefined> => {
    const response = await fetch(`${security()}/${path}`).catch(() => undefined);
    if (response?.ok !== true) return undefined;
    const file = join(folder, path.slice(path.lastIndexOf('/') + 1));
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    return file;
  };
  try {
    const index = await fetched('dists/bookworm-security/main/binary-amd64/Packages.xz');
    if (index === undefined || (await runProgram(['xz', '-d', index])).code !== 0) return undefined;
    const offered = stanzas(readFileSync(index.replace(/\.xz$/, ''), 'utf8'), candidates);
    for (const binary of candidates) {
      const [is, may] = [there.get(binary), offered.get(binary)];
      const from = is?.get('Version');
      const to = may?.get('Version');
      if (from === undefined || to === undefined || from === to) continue;
      const deb = await fetched(may?.get('Filename') ?? '');
      if (deb === undefined) continue;
      const cves = await cvesOf(deb, binary, folder);
      if (cves.length > 0) return { source: may?.get('Source')?.split(' ')[0] ?? binary, binary, from, to, cves };
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Those of its newest entry. */
async function cvesOf(deb: string, binary: string, folder: string): Promise<readonly string[]> {
  await runProgram(['dpkg-deb', '--extract', deb, join(folder, binary)]);
  const file = join(folder, binary, 'usr/share/doc', binary, 'changelog.Debian.gz');
  if (!existsSync(file)) return [];
  const [newest = ''] = gunzipSync(readFileSync(file)).toString().split(/^ -- /m);
  return [...new Set(newest.match(/CVE-\d{4}-\d{4,}/g))];
}

function stanzas(text: string, names: readonly string[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = text
    .split('\n\n')
    .map(
      (stanza) => new Map([...stanza.matchAll(/^([\w-]+): (.*)$/gm)].map(([, key = '', value = '']) => [key, value])),
    );
  return new Map(
    found.map((each) => [each.get('Package') ?? '', each] as const).filter(([name]) => names.includes(name)),
  );
}
