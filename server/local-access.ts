// The file by which programs on this machine find the server and are let in: its owner's alone, gone when the server stops.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { endLocalAccess, issueLocalAccess, type LocalAccess } from './actions/issue-local-access.ts';
import type { PeopleDoor } from './actions/people-door.ts';
import type { OrganisationId } from './store/database.ts';

/** What the file says of the server. */
export interface Whereabouts {
  /** Of the API, an https origin. */
  readonly url: string;
  /** What endpoints connect to; an https origin. */
  readonly agents: string;
  /** What to trust the server by, PEM. */
  readonly authority: string;
  /** Of the key that enrolment tokens pin. */
  readonly fingerprint: string;
}

export interface LocalAccessFile extends Whereabouts {
  readonly version: 1;
  readonly pid: number;
  readonly token: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

export const localAccessPath = (state: string): string => join(state, 'server', 'local-access.json');

export interface KeptLocalAccess {
  /** Writes the file anew where the token has less than a third of its life left, or the server says something else of itself. */
  keep(whereabouts: Whereabouts): Promise<void>;
  end(): Promise<void>;
}

/** Nothing is written before the first `keep`. */
export async function openLocalAccess(
  door: PeopleDoor,
  organisation: OrganisationId,
  state: string,
): Promise<KeptLocalAccess> {
  const path = localAccessPath(state);
  let former: unknown = await formerToken(path);
  let held: LocalAccess | undefined;
  let written = '';
  return {
    async keep(whereabouts) {
      const now = door.now().getTime();
      const isLow = held === undefined || held.expiresAt.getTime() - now < 4 * 3_600_000;
      if (isLow) {
        held = await issueLocalAccess(door, organisation, { machine: hostname().slice(0, 100) || 'unnamed', former });
        former = held.token;
      }
      if (held === undefined) return;
      const content: LocalAccessFile = {
        version: 1,
        ...whereabouts,
        pid: process.pid,
        token: held.token,
        expiresAt: held.expiresAt.toISOString(),
      };
      const text = `${JSON.stringify(content, null, 2)}\n`;
      if (text !== written) await replace(path, text);
      written = text;
    },
    async end() {
      await rm(path, { force: true });
      await endLocalAccess(door, organisation, former);
    },
  };
}

async function formerToken(path: string): Promise<unknown> {
  try {
    const held: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Reflect.get(Object(held), 'token');
  } catch {
    return undefined;
  }
}

async function replace(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
  const file = await open(beside, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}
