// Reads how people and purls write an operating system: `debian:12`, `ubuntu:22.04+esm-apps`, `distro=rocky-linux-9.4`.
import { debianReleases } from './debian-releases.ts';
import type { OperatingSystem } from './package.ts';
import { ubuntuReleases } from './ubuntu-releases.ts';

export type OperatingSystemReading =
  | { readonly ok: true; readonly os: OperatingSystem }
  | { readonly ok: false; readonly reason: string };

/** os-release IDs by the names that people, purls and vendors use for them. */
const ids: ReadonlyMap<string, string> = new Map([
  ...['debian', 'raspbian', 'ubuntu', 'alpine', 'almalinux', 'rocky', 'rhel', 'centos', 'fedora', 'amzn', 'ol'].map(
    same,
  ),
  ...['sles', 'sled', 'opensuse', 'opensuse-leap', 'opensuse-tumbleweed', 'mageia', 'photon', 'arch', 'wolfi'].map(
    same,
  ),
  ...['chainguard', 'windows', 'macos'].map(same),
  ['alma', 'almalinux'],
  ['rockylinux', 'rocky'],
  ['rocky-linux', 'rocky'],
  ['redhat', 'rhel'],
  ['red-hat', 'rhel'],
  ['amazon', 'amzn'],
  ['amazonlinux', 'amzn'],
  ['oracle', 'ol'],
  ['oraclelinux', 'ol'],
  ['suse', 'sles'],
  ['archlinux', 'arch'],
]);

function same(id: string): readonly [string, string] {
  return [id, id];
}

/** Systems without releases: a version may be left out. */
const rolling: ReadonlySet<string> = new Set(['arch', 'wolfi', 'chainguard', 'opensuse-tumbleweed', 'windows']);

/** What `+…` may name, by system. */
const subscriptions: ReadonlyMap<string, readonly string[]> = new Map([
  ['ubuntu', ['esm-infra', 'esm-apps']],
  ['rhel', ['eus', 'aus', 'e4s', 'tus', 'els']],
]);

/** `ID:VERSION[+subscription…]` as given to `--os`. Codenames become numbers; `+pro` is Ubuntu's two ESM pockets. */
export function parseOperatingSystem(text: string): OperatingSystemReading {
  const shown = JSON.stringify(text.slice(0, 60));
  const match = /^\s*([A-Za-z][\w.-]{0,40})(?::([\w.~-]{0,40}))?((?:\+[\w-]{1,40}){0,8})\s*$/.exec(text);
  const [, writtenId = '', writtenVersion = '', extras = ''] = match ?? [];
  if (!match)
    return refuse(`${shown} does not read as ID:VERSION, such as debian:12, ubuntu:22.04+esm-apps or rhel:9.2+eus`);
  const id = ids.get(writtenId.toLowerCase());
  if (id === undefined) return refuse(unknownId(writtenId, writtenVersion));
  const version = numbered(id, writtenVersion);
  if (!rolling.has(id) && version === undefined) {
    return refuse(
      writtenVersion === ''
        ? `${shown} names no version; write it as ${id}:VERSION`
        : `"${writtenVersion}" is not a version of ${id} that is known here; write its number, such as ${examples.get(id) ?? `${id}:9`}`,
    );
  }
  const known = subscriptions.get(id) ?? [];
  const wanted = extras
    .split('+')
    .filter((extra) => extra !== '')
    .map((extra) => extra.toLowerCase());
  const expanded = wanted.flatMap((extra) => (id === 'ubuntu' && extra === 'pro' ? known : [extra]));
  const stranger = expanded.find((extra) => !known.includes(extra));
  if (stranger !== undefined) {
    const offer = id === 'ubuntu' ? [...known, 'pro'] : known;
    return refuse(
      `"+${stranger}" is not known for ${id}; ${offer.length > 0 ? `it takes +${offer.join(', +')}` : 'it takes none'}`,
    );
  }
  const os: OperatingSystem = { id, version: version ?? '' };
  return { ok: true, os: expanded.length > 0 ? { ...os, subscriptions: [...new Set(expanded)].sort() } : os };
}

/**
 * The system a distribution package's purl names: by its `distro` qualifier (`debian-12`, `3.19.1`, `bookworm`,
 * `opensuse-leap-15.6`), else by its namespace alone, and then with an empty version. Undefined when it names none.
 */
export function distributionOf(namespace: string | undefined, distro: string | undefined): OperatingSystem | undefined {
  // Ubuntu's advisories write `esm-infra/focal`.
  const written = (distro ?? '').slice(0, 80).toLowerCase().split('/').at(-1) ?? '';
  const [prefix, rest] = cut(written);
  const id = ids.get(prefix) ?? ids.get((namespace ?? '').toLowerCase());
  return id === undefined ? undefined : { id, version: numbered(id, rest) ?? '' };
}

const examples: ReadonlyMap<string, string> = new Map([
  ['debian', 'debian:12'],
  ['ubuntu', 'ubuntu:22.04'],
  ['alpine', 'alpine:3.19'],
]);

const refuse = (reason: string): OperatingSystemReading => ({ ok: false, reason });

function unknownId(id: string, version: string): string {
  const glued = /^([A-Za-z-]+?)-?(\d[\d.]*)$/.exec(id);
  const base = glued?.[1]?.toLowerCase() ?? '';
  if (version === '' && ids.has(base)) return `"${id}" lacks the colon; did you mean ${ids.get(base)}:${glued?.[2]}?`;
  return `"${id}" is no operating system known here; known are ${[...new Set(ids.values())].join(', ')}`;
}

/** The release number of a version as written: `bookworm` is 12, `sid` is unstable, `v3.19` is 3.19; undefined when it is none. */
function numbered(id: string, version: string): string | undefined {
  const text = version.toLowerCase();
  if (/^v?\d[\w.]*$/.test(text)) return text.replace(/^v/, '');
  if (id === 'debian' || id === 'raspbian') return debianReleases.get(text === 'unstable' ? 'sid' : text);
  if (id === 'ubuntu') return ubuntuReleases.get(text);
  if (id === 'alpine' && text === 'edge') return text;
  return rolling.has(id) ? text : undefined;
}

/** `rocky-linux-8-6-legacy` is rocky-linux and 8.6; a known id may itself have hyphens, so the longest one wins. */
function cut(distro: string): readonly [string, string] {
  for (let end = distro.length; end > 0; end = distro.lastIndexOf('-', end - 1)) {
    const prefix = distro.slice(0, end);
    if (ids.has(prefix)) return [prefix, distro.slice(end + 1).replace(/^(\d+)-(\d+)(?:-.*)?$/, '$1.$2')];
  }
  return ['', distro];
}
