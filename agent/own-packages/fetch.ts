// Brings what is on offer of packages of one's own to this machine, and the files of what a job installs: part by part, going on where it stopped.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRelease } from '@suture/core/own-packages/read-release.ts';
import type { OwnFile } from '@suture/core/own-packages/release.ts';
import type { PlanStep } from '@suture/core/rollouts/plan-document.ts';
import { agentPaths, ownFilePartPath } from '@suture/protocol/agent/paths.ts';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { ownFilePartAnswer, ownOffer } from '@suture/protocol/packages/messages.ts';
import type { ServerConnection } from '../server-connection.ts';
import { replaceFile } from '../state-file.ts';
import { filesFolder, offerPath, readOfferFile } from './offer-file.ts';

/** True where it lies beside the agent's state, for the executor to look at. */
export async function fetchOffer(server: ServerConnection, folder: string): Promise<boolean> {
  const reply = await server.ask(ownOffer, { method: 'GET', path: agentPaths.ownPackages, mostBytes: OWN.answer });
  if (reply.kind !== 'answer') return false;
  await replaceFile(offerPath(folder), JSON.stringify(reply.value));
  await forgetOthers(folder);
  return true;
}

/** Files that nothing on offer names any more. */
async function forgetOthers(folder: string): Promise<void> {
  const named = new Set((await filesOf(folder, () => true)).map(({ sha256 }) => sha256));
  for (const name of await readdir(filesFolder(folder)).catch(() => []))
    if (!named.has(name.slice(0, 64))) await rm(join(filesFolder(folder), name), { force: true });
}

const architecture = process.arch === 'x64' ? 'amd64' : process.arch;

/** Which files of what is on offer this machine may need: a few too many do no harm. */
async function filesOf(
  folder: string,
  isWanted: (name: string, version: string) => boolean,
): Promise<readonly OwnFile[]> {
  const offer = await readOfferFile(folder);
  return (offer?.releases ?? []).flatMap(({ release: text }) => {
    const read = readRelease(JSON.parse(text));
    if (!read.ok || !isWanted(read.release.package, read.release.version)) return [];
    return read.release.installers
      .filter(({ fits }) => fits.architecture === 'any' || fits.architecture === architecture)
      .map(({ file }) => file);
  });
}

export interface FetchLimits {
  /** Milliseconds of some clock. */
  readonly now: () => number;
  /** No part is begun after it: check-ins go on. */
  readonly mostMs: number;
}

/** Undefined where all that the step installs is here; else why not, and it goes on next time where it stopped. Never throws. */
export async function fetchStepFiles(
  server: ServerConnection,
  folder: string,
  { changes }: Pick<PlanStep, 'changes'>,
  { now, mostMs }: FetchLimits = { now: Date.now, mostMs: 60_000 },
): Promise<string | undefined> {
  const until = now() + mostMs;
  try {
    return await fetchAll(server, folder, changes, () => now() < until);
  } catch (cause) {
    // A full disk above all.
    return `they cannot be kept: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

async function fetchAll(
  server: ServerConnection,
  folder: string,
  changes: PlanStep['changes'],
  mayGoOn: () => boolean,
): Promise<string | undefined> {
  const wanted = await filesOf(folder, (name, version) =>
    changes.some((change) => change.package === name && change.to === version),
  );
  await mkdir(filesFolder(folder), { recursive: true, mode: 0o700 });
  for (const file of wanted) {
    const isThere = await stat(join(filesFolder(folder), file.sha256)).catch(() => undefined);
    if (isThere?.size === file.bytes) continue;
    if (!(await fetchFile(server, folder, file, mayGoOn))) return 'not all of them have come yet';
  }
  return undefined;
}

async function fetchFile(
  server: ServerConnection,
  folder: string,
  { sha256, bytes }: OwnFile,
  mayGoOn: () => boolean,
): Promise<boolean> {
  const path = join(filesFolder(folder), sha256);
  const beside = `${path}.part`;
  const file = await open(beside, 'a', 0o600);
  try {
    const { size } = await file.stat();
    let part = Math.floor(size / OWN.part);
    if (size > part * OWN.part) await file.truncate(part * OWN.part);
    for (let isLast = false; !isLast; part += 1) {
      if (!mayGoOn() || part * OWN.part > bytes) return false;
      const reply = await server.ask(ownFilePartAnswer, {
        method: 'GET',
        path: ownFilePartPath(sha256, part),
        mostBytes: OWN.part / 0.75 + 1024,
      });
      if (reply.kind !== 'answer') return false;
      await file.appendFile(Buffer.from(reply.value.data, 'base64'));
      ({ isLast } = reply.value);
    }
  } finally {
    await file.close();
  }
  if ((await digestOf(beside)) === sha256) await rename(beside, path);
  else await rm(beside, { force: true });
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
