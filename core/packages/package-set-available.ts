// The canonical lines of an `available` section: one update each that a channel offers, or one fix that such an update brings.
import { readDay } from '../risk/days.ts';
import type { SetFormat } from './package-set.ts';

/** An update as a set carries it: what adapters report, without the adapter's name, which the section already says. */
export interface AvailableUpdate {
  readonly package: string;
  readonly arch: string | undefined;
  readonly source: { readonly name: string; readonly version: string };
  readonly installed: string;
  readonly candidate: string;
  /** The channel it comes from. */
  readonly origin: string;
  readonly security: { readonly is: boolean | 'unknown'; readonly why: string };
  /** Why the channel would not install it now; undefined when it would. */
  readonly heldBack: { readonly cause: HoldCause; readonly why: string } | undefined;
  /** Bytes to download, a whole number; undefined where the index does not say. */
  readonly bytes: number | undefined;
}

export type HoldCause = (typeof HOLD_CAUSES)[number];

export const HOLD_CAUSES = ['hold', 'pin', 'phasing', 'new-packages', 'dependencies', 'unknown'] as const;

/** What the changelog of an update on offer says that it closes. A statement of the archive's, passed on by the endpoint. */
export interface ChangelogFix {
  /** The source version on offer, which closes it. */
  readonly source: { readonly name: string; readonly version: string };
  /** A CVE. */
  readonly vulnerability: string;
  /** The source version whose entry names it; the one on offer or an earlier one. */
  readonly since: string;
  /** `YYYY-MM-DD` of that entry: when the fix was published. */
  readonly published: string | undefined;
}

export type AvailableItem = AvailableUpdate | ChangelogFix;

export const isFix = (item: AvailableItem): item is ChangelogFix => 'vulnerability' in item;

/**
 * Two kinds of lines, told apart by how many fields they have. An update: package, architecture, installed, candidate, source
 * name, source version, origin, security (`yes`, `no`, `unknown`), why, cause of holding back, why, bytes. A fix, once however
 * many packages its source has, as kernels close thousands: source name, source version, vulnerability, since, published.
 */
export const availableSet: SetFormat<AvailableItem> = {
  kind: 'available',
  header: 'suture.set/1 available',
  fields: [12, 5],
  write: (item) => (isFix(item) ? writeFix(item) : writeUpdate(item)),
  read: (fields) => (fields.length === 5 ? readFix(fields) : readUpdate(fields)),
};

const writeFix = ({ source, vulnerability, since, published }: ChangelogFix): readonly (string | undefined)[] => [
  source.name,
  source.version,
  vulnerability,
  since,
  published,
];

function readFix([name, version, vulnerability, since, published]: readonly (string | undefined)[]):
  | ChangelogFix
  | string {
  if (!name || !version || !since) return 'a fix needs its source, with versions';
  if (!CVE.test(vulnerability ?? '')) return 'a fix is of a CVE';
  if (published !== undefined && readDay(published) !== published) return 'a fix is published on a day';
  return { source: { name, version }, vulnerability: vulnerability ?? '', since, published };
}

const CVE = /^CVE-\d{4}-\d{4,19}$/;

const writeUpdate = (update: AvailableUpdate): readonly (string | undefined)[] => [
  update.package,
  update.arch,
  update.installed,
  update.candidate,
  update.source.name,
  update.source.version,
  update.origin,
  update.security.is === 'unknown' ? 'unknown' : update.security.is ? 'yes' : 'no',
  update.security.why,
  update.heldBack?.cause,
  update.heldBack?.why,
  // An index that gives a size that is none has not said the size.
  isSize(update.bytes) ? String(update.bytes) : undefined,
];

function readUpdate([
  name,
  arch,
  installed,
  candidate,
  sourceName,
  sourceVersion,
  origin,
  security,
  why,
  cause,
  heldWhy,
  bytes,
]: readonly (string | undefined)[]): AvailableUpdate | string {
  if (name === undefined || installed === undefined || candidate === undefined || origin === undefined) {
    return 'an update needs package, versions and origin';
  }
  if (sourceName === undefined || sourceVersion === undefined) return 'an update needs its source';
  const is = security === undefined ? undefined : SECURITY.get(security);
  if (is === undefined || why === undefined) return 'security is yes, no or unknown, with a reason';
  if ((cause === undefined) !== (heldWhy === undefined)) return 'holding back has a cause and a reason, or neither';
  const known = HOLD_CAUSES.find((one) => one === cause);
  if (cause !== undefined && known === undefined)
    return `the cause of holding back is one of ${HOLD_CAUSES.join(', ')}`;
  return {
    package: name,
    arch,
    source: { name: sourceName, version: sourceVersion },
    installed,
    candidate,
    origin,
    security: { is, why },
    heldBack: known === undefined || heldWhy === undefined ? undefined : { cause: known, why: heldWhy },
    bytes: bytes === undefined ? undefined : Number(bytes),
  };
}

const SECURITY: ReadonlyMap<string, boolean | 'unknown'> = new Map<string, boolean | 'unknown'>([
  ['yes', true],
  ['no', false],
  ['unknown', 'unknown'],
]);

const isSize = (bytes: number | undefined): bytes is number =>
  bytes !== undefined && Number.isSafeInteger(bytes) && bytes >= 0 && !Object.is(bytes, -0);
