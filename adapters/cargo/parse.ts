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
