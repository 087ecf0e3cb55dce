// What a server says is on offer of packages of one's own, signed as tests want it.
import { createHash, type KeyObject } from 'node:crypto';
import { canonicalJson } from '@suture/core/audit/canonical-json.ts';
import { signIndex, signRelease } from './statements.ts';

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A deb of its own name, of this content. */
export function releaseText(name: string, version: string, content: Uint8Array, over: object = {}): string {
  const file = { name: `${name}.deb`, bytes: content.length, sha256: sha256(content) };
  const installer = { kind: 'deb', systems: ['debian'], architecture: 'any', file, detect: { package: name } };
  const more = { needs: { freeMebibytes: 0, paths: [] }, exitCodes: [] };
  const written = canonicalJson({
    package: name,
    version,
    title: name,
    vendor: 'Examplix',
    requires: [],
    supersedes: [],
    installers: [{ ...installer, ...more }],
    ...over,
  });
  if (!written.ok) throw new Error(written.problem);
  return written.text;
}

export interface OfferedRelease {
  readonly name: string;
  readonly version: string;
  readonly text: string;
  readonly by: readonly KeyObject[];
  /** Signed in place of what it is. */
  readonly signs?: string;
}

export function offerOf(
  organisation: string,
  server: KeyObject,
  releases: readonly OfferedRelease[],
  over: { readonly epoch?: number; readonly number?: number; readonly at?: string; readonly expiresAt?: string } = {},
) {
  const { epoch = 1, number = 1, at = '2026-11-01T00:00:00.000Z', expiresAt = '2026-11-08T00:00:00.000Z' } = over;
  const targets = releases.map(({ name, version, text }) => ({ package: name, version, release: sha256(text) }));
  return {
    index: signIndex({ organisation, epoch, number, at, expiresAt, releases: targets }, server),
    releases: releases.map(({ name, version, text, by, signs = sha256(text) }) => ({
      release: text,
      envelope: signRelease({ organisation, package: name, version, release: signs }, by),
    })),
  };
}
