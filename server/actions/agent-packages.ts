// The agent's packages that this server offers to machines without one: what `npm run package` left in a folder.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { installScript, type OfferedPackage } from '@suture/protocol/trust/install-script.ts';

export interface AgentPackage extends OfferedPackage {
  readonly path: string;
}

export interface AgentPackages {
  readonly packages: readonly AgentPackage[];
  /** What the one line of enrolment fetches, and the digest that it carries. */
  readonly script: string;
  readonly scriptSha256: string;
}

const shape = /^suture-agent_[\w.+~]+_(amd64|arm64)\.(deb|tar\.gz)$/;

/**
 * Looks again at each call, and reads only files that are new. Of several versions the one that was built last is offered.
 * Answers undefined where there is none, which is no fault: the line is then for machines that have the agent.
 */
export function agentPackages(folder: string): () => Promise<AgentPackages | undefined> {
  const digests = new Map<string, string>();
  let held: AgentPackages | undefined;
  return async () => {
    const found = await Promise.all((await readdir(folder).catch(() => [])).map((name) => look(folder, name)));
    const newest = new Map<string, Found>();
    for (const each of found.filter((one) => one !== undefined).sort((a, b) => a.changed - b.changed)) {
      newest.set(`${each.architecture} ${each.kind}`, each);
    }
    const packages: AgentPackage[] = [];
    for (const { changed, inode, ...each } of newest.values()) {
      const mark = `${each.path} ${each.bytes} ${changed} ${inode}`;
      const sha256 = digests.get(mark) ?? (await digestOf(each.path));
      digests.set(mark, sha256);
      packages.push({ ...each, sha256 });
    }
    packages.sort((a, b) => (a.name < b.name ? -1 : 1));
    if (packages.length === 0) return undefined;
    const script = installScript(packages);
    if (held?.script !== script) {
      held = { packages, script, scriptSha256: createHash('sha256').update(script).digest('hex') };
    }
    return held;
  };
}

type Found = Omit<AgentPackage, 'sha256'> & { readonly changed: number; readonly inode: number };

async function look(folder: string, name: string): Promise<Found | undefined> {
  const [, architecture, ending] = shape.exec(name) ?? [];
  if (architecture === undefined) return undefined;
  const path = join(folder, name);
  const file = await stat(path).catch(() => undefined);
  if (file?.isFile() !== true) return undefined;
  const kind = ending === 'deb' ? 'deb' : 'archive';
  const { size: bytes, mtimeMs: changed, ino: inode } = file;
  return { architecture: architecture as Found['architecture'], kind, name, path, bytes, changed, inode };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
