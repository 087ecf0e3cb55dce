// Whether a machine believes what it is told is on offer: reads as the policy, line by line. What is not allowed by all of it is left out.
import { createHash } from 'node:crypto';
import { readRelease } from '@suture/core/own-packages/read-release.ts';
import { SKEW_MS } from '../deployments/limits.ts';
import type { Trust } from '../deployments/verify-dispatch.ts';
import { ownOffer, type OwnOffer } from './messages.ts';
import { openIndex, openRelease, type IndexStatement } from './statements.ts';

/** The newest index that was believed, from a disk that remembers; both 0 before the first. */
export interface SeenIndex {
  readonly epoch: number;
  readonly number: number;
}

/** A release as it was sent: its canonical JSON, and who signed it. */
export type SentRelease = OwnOffer['releases'][number];

export type VerifiedOffer =
  | {
      readonly ok: true;
      readonly index: IndexStatement;
      /** Each release that is believed. */
      readonly releases: readonly SentRelease[];
      /** What is on offer and not believed, a sentence each. */
      readonly left: readonly string[];
    }
  | { readonly ok: false; readonly why: string };

/** `now`: UTC milliseconds. Never throws. */
export function verifyOffer(
  given: unknown,
  trust: Omit<Trust, 'endpoint'>,
  seen: SeenIndex,
  now: number,
): VerifiedOffer {
  const no = (why: string): VerifiedOffer => ({ ok: false, why });
  const read = ownOffer.safeParse(given);
  if (!read.success) return no('it is not what a server says of what is on offer');
  const opened = openIndex(read.data.index, trust.serverKeys);
  if (!opened.ok) return no(`its index: ${opened.why}`);
  const index = opened.payload;
  if (index.organisation !== trust.organisation) return no('it is of another organisation');
  if (now >= Date.parse(index.expiresAt)) return no(`it was good until ${index.expiresAt}`);
  if (Date.parse(index.at) > now + SKEW_MS) return no(`it is of ${index.at}, which is yet to come`);
  if (index.epoch < seen.epoch || (index.epoch === seen.epoch && index.number < seen.number))
    return no(`it is older than what was seen before (${index.epoch}.${index.number})`);
  const sent = new Map(
    read.data.releases.map((each) => [createHash('sha256').update(each.release).digest('hex'), each] as const),
  );
  const releases: SentRelease[] = [];
  const left: string[] = [];
  for (const { package: name, version, release } of index.releases) {
    const one = sent.get(release);
    const why = one === undefined ? 'it was not sent' : whyNot(one, { ...index, name, version, release }, trust);
    if (why === undefined && one !== undefined) releases.push(one);
    else left.push(`${name} ${version}: ${why ?? ''}`);
  }
  return { ok: true, index, releases, left };
}

/**
 * Those of `known`, believed once, that the index names no more and that enough of today's keys have signed: how one sees that they are
 * there, and takes them away, is believed as it was. Never throws.
 */
export function withdrawnOf(
  known: readonly SentRelease[],
  { organisation, releases }: Pick<IndexStatement, 'organisation' | 'releases'>,
  trust: Pick<Trust, 'operatorKeys' | 'threshold'>,
): readonly SentRelease[] {
  return known.filter((each) => {
    const read = readable(each.release);
    if (read === undefined) return false;
    const { package: name, version } = read;
    if (releases.some((one) => one.package === name && one.version === version)) return false;
    const release = createHash('sha256').update(each.release).digest('hex');
    return whyNot(each, { organisation, name, version, release }, trust) === undefined;
  });
}

function whyNot(
  { release: text, envelope }: { readonly release: string; readonly envelope: unknown },
  expected: {
    readonly organisation: string;
    readonly name: string;
    readonly version: string;
    readonly release: string;
  },
  { operatorKeys, threshold }: Pick<Trust, 'operatorKeys' | 'threshold'>,
): string | undefined {
  const opened = openRelease(envelope, operatorKeys, threshold);
  if (!opened.ok) return opened.why;
  const { organisation, package: name, version, release } = opened.payload;
  const isSame =
    organisation === expected.organisation &&
    name === expected.name &&
    version === expected.version &&
    release === expected.release;
  if (!isSame) return 'operators signed another release';
  const read = readable(text);
  if (read === undefined) return 'its release cannot be read';
  return read.package === name && read.version === version ? undefined : 'its release is of another package or version';
}

function readable(text: string): { readonly package: string; readonly version: string } | undefined {
  try {
    const read = readRelease(JSON.parse(text));
    return read.ok ? read.release : undefined;
  } catch {
    return undefined;
  }
}
