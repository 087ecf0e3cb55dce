// Judges whether an update is a security update, by the archives its versions come from.
import type { Update } from '../adapter.ts';
import type { Origin } from './origin.ts';
import type { PolicyVersion } from './policy.ts';

/** `passed`: the offered version first, then every version between it and the installed one. */
export function judgeSecurity(
  passed: readonly PolicyVersion[],
  origins: ReadonlyMap<string, Origin>,
): Update['security'] {
  const [offered, ...between] = passed;
  if (offered === undefined) return { is: 'unknown', why: 'no index offers it' };
  const own = known(offered, origins);
  const from = own.find(({ kind }) => kind === 'security');
  if (from !== undefined) return { is: true, why: `${from.text} offers it` };
  for (const version of between) {
    const archive = known(version, origins).find(({ kind }) => kind === 'security');
    if (archive !== undefined) {
      return {
        is: true,
        why: `it is above ${version.version}, a security update in ${archive.text}, and so contains it`,
      };
    }
  }
  const foreign = own.find(({ hasSecurityArchive }) => !hasSecurityArchive);
  if (foreign !== undefined)
    return { is: 'unknown', why: `${foreign.text} does not tell security updates from others` };
  if (own.length === 0) return { is: 'unknown', why: 'no known index offers it' };
  return {
    is: false,
    why: `${own[0]?.text ?? ''} offers it, not a security archive; it may close vulnerabilities all the same`,
  };
}

/** Every archive that has the version, the security archive first, as apt writes them. */
export function originText(version: PolicyVersion, origins: ReadonlyMap<string, Origin>): string {
  const texts = known(version, origins)
    .toSorted((a, b) => Number(b.kind === 'security') - Number(a.kind === 'security'))
    .map(({ text }) => text);
  return texts.length > 0 ? [...new Set(texts)].join(', ') : (version.indexes[0]?.description ?? 'unknown');
}

const known = (version: PolicyVersion, origins: ReadonlyMap<string, Origin>): readonly Origin[] =>
  version.indexes.map(({ description }) => origins.get(description)).filter((origin) => origin !== undefined);
