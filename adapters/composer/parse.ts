// Reads composer's list of installed packages and its answer about newer ones.
// Source: https://getcomposer.org/doc/04-schema.md, composer's src/Composer/Repository/InstalledFilesystemRepository.php.
import { packagist as scheme } from '@suture/core/versions/packagist.ts';
import { fieldOf, fieldsOf, listOf, readJson, textOf } from '../json.ts';

export interface Listed {
  readonly name: string;
  readonly version: string;
}

export interface Read {
  readonly items: readonly Listed[];
  readonly unread: number;
}

export const isName = (text: string): boolean => /^[a-z0-9](?:[\w.-]{0,100})\/[a-z0-9](?:[\w.-]{0,100})$/i.test(text);

function listed(value: unknown, field: 'version' | 'latest'): Listed | undefined {
  const fields = fieldsOf(value);
  const name = textOf(fields, 'name', 201);
  const version = textOf(fields, field, 100);
  // Branches (`dev-main 1a2b3c4`) are no versions.
  if (name === undefined || version === undefined || !isName(name) || !scheme.parse(version).ok) return undefined;
  return { name: name.toLowerCase(), version };
}

const read = (values: readonly unknown[], field: 'version' | 'latest'): Read => {
  const items = values.slice(0, 10_000).map((each) => listed(each, field));
  const good = items.filter((each) => each !== undefined);
  return { items: good, unread: values.length - good.length };
};

/** `vendor/composer/installed.json`: an object since composer 2, a list before. */
export function parseInstalled(text: string): Read | undefined {
  const value = readJson(text);
  if (Array.isArray(value)) return read(value, 'version');
  const packages = fieldOf(fieldsOf(value), 'packages');
  return Array.isArray(packages) ? read(packages, 'version') : undefined;
}

/** Whether something in that list acts when composer runs. `composer-installer` is what plugins were before composer 1. */
export function hasPlugins(text: string): boolean {
  const value = readJson(text);
  const packages = Array.isArray(value) ? value : listOf(fieldsOf(value), 'packages');
  return packages.some((each) => /^composer-(?:plugin|installer)$/.test(textOf(fieldsOf(each), 'type') ?? ''));
}

/** Whether a composer.json or config.json has composer put programs or packages elsewhere than below `vendor`. */
export function keepsElsewhere(text: string): boolean {
  const config = fieldsOf(fieldOf(fieldsOf(readJson(text)), 'config'));
  return ['vendor-dir', 'bin-dir'].some((name) => fieldOf(config, name) !== undefined);
}

/** The names in `require` of a composer.json: what somebody asked for. */
export function parseRequired(text: string): ReadonlySet<string> | undefined {
  const fields = fieldsOf(readJson(text));
  if (fields === undefined) return undefined;
  return new Set(Object.keys(fieldsOf(fieldOf(fields, 'require')) ?? {}).map((name) => name.toLowerCase()));
}

/** `composer outdated --format=json`: `{"installed": […]}` with a `latest` each, `[]` where nothing is outdated. */
export function parseOutdated(text: string): Read | undefined {
  const value = readJson(text);
  if (Array.isArray(value)) return value.length === 0 ? { items: [], unread: 0 } : undefined;
  const fields = fieldsOf(value);
  return fields === undefined || !Array.isArray(fields['installed'])
    ? undefined
    : read(listOf(fields, 'installed'), 'latest');
}
