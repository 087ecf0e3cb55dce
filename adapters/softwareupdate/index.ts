// The softwareupdate adapter: macOS with its version, what Apple's updates installed, and what Apple's server offers.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Adapter, Detection, HeldBack, Section, Update } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import {
  historyFile,
  listUpdates,
  readOnlyCommands,
  responseVersionFile,
  softwareupdatePath,
  systemVersionFile,
} from './commands.ts';
import {
  type HistoryEntry,
  type MacUpdate,
  type MacVersion,
  parseHistory,
  parseUpdates,
  parseVersion,
} from './parse.ts';

export const softwareupdate: Adapter = {
  name: 'softwareupdate',
  capabilities: ['inventory', 'available'],
  watches: [
    { path: systemVersionFile, with: 'itself' },
    { path: responseVersionFile, with: 'itself' },
    { path: historyFile, with: 'itself' },
  ],
  readOnlyCommands,
  detect,
  inventory,
  available,
};

async function detect(host: Host): Promise<Detection> {
  if (!(await host.exists(softwareupdatePath))) return { present: false, reason: 'there is no softwareupdate here' };
  const version = await readVersion(host);
  return version === undefined
    ? { present: false, reason: 'macOS does not say its version' }
    : { present: true, version: `macOS ${said(version)}` };
}

/** The response's own file has the same fields and says which response it is. */
async function readVersion(host: Host): Promise<MacVersion | undefined> {
  const [response, system] = await Promise.all(
    [responseVersionFile, systemVersionFile].map(async (path) => {
      const read = await host.readFile(path, 20_000);
      return read.kind === 'text' ? parseVersion(read.text) : undefined;
    }),
  );
  return response?.version === system?.version && response?.response !== undefined ? response : system;
}

const said = ({ version, response }: MacVersion): string =>
  response === undefined ? version : `${version} ${response}`;

async function readHistory(
  host: Host,
): Promise<{ readonly items: readonly HistoryEntry[]; readonly problems: readonly string[] }> {
  const read = await host.readFile(historyFile, 32 << 20);
  if (read.kind !== 'text') return { items: [], problems: ['what updates were installed cannot be read'] };
  const { items, unread } = parseHistory(read.text);
  return {
    items,
    problems: [
      ...(read.truncated ? ['the list of what was installed is longer than Suture reads'] : []),
      ...(unread === 0 ? [] : [`${unread} entries of what was installed cannot be read`]),
    ],
  };
}

async function inventory(host: Host): Promise<Section<Package>> {
  const [version, history] = await Promise.all([readVersion(host), readHistory(host)]);
  if (version === undefined) return failed('macOS does not say its version, so what it has is unknown');
  return sectionOf(
    [systemPackage(version), ...history.items.filter(({ name }) => !isSystem(name)).map(historyPackage)],
    history.problems,
  );
}

function systemPackage(mac: MacVersion): Package {
  const { version, build, response } = mac;
  const [major = ''] = version.split('.');
  return {
    purl: buildPurl({ type: 'generic', namespace: 'apple', name: 'macOS', version, qualifiers: { build, response } }),
    ecosystem: `macOS:${major}`,
    name: 'macOS',
    version,
    arch: undefined,
    source: { name: 'macOS', version },
    origin: 'Apple',
  };
}

const historyPackage = ({ name, version }: HistoryEntry): Package => ({
  purl: buildPurl({ type: 'generic', namespace: 'apple', name, version }),
  ecosystem: undefined,
  name,
  version,
  arch: undefined,
  source: { name, version },
  origin: 'Apple',
});

/** Which version of it is installed is told by the system itself. */
const isSystem = (name: string): boolean => /^macOS\b/.test(name) && !/\bSecurity Response\b/.test(name);

async function available(host: Host): Promise<Section<Update>> {
  const [answer, version, history] = await Promise.all([
    ask(host, listUpdates, 'softwareupdate --list'),
    readVersion(host),
    readHistory(host),
  ]);
  if (!answer.ok) return failed(answer.why);
  const read = parseUpdates(`${answer.stdout}\n${answer.stderr}`);
  if (read.kind === 'unknown') return failed('softwareupdate says neither what is new nor that nothing is');
  if (read.kind === 'none') return sectionOf([], [...answer.problems]);
  const problems = [
    ...answer.problems,
    ...(read.unread === 0 ? [] : [`softwareupdate names ${read.unread} updates that cannot be read`]),
    ...(version === undefined ? ['macOS does not say its version'] : []),
  ];
  const known = new Map(history.items.map((entry) => [entry.name, entry.version]));
  return sectionOf(
    read.updates.map((update) => offerOf(update, version, known)),
    problems,
  );
}

function offerOf(update: MacUpdate, mac: MacVersion | undefined, known: ReadonlyMap<string, string>): Update {
  const { title, version, label, bytes } = update;
  const name = isSystem(title) ? 'macOS' : title;
  const installed = name === 'macOS' || isResponse(title) ? mac && said(mac) : known.get(title);
  return {
    adapter: 'softwareupdate',
    package: name,
    arch: undefined,
    source: { name, version },
    installed: installed ?? 'unknown',
    candidate: version,
    origin: `Apple: ${label}`,
    security: securityOf(title),
    heldBack: heldBackOf(update, mac),
    bytes,
  };
}

const isResponse = (title: string): boolean => /Security (?:Response|Improvement)/.test(title);

const securityOf = (title: string): Update['security'] =>
  isResponse(title) || /^Security Update\b/.test(title)
    ? { is: true, why: 'Apple calls it a security response or update' }
    : {
        is: 'unknown',
        why: 'the list does not say what an update fixes; what macOS releases fix is known from their advisories',
      };

function heldBackOf(
  { title, version, isDeferred, isRecommended }: MacUpdate,
  mac: MacVersion | undefined,
): HeldBack | undefined {
  if (isDeferred) return { cause: 'hold', why: "the organisation's management defers it on this machine" };
  const major = mac?.version.split('.')[0];
  if (isSystem(title) && major !== undefined && version.split('.')[0] !== major)
    return { cause: 'hold', why: `another release of macOS than ${major}: it is installed when asked for by name` };
  return isRecommended ? undefined : { cause: 'unknown', why: 'Apple does not recommend it for this machine' };
}
