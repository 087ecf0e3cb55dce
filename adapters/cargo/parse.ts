// Reads cargo's list of what it installed, and what it says of a crate.
// Source: cargo's src/cargo/ops/common_for_install_and_uninstall.rs.
import { semver } from '@suture/core/versions/semver.ts';
import { fieldOf, fieldsOf, readJson } from '../json.ts';

export interface Crate {
  readonly name: string;
  readonly version: string;
  /** From the public registry: only such have advisories and newer versions there. */
  readonly isPublic: boolean;
}

export interface Build {
  readonly name: string;
  readonly version: string;
  readonly isPublic: boolean;
  /** Its programs, as files. */
  readonly bins: readonly string[];
  /** As the crate comes: with its usual features and profile, for this machine. */
  readonly isPlain: boolean;
}

const key = /^([A-Za-z0-9_][\w-]{0,100}) (\S{1,100}) \((\S{1,2000})\)$/;
const publicSources = new Set([
  'registry+https://github.com/rust-lang/crates.io-index',
  'sparse+https://index.crates.io/',
]);

export interface Crates {
  readonly items: readonly Crate[];
  readonly unread: number;
}

function crateOf(text: string): Crate | undefined {
  const [, name = '', version = '', source = ''] = key.exec(text) ?? [];
  return name !== '' && semver.parse(version).ok ? { name, version, isPublic: publicSources.has(source) } : undefined;
}

const listOfCrates = (keys: readonly string[]): Crates => {
  const items = keys.slice(0, 10_000).map(crateOf);
  const read = items.filter((crate) => crate !== undefined);
  return { items: read, unread: keys.length - read.length };
};

/** `.crates2.json`: `{"installs": {"ripgrep 13.0.0 (registry+https://…)": {…}}}`. */
export function parseInstalls(text: string): Crates | undefined {
  const installs = fieldsOf(fieldOf(fieldsOf(readJson(text)), 'installs'));
  return installs === undefined ? undefined : listOfCrates(Object.keys(installs));
}

/** The same with what each was built like; what cannot be read is left out. */
export function parseBuilds(text: string): readonly Build[] | undefined {
  const installs = fieldsOf(fieldOf(fieldsOf(readJson(text)), 'installs'));
  if (installs === undefined) return undefined;
  return Object.entries(installs)
    .slice(0, 10_000)
    .flatMap(([of, value]): readonly Build[] => {
      const crate = crateOf(of);
      const fields = fieldsOf(value);
      const [bins, features] = [fieldOf(fields, 'bins'), fieldOf(fields, 'features')];
      if (crate === undefined || !Array.isArray(bins)) return [];
      const names = bins.filter((bin) => typeof bin === 'string' && /^\w[\w.-]{0,100}$/.test(bin)) as readonly string[];
      const isPlain =
        names.length === bins.length &&
        Array.isArray(features) &&
        features.length === 0 &&
        fieldOf(fields, 'all_features') !== true &&
        fieldOf(fields, 'no_default_features') !== true &&
        fieldOf(fields, 'profile') === 'release';
      return [{ ...crate, bins: names, isPlain }];
    });
}

export const isCrateName = (text: string): boolean => /^[A-Za-z0-9_][\w-]{0,100}$/.test(text);

/** `.crates.toml`, which older versions alone write: `"ripgrep 13.0.0 (registry+…)" = ["rg"]` below `[v1]`. */
export function parseToml(text: string): Crates | undefined {
  if (!/^\[v1\]\s*$/m.test(text)) return undefined;
  const keys = [...text.matchAll(/^"([^"\n]{1,3000})" = \[/gm)].map((match) => match[1] ?? '');
  return listOfCrates(keys);
}

/** `version: 15.2.0`, or `version: 13.0.0 (latest 15.2.0)` in `cargo info`. */
export function parseInfo(text: string): string | undefined {
  const [, version = '', latest] =
    /^version: (\S{1,100})(?: \(latest (\S{1,100})\))?/m.exec(text.slice(0, 100_000)) ?? [];
  const newest = latest ?? version;
  return semver.parse(newest).ok ? newest : undefined;
}
