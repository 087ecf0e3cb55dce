// Reads uninstall keys, as JSON of PowerShell's or as reg.exe prints them, into programs.
import { type Fields, fieldOf, fieldsOf, readJson } from './json.ts';

export interface Program {
  /** The key's own name: a product code or a name; what tells two programs of one name apart. */
  readonly key: string;
  readonly name: string;
  /** Undefined where the program does not say. */
  readonly version: string | undefined;
  readonly publisher: string | undefined;
  readonly scope: 'machine' | 'user';
  readonly is32Bit: boolean;
  /** Whether Windows Installer (msi) put it there. */
  readonly isMsi: boolean;
  /** Whether it can be removed without anybody at the screen. */
  readonly isQuiet: boolean;
}

export interface Programs {
  readonly items: readonly Program[];
  /** Programs whose name or version is no text that could be shown. */
  readonly unread: number;
}

const mostPrograms = 20_000;

export function parsePrograms(text: string): Programs | undefined {
  const programs = fieldOf(fieldsOf(readJson(text)), 'programs');
  if (!Array.isArray(programs)) return undefined;
  return programsOf(
    programs.slice(0, mostPrograms).map((each) => fieldsOf(each)),
    programs.length - mostPrograms,
  );
}

function programsOf(entries: readonly (Fields | undefined)[], more = 0): Programs {
  const items: Program[] = [];
  let unread = Math.max(more, 0);
  for (const fields of entries) {
    const read = readProgram(fields);
    if (read === 'unread') unread += 1;
    else if (read !== 'no-program') items.push(read);
  }
  return { items, unread };
}

/** Values under which Windows itself lists no program: patches of another one. */
const patches = /^(?:Update|Security Update|Hotfix|Update Rollup|ServicePack)$/i;

function readProgram(fields: Fields | undefined): Program | 'unread' | 'no-program' {
  const path = fieldOf(fields, 'key');
  if (typeof path !== 'string' || path.length > 1_000) return 'unread';
  const parts = path.split('\\');
  const key = line(parts.at(-1));
  const hive = parts[0]?.toUpperCase();
  if (key === undefined || (hive !== 'HKEY_LOCAL_MACHINE' && hive !== 'HKEY_USERS' && hive !== 'HKEY_CURRENT_USER'))
    return 'unread';
  const given = fieldOf(fields, 'DisplayName');
  if (given === undefined || given === '') return 'no-program';
  if (textIn(fields, 'ParentKeyName') !== undefined || patches.test(textIn(fields, 'ReleaseType') ?? ''))
    return 'no-program';
  const name = line(given);
  const version = fieldOf(fields, 'DisplayVersion');
  if (name === undefined) return 'unread';
  return {
    key,
    name,
    version: readVersion(version),
    publisher: line(fieldOf(fields, 'Publisher')),
    scope: hive === 'HKEY_LOCAL_MACHINE' ? 'machine' : 'user',
    is32Bit: parts.some((part) => part.toUpperCase() === 'WOW6432NODE'),
    isMsi: fieldOf(fields, 'WindowsInstaller') === 1,
    isQuiet: fieldOf(fields, 'WindowsInstaller') === 1 || textIn(fields, 'QuietUninstallString') !== undefined,
  };
}

const textIn = (fields: Fields | undefined, name: string): string | undefined => {
  const value = fieldOf(fields, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** One line of text without control characters, not longer than a name should be; what lost its letters is none. */
function line(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 300 || !value.isWellFormed()) return undefined;
  const text = value.trim();
  return text === '' || text.startsWith('-') || /[\p{Cc}\p{Cf}\uFFFD]/u.test(text) ? undefined : text;
}

/** Programs write what they like: `1.2.3`, `v2`, `2024-05 (x64)`. */
function readVersion(value: unknown): string | undefined {
  const text = line(typeof value === 'number' ? String(value) : value);
  return text !== undefined && text.length <= 64 && /^[\w.][\w.+~:(), -]*$/.test(text) ? text : undefined;
}

/** What `reg query KEY /s` prints; `is32Bit`: of the 32-bit view, whose paths do not say so under every Windows. */
export function parseRegistry(text: string, is32Bit: boolean): Programs {
  const entries: Record<string, unknown>[] = [];
  let entry: Record<string, unknown> | undefined;
  for (const raw of text.split(/\r?\n/)) {
    if (raw.startsWith('HKEY_')) {
      const key = is32Bit ? raw.replace(/\\Software\\Microsoft\\/i, '\\SOFTWARE\\WOW6432Node\\Microsoft\\') : raw;
      entry = isProgramKey(key) && entries.length < mostPrograms ? { key } : undefined;
      if (entry !== undefined) entries.push(entry);
      continue;
    }
    const value = /^ {4}(\w{1,40}) {4}(REG_SZ|REG_EXPAND_SZ|REG_DWORD) {4}(.*)$/.exec(raw);
    const [, name, type, data = ''] = value ?? [];
    if (entry === undefined || name === undefined || name === 'key' || !wanted.has(name)) continue;
    entry[name] = type === 'REG_DWORD' ? Number(data) : data;
  }
  return programsOf(entries);
}

const wanted: ReadonlySet<string> = new Set([
  'DisplayName',
  'DisplayVersion',
  'Publisher',
  'ParentKeyName',
  'ReleaseType',
  'WindowsInstaller',
  'QuietUninstallString',
]);

/** Directly below Uninstall: deeper keys are a program's own affair. */
const isProgramKey = (path: string): boolean => /\\Uninstall\\[^\\]+$/i.test(path);
