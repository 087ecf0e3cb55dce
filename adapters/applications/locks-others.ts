// Lock files of Cargo, poetry, uv, pip, composer, bundler, NuGet, .NET and Gradle.
import { maven } from '@suture/core/versions/maven.ts';
import { nuget } from '@suture/core/versions/nuget.ts';
import { packagist } from '@suture/core/versions/packagist.ts';
import { pep440 } from '@suture/core/versions/pep440.ts';
import { rubygems } from '@suture/core/versions/rubygems.ts';
import { semver } from '@suture/core/versions/semver.ts';
import { fieldOf, fieldsOf, listOf, readJson, textOf } from '../json.ts';
import { isProjectName, normalName } from '../python-packages.ts';
import type { Named } from './lock-files.ts';

/** Most versions, which are good by every scheme: the whole parsing of thousands takes long. */
const isNumbers = (version: string): boolean => /^\d{1,9}(?:\.\d{1,9}){1,3}$/.test(version);

const isPlain = (text: string): boolean => text.length <= 200 && /^[A-Za-z0-9_][\w.-]*$/.test(text);

const python = (name: string, version: string): readonly Named[] =>
  isProjectName(name) && version.length <= 100 && (isNumbers(version) || pep440.parse(version).ok)
    ? [{ name: normalName(name), version }]
    : [];

interface TomlPackage {
  readonly name: string;
  readonly version: string;
  readonly source: string | undefined;
}

/** The `[[package]]` tables of a lock file, which the tools write line by line. */
function tomlPackages(text: string): readonly TomlPackage[] | undefined {
  const tables = text.split(/^\[\[package\]\]\s*$/m);
  if (tables.length === 1) return /^version = \d/m.test(text.slice(0, 2000)) ? [] : undefined;
  return tables.slice(1).flatMap((table) => {
    const field = (key: string): string | undefined =>
      new RegExp(`^${key} = "([^"\\n]{1,500})"`, 'm').exec(table.slice(0, 4000))?.[1];
    const [name, version] = [field('name'), field('version')];
    return name === undefined || version === undefined ? [] : [{ name, version, source: field('source') }];
  });
}

/** What has no source, or another than the public registry, is no crate of it. */
export const parseCargoLock = (text: string): readonly Named[] | undefined =>
  tomlPackages(text)?.flatMap(({ name, version, source }) =>
    source === 'registry+https://github.com/rust-lang/crates.io-index' && isPlain(name) && semver.parse(version).ok
      ? [{ name, version }]
      : [],
  );

/** poetry.lock, uv.lock. */
export const parseTomlLock = (text: string): readonly Named[] | undefined =>
  tomlPackages(text)?.flatMap(({ name, version }) => python(name, version));

export function parsePipfileLock(text: string): readonly Named[] | undefined {
  const lock = fieldsOf(readJson(text));
  if (fieldsOf(fieldOf(lock, '_meta')) === undefined) return undefined;
  return ['default', 'develop'].flatMap((group) =>
    Object.entries(fieldsOf(fieldOf(lock, group)) ?? {}).flatMap(([name, value]) =>
      python(name, (textOf(fieldsOf(value), 'version') ?? '').replace(/^==/, '')),
    ),
  );
}

/** Only what is fixed to one version: `requests==2.31.0`. */
export const parseRequirements = (text: string): readonly Named[] =>
  text.split('\n').flatMap((line) => {
    const match = /^([\w.-]{1,200})(?:\[[\w,. -]{0,200}\])? ?== ?([\w.!+-]{1,100})(?=$|[\s;#\\])/.exec(
      line.slice(0, 1000).trim(),
    );
    return match === null ? [] : python(match[1] ?? '', match[2] ?? '');
  });

export function parseComposerLock(text: string): readonly Named[] | undefined {
  const lock = fieldsOf(readJson(text));
  if (!Array.isArray(fieldOf(lock, 'packages'))) return undefined;
  return [...listOf(lock, 'packages'), ...listOf(lock, 'packages-dev')].flatMap((value) => {
    const name = textOf(fieldsOf(value), 'name', 200) ?? '';
    const version = textOf(fieldsOf(value), 'version', 100) ?? '';
    return /^[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/i.test(name) && packagist.parse(version).ok
      ? [{ name: name.toLowerCase(), version }]
      : [];
  });
}

/** Below `GEM`: `    rack (3.0.0)`; what a gem needs is further in. */
export function parseGemfileLock(text: string): readonly Named[] | undefined {
  if (!/^(?:GEM|PATH|GIT)$/m.test(text)) return undefined;
  const found: Named[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    if (line !== '' && !line.startsWith(' ')) section = line.trim();
    if (section !== 'GEM' || line.startsWith('      ')) continue;
    const [, name, version = ''] =
      /^ {4}([A-Za-z0-9][\w.-]{0,200}) \(([\w.]{1,100})(?:-[\w.-]{1,60})?\)$/.exec(line) ?? [];
    if (name !== undefined && (isNumbers(version) || rubygems.parse(version).ok)) found.push({ name, version });
  }
  return found;
}

const dotnet = (name: string, version: string): readonly Named[] =>
  isPlain(name) && version.length <= 100 && (isNumbers(version) || nuget.parse(version).ok) ? [{ name, version }] : [];

export function parseNugetLock(text: string): readonly Named[] | undefined {
  const frameworks = fieldsOf(fieldOf(fieldsOf(readJson(text)), 'dependencies'));
  if (frameworks === undefined) return undefined;
  return Object.values(frameworks).flatMap((packages) =>
    Object.entries(fieldsOf(packages) ?? {}).flatMap(([name, value]) =>
      dotnet(name, textOf(fieldsOf(value), 'resolved') ?? ''),
    ),
  );
}

/** `NAME.deps.json` beside a .NET program: `"libraries": {"Newtonsoft.Json/13.0.1": {"type": "package"}}`. */
export function parseDepsJson(text: string): readonly Named[] | undefined {
  const libraries = fieldsOf(fieldOf(fieldsOf(readJson(text)), 'libraries'));
  if (libraries === undefined) return undefined;
  return Object.entries(libraries).flatMap(([key, value]) => {
    if (textOf(fieldsOf(value), 'type') !== 'package') return [];
    const slash = key.indexOf('/');
    return dotnet(key.slice(0, Math.max(slash, 0)), key.slice(slash + 1));
  });
}

/** `group:artifact:version=configurations`. */
export const parseGradleLock = (text: string): readonly Named[] | undefined => {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('empty='));
  const found = lines.flatMap((line) => {
    const match = /^([\w.-]{1,200}):([\w.-]{1,200}):([\w.+-]{1,100})=/.exec(line);
    return match !== null && maven.parse(match[3] ?? '').ok
      ? [{ name: `${match[1]}:${match[2]}`, version: match[3] ?? '' }]
      : [];
  });
  return lines.length > 0 && found.length === 0 ? undefined : found;
};
