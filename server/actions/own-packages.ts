// Admins publish releases of packages of one's own, signed by operators, and withdraw them.
import { createHash } from 'node:crypto';
import { canonicalJson } from '@suture/core/audit/canonical-json.ts';
import { whyInCircle } from '@suture/core/own-packages/circle.ts';
import { compareOwn } from '@suture/core/own-packages/compare.ts';
import { readRelease } from '@suture/core/own-packages/read-release.ts';
import type { Release } from '@suture/core/own-packages/release.ts';
import { goodSignatures } from '@suture/protocol/deployments/statements.ts';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { openRelease, type ReleaseStatement } from '@suture/protocol/packages/statements.ts';
import { readSigningKey } from '@suture/protocol/trust/keys.ts';
import type { Transaction } from '../store/database.ts';
import { operatorKeys } from '../store/operator-keys.ts';
import * as rows from '../store/own-packages.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

function parsed(text: string): Release | string {
  try {
    const value: unknown = JSON.parse(text);
    const canonical = canonicalJson(value);
    if (!canonical.ok || canonical.text !== text) return 'it is not canonical JSON, as suture package build writes it';
    const read = readRelease(value);
    return read.ok
      ? read.release
      : read.faults
          .map(({ at, problem }) => `${at}: ${problem}`)
          .slice(0, 5)
          .join('; ');
  } catch {
    return 'it is no JSON';
  }
}

export interface Published {
  readonly package: string;
  readonly version: string;
  /** Its SHA-256. */
  readonly release: string;
}

/** The same again, by another operator, adds a signature. */
export function publish(
  door: PeopleDoor,
  by: By,
  { release: text, envelope }: { readonly release: string; readonly envelope: unknown },
): Promise<Done<Published, 'invalid' | 'conflict'>> {
  const { organisation, actor } = by.access;
  const release = parsed(text);
  if (typeof release === 'string') return Promise.resolve(refuse('invalid', `the release cannot be taken: ${release}`));
  const { package: name, version } = release;
  const digest = createHash('sha256').update(text).digest('hex');
  const expected: ReleaseStatement = { organisation, package: name, version, release: digest };
  return door.store.inOrganisation(organisation, async (transaction) => {
    const opened = openRelease(envelope, await keysInForce(transaction), 1);
    if (!opened.ok) return refuse('invalid', opened.why);
    if (!Object.entries(expected).every(([member, value]) => Reflect.get(opened.payload, member) === value))
      return refuse('invalid', 'it signs another release');
    const releases = await rows.ownReleases(transaction);
    const before = releases.find((each) => each.package === name && each.version === version);
    if (before !== undefined && before.digest !== digest)
      return refuse(
        'conflict',
        `${name} ${version} is published with other content, and a version never becomes another`,
      );
    if (before !== undefined && before.withdrawnAt !== null)
      return refuse('conflict', `${name} ${version} is withdrawn: give it another version`);
    const at = door.now();
    if (before === undefined) {
      const why = await whyNotWhole(transaction, release, releases);
      if (why !== undefined) return refuse('invalid', why);
      const files = release.installers.map(({ file }) => file.sha256);
      await rows.addOwnRelease(transaction, { package: name, version, digest, document: text }, files, actor, at);
    }
    const keys = await keysInForce(transaction);
    const added: string[] = [];
    for (const { key, signature } of goodSignatures(envelope, (one) => openRelease(one, keys, 1).ok)) {
      if (await rows.addOwnReleaseSignature(transaction, release, { key, signature }, actor, at)) added.push(key);
    }
    if (before === undefined || added.length > 0) {
      await rows.countOwnIndex(transaction, at);
      await record(transaction, by, {
        at,
        action: before === undefined ? 'own-package.publish' : 'own-package.sign',
        subject: `own-package:${name}@${version}`,
        before: null,
        after: { release: digest, keys: added },
      });
    }
    return { ok: true, value: { package: name, version, release: digest } };
  });
}

async function whyNotWhole(
  transaction: Transaction,
  release: Release,
  releases: readonly rows.OwnReleaseRow[],
): Promise<string | undefined> {
  const { installers } = release;
  if (releases.filter(({ withdrawnAt }) => withdrawnAt === null).length >= OWN.releases)
    return `${OWN.releases} releases are on offer already: withdraw some first`;
  const there = await rows.completeOwnFiles(
    transaction,
    installers.map(({ file }) => file.sha256),
  );
  const missing = installers.find(({ file }) => there.get(file.sha256) !== file.bytes);
  if (missing !== undefined) return `its file ${missing.file.name} is not here whole: send it first`;
  return whyInCircle(release, newestOnOffer(releases));
}

function newestOnOffer(rowsOfAll: readonly rows.OwnReleaseRow[]): readonly Release[] {
  const newest = new Map<string, Release>();
  for (const { document, withdrawnAt } of rowsOfAll) {
    const release = withdrawnAt === null ? parsed(document) : '';
    if (typeof release === 'string') continue;
    const before = newest.get(release.package);
    const kind = release.installers[0]?.kind ?? 'archive';
    if (before === undefined || compareOwn(kind, before.version, release.version) < 0)
      newest.set(release.package, release);
  }
  return [...newest.values()];
}

const keysInForce = async (transaction: Transaction) =>
  (await operatorKeys(transaction))
    .filter(({ revokedAt }) => revokedAt === null)
    .flatMap(({ publicKey }) => readSigningKey(publicKey) ?? []);

export function withdraw(
  door: PeopleDoor,
  by: By,
  { package: name, version }: { readonly package: string; readonly version: string },
): Promise<Done<undefined, 'not-found'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const at = door.now();
    if (!(await rows.withdrawOwnRelease(transaction, { package: name, version }, at)))
      return refuse('not-found', `${name} ${version} is not on offer`);
    await rows.countOwnIndex(transaction, at);
    await record(transaction, by, {
      at,
      action: 'own-package.withdraw',
      subject: `own-package:${name}@${version}`,
      before: null,
      after: null,
    });
    return { ok: true, value: undefined };
  });
}

export async function describeOwnPackages(transaction: Transaction) {
  const inForce = new Set(
    (await operatorKeys(transaction))
      .filter(({ revokedAt }) => revokedAt === null)
      .map(({ fingerprint }) => fingerprint),
  );
  const items = (await rows.ownReleases(transaction)).flatMap((row) => {
    const release = parsed(row.document);
    if (typeof release === 'string') return [];
    const { title, vendor, installers } = release;
    const { package: name, version, digest, publishedAt, publishedBy, withdrawnAt, signatures } = row;
    return [
      {
        package: name,
        version,
        title,
        vendor,
        release: digest,
        kinds: installers.map(({ kind }) => kind),
        systems: [...new Set(installers.flatMap(({ fits }) => fits.systems))],
        bytes: installers.reduce((sum, { file }) => sum + file.bytes, 0),
        signers: signatures.map(({ key }) => key).filter((key) => inForce.has(key)),
        publishedAt: publishedAt.toISOString(),
        publishedBy,
        withdrawnAt: withdrawnAt?.toISOString() ?? null,
      },
    ];
  });
  return { items, organisation: transaction.organisation };
}
