// Packages of the demo's own: one on offer in two versions, one that was withdrawn. Their files are made up, too.
import { createHash, type KeyObject } from 'node:crypto';
import { canonicalJson } from '@suture/core/audit/canonical-json.ts';
import type { Installer } from '@suture/core/own-packages/release.ts';
import { writeRelease } from '@suture/core/own-packages/write-release.ts';
import { signRelease } from '@suture/protocol/packages/statements.ts';
import { endFile, putFilePart } from '../actions/own-files.ts';
import { publish, withdraw } from '../actions/own-packages.ts';
import type { By, PeopleDoor } from '../actions/people-door.ts';
import { settled } from './rollouts.ts';

export interface OwnPackagesParts {
  readonly door: PeopleDoor;
  /** Who publishes. */
  readonly by: By;
  /** An operator's, whose public half the server knows. */
  readonly key: KeyObject;
}

/** `wait`: called between what happens on different days. */
export async function ownPackages(parts: OwnPackagesParts, wait: () => void): Promise<void> {
  await published(parts, 'order-desk-printers', '1.3.0', 'Printers of the order desk');
  await published(parts, 'shop-clock', '2.0.1', 'Clock of the shops');
  wait();
  await published(parts, 'order-desk-printers', '1.4.0', 'Printers of the order desk');
  settled(await withdraw(parts.door, parts.by, { package: 'shop-clock', version: '2.0.1' }));
}

async function published({ door, by, key }: OwnPackagesParts, name: string, version: string, title: string) {
  const data = Buffer.from(`made up: ${name} ${version}\n`);
  const file = {
    name: `${name}_${version}_amd64.deb`,
    bytes: data.length,
    sha256: createHash('sha256').update(data).digest('hex'),
  };
  settled(await putFilePart(door, by, { sha256: file.sha256, part: 0, data }));
  settled(await endFile(door, by, file));
  const installer: Installer = {
    kind: 'deb',
    fits: { systems: ['debian', 'ubuntu'], least: undefined, architecture: 'amd64' },
    file,
    needs: { freeMebibytes: 20, paths: [] },
    detect: { by: 'package', name },
    exitCodes: [],
  };
  const written = canonicalJson(
    writeRelease({
      package: name,
      version,
      title,
      vendor: 'Kestrel Foods IT',
      requires: [],
      supersedes: [],
      installers: [installer],
    }),
  );
  if (!written.ok) throw new Error('a release of the demo is no JSON');
  const release = createHash('sha256').update(written.text).digest('hex');
  const { organisation } = by.access;
  const envelope = signRelease({ organisation, package: name, version, release }, [key]);
  settled(await publish(door, by, { release: written.text, envelope }));
}
