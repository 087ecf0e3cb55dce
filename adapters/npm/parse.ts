// What npm, package.json files, dpkg and rpm say, turned into facts; all of it may be cut off or made up.
import { npm as scheme } from '@suture/core/versions/npm.ts';

export type Manifest =
  | { readonly ok: true; readonly name: string; readonly version: string }
  | { readonly ok: false; readonly reason: string };

const packageName = /^(?:@[\w~.-]{1,214}\/)?[\w~.-]{1,214}$/;
const versionText = /^[\w.+~-]{1,256}$/;

/** A package.json's name and version, where it has both and they could be published. */
export function parseManifest(text: string): Manifest {
  const manifest = readObject(text);
  if (manifest === undefined) return { ok: false, reason: 'its package.json is no JSON object' };
  const name = manifest['name'];
  const version = manifest['version'];
  if (typeof name !== 'string' || !packageName.test(name))
    return { ok: false, reason: 'its package.json has no valid name' };
  if (typeof version !== 'string' || !versionText.test(version.trim())) {
    return { ok: false, reason: 'its package.json has no valid version' };
  }
  return { ok: true, name, version: version.trim() };
}

/** `npm prefix -g`: one absolute path. */
export function parsePrefix(text: string): string | undefined {
  const line = text.trim();
  if (/^(?:\/[\w@+-][\w@.+-]*){1,50}$/.test(line)) return line;
  return /^\/[^\p{Cc}\uFFFD]{0,1000}$/u.test(line) && !line.split('/').includes('..')
    ? line.replace(/\/+$/, '')
    : undefined;
}

export interface Outdated {
  readonly name: string;
  readonly current: string;
  readonly latest: string;
  /** Where it is installed; npm before 7 does not say. */
  readonly location: string | undefined;
}

export type OutdatedAnswer =
  | { readonly ok: true; readonly outdated: readonly Outdated[]; readonly problems: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/**
 * `npm outdated -g --json`: an object by name; the entry is an array where a package is installed in several places.
 * A failure is one entry `error` with a `code`, which a package of that name does not have.
 */
export function parseOutdated(text: string, exitCode: number): OutdatedAnswer {
  const answer = readObject(text);
  if (answer === undefined) return { ok: false, reason: 'npm outdated did not answer in JSON' };
  const error = answer['error'];
  if (isObject(error) && typeof error['code'] === 'string' && error['current'] === undefined) {
    const summary = typeof error['summary'] === 'string' ? error['summary'] : '';
    return { ok: false, reason: `npm could not ask the registry for updates: ${plain(`${error['code']} ${summary}`)}` };
  }
  const entries: { readonly name: string; readonly entry: unknown }[] = [];
  for (const name of Object.keys(answer)) {
    const value = answer[name];
    if (Array.isArray(value)) for (const entry of value as unknown[]) entries.push({ name, entry });
    else entries.push({ name, entry: value });
  }
  if (exitCode !== (entries.length === 0 ? 0 : 1) && !(exitCode === 0 && entries.length > 0)) {
    return { ok: false, reason: `npm outdated failed with exit code ${exitCode}` };
  }
  const outdated: Outdated[] = [];
  const problems: string[] = [];
  for (const { name, entry } of entries) {
    const read = readEntry(name, entry);
    if (typeof read === 'string') problems.push(read);
    else if (read !== undefined) outdated.push(read);
  }
  return { ok: true, outdated, problems };
}

/** `npm view --json NAME@VERSION version dist.unpackedSize`: one version. */
export function parseView(
  text: string,
): { readonly version: string; readonly unpacked: number | undefined } | undefined {
  const answer = readObject(text);
  const version = answer?.['version'];
  if (typeof version !== 'string' || !versionText.test(version)) return undefined;
  const size = answer?.['dist.unpackedSize'];
  return { version, unpacked: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : undefined };
}

/** An update, a problem in words, or undefined where what is installed is not older. */
function readEntry(name: string, entry: unknown): Outdated | string | undefined {
  if (!packageName.test(name) || !isObject(entry)) return 'npm outdated names something that is no package';
  const { current, latest, location } = entry;
  if (current === undefined) return undefined;
  if (typeof current !== 'string' || typeof latest !== 'string') return unknownUpdates(name);
  const installed = scheme.parse(current);
  const newest = scheme.parse(latest);
  if (!installed.ok || !newest.ok) return unknownUpdates(name);
  if (scheme.compare(installed.version, newest.version) >= 0) return undefined;
  const place = typeof location === 'string' ? parsePrefix(location) : undefined;
  return { name, current, latest, location: place };
}

const unknownUpdates = (name: string): string =>
  `${name} was not installed from the registry by version: whether it has updates is unknown`;

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\uFFFD]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
