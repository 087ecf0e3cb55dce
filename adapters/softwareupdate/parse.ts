// Reads what softwareupdate lists, and the property lists in which macOS keeps its version and what was installed.
// Source: softwareupdate(8), plist(5).
import { shown } from '../ask.ts';

export interface MacUpdate {
  readonly label: string;
  readonly title: string;
  readonly version: string;
  readonly bytes: number | undefined;
  readonly isRecommended: boolean;
  /** The organisation's management puts it off. */
  readonly isDeferred: boolean;
  readonly restarts: boolean;
}

export type MacUpdates =
  | { readonly kind: 'none' }
  | { readonly kind: 'some'; readonly updates: readonly MacUpdate[]; readonly unread: number }
  | { readonly kind: 'unknown' };

const mostUpdates = 1_000;

/** `text` is stdout and stderr together: that there is nothing new goes to stderr. */
export function parseUpdates(text: string): MacUpdates {
  const lines = text.split('\n').slice(0, 20_000);
  const updates: MacUpdate[] = [];
  let unread = 0;
  for (const [at, line] of lines.entries()) {
    const label = /^\s*\* (?:Label: )?(\S.{0,200}?)\s*$/.exec(line)?.[1];
    if (label === undefined) continue;
    const details = lines[at + 1] ?? '';
    const update =
      updates.length < mostUpdates ? (readDetails(label, details) ?? readOldDetails(label, details)) : undefined;
    if (update === undefined) unread += 1;
    else updates.push(update);
  }
  if (updates.length > 0 || unread > 0) return { kind: 'some', updates, unread };
  return lines.some((line) => line.trim() === 'No new software available.') ? { kind: 'none' } : { kind: 'unknown' };
}

const isVersion = (text: string): boolean => /^\d[\w.]{0,40}(?: \([a-z]\))?$/.test(text);

/** `Title: macOS Sonoma 14.6.1, Version: 14.6.1, Size: 1619832KiB, Recommended: YES, Action: restart, ` */
function readDetails(label: string, line: string): MacUpdate | undefined {
  const match = /^\s*Title: (.{1,200}?), Version: ([^,]{1,60}), Size: (\d{1,12})Ki?B?(.{0,200})$/.exec(
    line.slice(0, 600),
  );
  const [, title, version, size, rest = ''] = match ?? [];
  if (title === undefined || version === undefined || !isVersion(version.trim())) return undefined;
  return {
    label: shown(label, 120),
    title: shown(title, 120),
    version: version.trim(),
    bytes: Number(size) * 1024,
    isRecommended: rest.includes('Recommended: YES'),
    isDeferred: rest.includes('Deferred: YES'),
    restarts: /Action: (?:restart|shut down)/.test(rest),
  };
}

/** Before macOS 10.15: `Safari (13.1), 67518K [recommended] [restart]`. */
function readOldDetails(label: string, line: string): MacUpdate | undefined {
  const [, title, version, size, rest = ''] =
    /^\s*(.{1,200}?) ?\(([\w. ]{1,40})\), (\d{1,12})K(.{0,100})$/.exec(line.slice(0, 400)) ?? [];
  if (title === undefined || version === undefined || !isVersion(version.trim())) return undefined;
  return {
    label: shown(label, 120),
    title: shown(title, 120),
    version: version.trim(),
    bytes: Number(size) * 1024,
    isRecommended: rest.includes('[recommended]'),
    isDeferred: false,
    restarts: rest.includes('[restart]'),
  };
}

export interface MacVersion {
  /** `14.6.1`. */
  readonly version: string;
  /** `23G93`. */
  readonly build: string;
  /** `(a)`: of a Rapid Security Response. */
  readonly response: string | undefined;
}

export function parseVersion(text: string): MacVersion | undefined {
  const fields = dictOf(text.slice(0, 20_000));
  const [version, build] = [fields.get('ProductVersion'), fields.get('ProductBuildVersion')];
  if (version === undefined || !/^\d{1,3}(?:\.\d{1,3}){1,3}$/.test(version)) return undefined;
  if (build === undefined || !/^\d{1,3}[A-Z]\d{1,6}[a-z]?$/.test(build)) return undefined;
  const response = fields.get('ProductVersionExtra');
  return { version, build, response: response !== undefined && /^\([a-z]\)$/.test(response) ? response : undefined };
}

export interface HistoryEntry {
  readonly name: string;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly date: string;
}

/** What Apple's own installers put there; of several entries of one name the last. */
export function parseHistory(text: string): { readonly items: readonly HistoryEntry[]; readonly unread: number } {
  const latest = new Map<string, HistoryEntry>();
  let unread = 0;
  for (const part of text.split('</dict>').slice(0, 50_000)) {
    const start = part.lastIndexOf('<dict>');
    if (start === -1) continue;
    const fields = dictOf(part.slice(start, start + 20_000));
    if (!apple.has(fields.get('processName') ?? '')) continue;
    const [name, version, date] = [
      shown(fields.get('displayName') ?? '', 120),
      fields.get('displayVersion'),
      fields.get('date'),
    ];
    // An entry without a version says only that something was done.
    if (version === undefined || version === '') continue;
    if (
      name === '' ||
      name.startsWith('-') ||
      !isVersion(version) ||
      date === undefined ||
      !/^[\dTZ:.-]{20,30}$/.test(date)
    ) {
      unread += 1;
      continue;
    }
    const before = latest.get(name);
    if (before === undefined || before.date <= date) latest.set(name, { name, version, date });
  }
  return { items: [...latest.values()], unread };
}

const apple: ReadonlySet<string> = new Set(['softwareupdated', 'softwareupdate', 'Software Update', 'macOS Installer']);

/** The texts and dates of one dictionary; nested values are passed over. */
function dictOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(
    /<key>([\w ]{1,60})<\/key>\s{0,20}<(?:string|date)>([^<]{0,500})</g,
  ))
    if (!fields.has(name)) fields.set(name, unescaped(value));
  return fields;
}

const marks: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  !text.includes('&') ? text : text.replace(/&(lt|gt|amp|quot|apos);/g, (_, mark: string) => marks[mark] ?? '');
