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

/** A deb for Debian, and for every other Linux an archive whose first file is its version. */
export async function publishNotes(server: Server, operator: KeyObject, version: string): Promise<void> {
  const { ask } = server;
  const folder = mkdtempSync(join(tmpdir(), 'suture-notes-'));
  try {
    await debRepository(join(folder, 'debs'), [{ name: 'lab-notes', version }]);
    const inside = join(folder, 'notes');
    mkdirSync(inside);
    writeFileSync(join(inside, 'VERSION'), `${version}\n`);
    // Two parts of it.
    writeFileSync(join(inside, 'data'), Buffer.alloc(OWN.part + 1, version));
    const archive = join(folder, 'notes.tar');
    await runProgram(['tar', '-cf', archive, '-C', folder, 'notes']);
    const deb = await sendFile(
      ask,
      readFileSync(join(folder, 'debs', `lab-notes_${version}_all.deb`)),
      'lab-notes.deb',
    );
    const tar = await sendFile(ask, readFileSync(archive), 'notes.tar');
    const needs = { freeMebibytes: 1, paths: ['/usr/bin/env'] };
    const common = { architecture: 'any', needs, exitCodes: [] };
    const install = [
      { unpack: { to: `/opt/notes/${version}`, strip: 1 } },
      { link: { at: '/opt/notes/current', to: `/opt/notes/${version}` } },
    ];
    await publishRelease(server, operator, {
      package: 'notes',
      version,
      installers: [
        { ...common, kind: 'deb', systems: ['debian'], file: deb, detect: { package: 'lab-notes' } },
        {
          ...common,
          kind: 'archive',
          systems: ['linux'],
          file: tar,
          install,
          detect: { file: '/opt/notes/current/VERSION' },
        },
      ],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
