// The winget adapter: programs that winget knows from its sources, with pins, and what the sources have newer.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Adapter, Detection, Section, Update } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { softwareHive } from '../windows.ts';
import { listInstalled, listPins, listUpgrades, readOnlyCommands, wingetVersion } from './commands.ts';
import { parseInstalled, parsePins, parseUpgrades } from './parse.ts';

/** NO_APPLICATIONS_FOUND and UPDATE_NOT_APPLICABLE: sources were asked. Source: winget-cli, doc/windows/package-manager/winget/returnCodes.md. */
const nothingNewer: readonly number[] = [0x8a15_0014, 0x8a15_002b];

export const winget: Adapter = {
  name: 'winget',
  capabilities: ['inventory', 'available'],
  watches: [{ path: softwareHive, with: 'itself' }],
  readOnlyCommands,
  detect,
  inventory,
  available,
};

async function detect(host: Host): Promise<Detection> {
  // Nowhere but on Windows; and the system's account has no winget.
  if (!(await host.exists(softwareHive))) return { present: false, reason: 'this is not Windows' };
  const answer = await ask(host, wingetVersion, 'winget --version');
  if (!answer.ok) return { present: false, reason: answer.why };
  const version = /^v?(\d[\w.+-]{0,40})\s*$/m.exec(answer.stdout)?.[1];
  return version === undefined
    ? { present: false, reason: 'winget does not say its version' }
    : { present: true, version };
}

async function inventory(host: Host): Promise<Section<Package>> {
  const [answer, pins] = await Promise.all([ask(host, listInstalled, 'winget list'), readPins(host)]);
  if (!answer.ok) return failed(answer.why);
  const read = parseInstalled(answer.stdout);
  if (read === undefined)
    return failed('winget list shows no table: its agreements may not be accepted on this machine');
  if (read.items.length === 0) return failed('winget list names no program of its sources');
  const packages = read.items.map(({ id, version = 'unknown', source }): Package => ({
    purl: buildPurl({ type: 'generic', namespace: 'winget', name: id, version, qualifiers: { source } }),
    ecosystem: undefined,
    name: id,
    version,
    arch: undefined,
    source: { name: id, version },
    ...(pins.held.has(id) ? { hold: true as const } : {}),
    origin: source,
  }));
  return sectionOf(packages, [...answer.problems, ...pins.problems, ...unreadable('winget list', read.unread)]);
}

async function available(host: Host): Promise<Section<Update>> {
  const [answer, pins] = await Promise.all([
    ask(host, listUpgrades, 'winget upgrade', [0, ...nothingNewer]),
    readPins(host),
  ]);
  if (!answer.ok) return failed(answer.why);
  if (nothingNewer.includes(answer.code)) return sectionOf([], [...answer.problems, ...pins.problems]);
  const { items, unread } = parseUpgrades(answer.stdout);
  // Nothing to upgrade is a sentence in the machine's language, and so is a source out of reach.
  if (items.length === 0 && unread === 0)
    return failed('winget upgrade names nothing, and does not say whether its sources could be asked');
  const updates = items.map(({ id, version = 'unknown', available: candidate, source }): Update => {
    const pin = pins.held.get(id);
    return {
      adapter: 'winget',
      package: id,
      arch: undefined,
      source: { name: id, version: candidate },
      installed: version,
      candidate,
      origin: `winget source ${source}`,
      security: { is: 'unknown', why: 'winget does not say which upgrades are security updates' },
      heldBack: pin === undefined ? undefined : { cause: 'pin', why: `pinned: ${pin} (winget pin remove ${id})` },
      bytes: undefined,
    };
  });
  return sectionOf(updates, [...answer.problems, ...pins.problems, ...unreadable('winget upgrade', unread)]);
}

async function readPins(
  host: Host,
): Promise<{ readonly held: ReadonlyMap<string, string>; readonly problems: readonly string[] }> {
  const answer = await ask(host, listPins, 'winget pin list');
  return answer.ok
    ? { held: parsePins(answer.stdout), problems: answer.problems }
    : { held: new Map(), problems: [`what is pinned is unknown: ${answer.why}`] };
}

const unreadable = (name: string, count: number): readonly string[] =>
  count === 0 ? [] : [`${name} names ${count} programs that cannot be read, or cuts them off`];
