// Which files name the packages of an application exactly, and how each is read.
import type { Language } from '../language-packages.ts';
import { parseNpmLock, parsePnpmLock, parseYarnLock } from './locks-javascript.ts';
import {
  parseCargoLock,
  parseComposerLock,
  parseDepsJson,
  parseGemfileLock,
  parseGradleLock,
  parseNugetLock,
  parsePipfileLock,
  parseRequirements,
  parseTomlLock,
} from './locks-others.ts';

export interface Named {
  readonly name: string;
  readonly version: string;
}

/** Undefined where the text is not what it should be. */
export type LockReader = (text: string) => readonly Named[] | undefined;

export type Kind = Pick<Language, 'type' | 'ecosystem'>;

export const kinds = {
  npm: { type: 'npm', ecosystem: 'npm' },
  pypi: { type: 'pypi', ecosystem: 'PyPI' },
  cargo: { type: 'cargo', ecosystem: 'crates.io' },
  gem: { type: 'gem', ecosystem: 'RubyGems' },
  composer: { type: 'composer', ecosystem: 'Packagist' },
  nuget: { type: 'nuget', ecosystem: 'NuGet' },
  maven: { type: 'maven', ecosystem: 'Maven' },
  go: { type: 'golang', ecosystem: 'Go' },
} as const satisfies Record<string, Kind>;

const readers: ReadonlyMap<string, { readonly kind: Kind; readonly read: LockReader }> = new Map([
  ['package-lock.json', { kind: kinds.npm, read: parseNpmLock }],
  ['npm-shrinkwrap.json', { kind: kinds.npm, read: parseNpmLock }],
  ['yarn.lock', { kind: kinds.npm, read: parseYarnLock }],
  ['pnpm-lock.yaml', { kind: kinds.npm, read: parsePnpmLock }],
  ['Cargo.lock', { kind: kinds.cargo, read: parseCargoLock }],
  ['composer.lock', { kind: kinds.composer, read: parseComposerLock }],
  ['Gemfile.lock', { kind: kinds.gem, read: parseGemfileLock }],
  ['poetry.lock', { kind: kinds.pypi, read: parseTomlLock }],
  ['uv.lock', { kind: kinds.pypi, read: parseTomlLock }],
  ['Pipfile.lock', { kind: kinds.pypi, read: parsePipfileLock }],
  ['requirements.txt', { kind: kinds.pypi, read: parseRequirements }],
  ['packages.lock.json', { kind: kinds.nuget, read: parseNugetLock }],
  ['gradle.lockfile', { kind: kinds.maven, read: parseGradleLock }],
]);

export const lockNames: readonly string[] = [...readers.keys(), '*.deps.json'];

export const lockReaderOf = (name: string): { readonly kind: Kind; readonly read: LockReader } | undefined =>
  readers.get(name) ?? (name.endsWith('.deps.json') ? { kind: kinds.nuget, read: parseDepsJson } : undefined);
