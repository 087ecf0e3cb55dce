// Which operating system this machine runs, by its own files: os-release, the host name, Ubuntu Pro's state; else macOS or Windows.
import { hostname } from 'node:os';
import { readForeignSystem } from './foreign-system.ts';
import type { Host } from './host.ts';
import type { OperatingSystem } from '@suture/core/packages/package.ts';

export interface LocalSystem {
  /** Undefined when it could not be determined; then `problems` says why. */
  readonly system: OperatingSystem | undefined;
  /** What is not known, in plain words. */
  readonly problems: readonly string[];
}

/** The name of this machine, without control characters. */
export function localName(name: string = hostname()): string {
  return plain(name) || 'this machine';
}

/**
 * Reads /etc/os-release (else /usr/lib/os-release) and, on Ubuntu, which Pro pockets are in use; where there is none,
 * whether this is macOS or Windows. Never throws and runs nothing but `pro status` and a query of the registry.
 */
export async function readLocalSystem(host: Host): Promise<LocalSystem> {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const read = await host.readFile(path, 65_536);
    if (read.kind === 'missing') continue;
    if (read.kind !== 'text') return { system: undefined, problems: [`${path} could not be read`] };
    const system = systemOf(parseOsRelease(read.text));
    if (system === undefined) return { system: undefined, problems: [`${path} does not say which system this is`] };
    if (system.id !== 'ubuntu') return { system, problems: [] };
    const { subscriptions, problem } = await proPockets(host);
    return {
      system: subscriptions.length > 0 ? { ...system, subscriptions } : system,
      problems: problem === undefined ? [] : [problem],
    };
  }
  const foreign = await readForeignSystem(host);
  if (foreign !== undefined) return { system: foreign, problems: [] };
  return { system: undefined, problems: ['there is no /etc/os-release, so the operating system is unknown'] };
}

/** Builds the system from os-release's fields. Debian's testing and unstable have no VERSION_ID: the codename stands in. */
export function systemOf(fields: ReadonlyMap<string, string>): OperatingSystem | undefined {
  const id = fields.get('ID')?.toLowerCase();
  if (id === undefined || !/^[a-z0-9][a-z0-9._-]{0,60}$/.test(id)) return undefined;
  const version = fields.get('VERSION_ID') ?? fields.get('VERSION_CODENAME') ?? '';
  const name = plain(fields.get('PRETTY_NAME') ?? '');
  return {
    id,
    version: /^[\w.+-]{0,60}$/.test(version) ? version : '',
    ...(name === '' ? {} : { name }),
  };
}

/** The assignments of an os-release file, quotes and escapes resolved as a shell would; os-release(5). Nothing is run. */
export function parseOsRelease(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r\n|\n|\r/)) {
    const assignment = /^\s*([A-Z][A-Z0-9_]{0,60})=(.*)$/.exec(line);
    if (assignment?.[1] !== undefined) fields.set(assignment[1], unquote((assignment[2] ?? '').trim()));
  }
  return fields;
}

function unquote(value: string): string {
  const quote = value[0];
  if (quote === "'" && value.length > 1 && value.endsWith("'")) return value.slice(1, -1);
  const bare = quote === '"' && value.length > 1 && value.endsWith('"') ? value.slice(1, -1) : value;
  return bare.replace(/\\(["$`\\])/g, '$1');
}

const pockets: ReadonlyMap<string, string> = new Map([
  ['esm-infra', 'esm-infra'],
  ['esm-apps', 'esm-apps'],
  ['fips', 'fips'],
  ['fips-updates', 'fips-updates'],
  ['realtime-kernel', 'realtime-kernel'],
]);

/** What `pro` keeps for itself; the same shape as its JSON, readable without starting Python. */
const proStatusFile = '/var/lib/ubuntu-advantage/status.json';

async function proPockets(
  host: Host,
): Promise<{ readonly subscriptions: readonly string[]; readonly problem?: string }> {
  const unknown = { subscriptions: [], problem: 'whether Ubuntu Pro is in use could not be determined' } as const;
  const read = await host.readFile(proStatusFile, 4 << 20);
  const fromFile = read.kind === 'text' && !read.truncated ? parseProStatus(read.text) : undefined;
  if (fromFile !== undefined) return { subscriptions: fromFile };
  const argv = ['pro', 'status', '--format', 'json'] as const;
  const result = await host.run({ argv, timeoutMs: 30_000, maxOutputBytes: 4 << 20 });
  // Without Ubuntu's Pro client there can be no Pro subscription.
  if (result.kind === 'missing' && read.kind === 'missing') return { subscriptions: [] };
  if (result.kind !== 'exited' || result.code !== 0 || result.truncated) return unknown;
  const subscriptions = parseProStatus(result.stdout);
  return subscriptions === undefined ? unknown : { subscriptions };
}

/** The enabled pockets of `pro status --format json`; undefined when it is not that. */
export function parseProStatus(text: string): readonly string[] | undefined {
  try {
    const status: unknown = JSON.parse(text);
    if (typeof status !== 'object' || status === null) return undefined;
    const { attached, services } = status as Record<string, unknown>;
    if (typeof attached !== 'boolean' || !Array.isArray(services)) return undefined;
    if (!attached) return [];
    const enabled = services.flatMap((service: unknown) => {
      const { name, status: state } = (service ?? {}) as Record<string, unknown>;
      const pocket = typeof name === 'string' && state === 'enabled' ? pockets.get(name) : undefined;
      return pocket === undefined ? [] : [pocket];
    });
    return [...new Set(enabled)].sort();
  } catch {
    return undefined;
  }
}

function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\uFFFD]/gu, '')
    .trim()
    .slice(0, 200);
}
