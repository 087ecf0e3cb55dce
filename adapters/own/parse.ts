// Reads what the executor left of packages of one's own, and what dpkg and rpm say of packages by name.
import { readRelease } from '@suture/core/own-packages/read-release.ts';
import type { Release } from '@suture/core/own-packages/release.ts';

/** Bytes of the file with all that is on offer. */
export const mostOfferBytes = 32 << 20;
const mostReleases = 1_000;

export interface Offer {
  readonly releases: readonly Release[];
  /** On offer no more, and known as they were: by them one sees what is there of them, and takes it away. */
  readonly withdrawn: readonly Release[];
  /** Entries that are no releases. */
  readonly unread: number;
}

/** Undefined where it is not what the executor writes. Never throws. */
export function parseOffer(text: string): Offer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, releases, withdrawn = [] } = Object(value) as Readonly<Record<string, unknown>>;
  if (version !== 1 || !Array.isArray(releases) || !Array.isArray(withdrawn)) return undefined;
  const read = (values: readonly unknown[]): readonly Release[] =>
    values
      .slice(0, mostReleases)
      .map(readRelease)
      .flatMap((each) => (each.ok ? [each.release] : []));
  const [offered, gone] = [read(releases), read(withdrawn)];
  const unread = releases.length + withdrawn.length - offered.length - gone.length;
  return { releases: offered, withdrawn: gone, unread };
}

export interface Named {
  readonly version: string;
  /** False where it is unpacked and not configured, or half of it. */
  readonly whole: boolean;
}

/** `name<TAB>version<TAB>status`: dpkg's abbreviation, or `ii` for rpm. By name. */
export function parseNamed(text: string): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>();
  for (const line of text.split('\n').slice(0, 10_000)) {
    const [, name, version, status] = /^([\w.+-]{1,200})\t([\w.+~:^-]{1,200})\t([a-zA-Z]{2})/.exec(line) ?? [];
    // Removed, and its configuration left: it is not installed.
    if (name === undefined || version === undefined || !/^.[iUFHWt]/.test(status ?? '')) continue;
    found.set(name, { version, whole: /^.i/.test(status ?? '') });
  }
  return found;
}

/** The version that the first line of a file is; undefined where it is none. */
export const parseVersionFile = (text: string): string | undefined =>
  /^\s{0,10}v?([0-9][A-Za-z0-9.+~:_-]{0,79})\s{0,10}(?:\n|$)/.exec(text.slice(0, 200))?.[1];
