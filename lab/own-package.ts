// Publishes a package of the organisation's own on a server of the lab, as suture package publish does: files in parts, then the signed release.
import { createHash, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { signRelease } from '@suture/protocol/packages/statements.ts';
import { debRepository } from './deb-repository.ts';
import { runProgram } from './programs.ts';
import type { Server } from './server.ts';

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** JSON with the names of each object sorted, as what is signed is written. */
const inOneOrder = (value: object): string =>
  JSON.stringify(value, (_name, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );

const common = { architecture: 'any', needs: { freeMebibytes: 1, paths: ['/usr/bin/env'] }, exitCodes: [] };

/** A deb for Debian, and for every other Linux an archive whose first file is its version. */
export async function publishNotes(server: Server, operator: KeyObject, version: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'suture-notes-'));
  try {
    await debRepository(join(folder, 'debs'), [{ name: 'lab-notes', version }]);
    const made = readFileSync(join(folder, 'debs', `lab-notes_${version}_all.deb`));
    const deb = await sendFile(server.ask, made, 'lab-notes.deb');
    // Two parts of it.
    const archive = await sendArchive(server, folder, 'notes', version, Buffer.alloc(OWN.part + 1, version));
    await publishRelease(server, operator, {
      package: 'notes',
      version,
      installers: [
        { ...common, kind: 'deb', systems: ['debian'], file: deb, detect: { package: 'lab-notes' } },
        archive,
      ],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An archive of its version and this, for every Linux: `/opt/NAME/current/data`. Its SHA-256. */
export async function publishData(
  server: Server,
  operator: KeyObject,
  about: { readonly package: string; readonly version: string; readonly data: Buffer },
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'suture-data-'));
  try {
    const { package: name, version, data } = about;
    const archive = await sendArchive(server, folder, name, version, data);
    await publishRelease(server, operator, { package: name, version, installers: [archive] });
    return archive.file.sha256;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What installs it, once its file is there. */
async function sendArchive({ ask }: Server, folder: string, name: string, version: string, data: Buffer) {
  const inside = join(folder, name);
  mkdirSync(inside);
  writeFileSync(join(inside, 'VERSION'), `${version}\n`);
  writeFileSync(join(inside, 'data'), data);
  await runProgram(['tar', '-cf', join(folder, `${name}.tar`), '-C', folder, name]);
  const file = await sendFile(ask, readFileSync(join(folder, `${name}.tar`)), `${name}.tar`);
  const install = [
    { unpack: { to: `/opt/${name}/${version}`, strip: 1 } },
    { link: { at: `/opt/${name}/current`, to: `/opt/${name}/${version}` } },
  ];
  const detect = { file: `/opt/${name}/current/VERSION` };
  return { ...common, kind: 'archive', systems: ['linux'], file, install, detect };
}

/** Signed by the operator; its files are there. */
export async function publishRelease(
  { ask }: Server,
  operator: KeyObject,
  about: { readonly package: string; readonly version: string; readonly installers: readonly object[] },
): Promise<void> {
  const release = inOneOrder({ title: about.package, vendor: 'Lab', requires: [], supersedes: [], ...about });
  const { organisation } = (await ask('GET', '/own-packages')) as { readonly organisation: string };
  const said = { organisation, package: about.package, version: about.version, release: sha256(release) };
  await ask('POST', '/own-packages', { release, envelope: signRelease(said, [operator]) });
}

export async function sendFile(ask: Server['ask'], content: Buffer, name: string) {
  const digest = sha256(content);
  for (let part = 0; part * OWN.part < content.length; part += 1) {
    const data = content.subarray(part * OWN.part, (part + 1) * OWN.part).toString('base64');
    await ask('PUT', `/own-files/${digest}/parts/${part}`, { data });
  }
  await ask('POST', `/own-files/${digest}`, { bytes: content.length });
  return { name, bytes: content.length, sha256: digest };
}
