// The winget adapter: programs that winget knows from its sources, with pins, and what the sources have newer.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Adapter, Detection, Section, Update } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { softwareHive } from '../windows.ts';
import {
  listInstalled,
  listOf,
  listPins,
  listUpgrades,
  readOnlyCommands,
  type Scope,
  scopes,
  showInstaller,
  wingetVersion,
} from './commands.ts';
import {
  type Installed,
  letsThrough,
  parseInstalled,
  parseInstallerHash,
  parsePins,
  parseUpgrades,
  type Pin,
  type Upgrade,
} from './parse.ts';

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
  const [answer, pins, whose] = await Promise.all([
    ask(host, listInstalled, 'winget list'),
    readPins(host),
    readScopes(host),
  ]);
  if (!answer.ok) return failed(answer.why);
  const read = parseInstalled(answer.stdout);
  if (read === undefined)
    return failed('winget list shows no table: its agreements may not be accepted on this machine');
  if (read.items.length === 0) return failed('winget list names no program of its sources');
  const packages = read.items.flatMap((each) => {
    const known = scopesOf(whose, each);
    return (known.length === 0 ? [undefined] : known).map((scope) => packageOf(each, scope, pins.held.has(each.id)));
  });
  const unscoped = read.items.filter((each) => scopesOf(whose, each).length === 0).length;
  return sectionOf(
    // One that is there for both stands twice in the list, and once in each of theirs.
    [...new Map(packages.map((each) => [each.purl, each])).values()],
    [
      ...answer.problems,
      ...pins.problems,
      ...whose.problems,
      ...(unscoped === 0 || whose.problems.length > 0
        ? []
        : [`whether ${unscoped} programs are the machine’s or a user’s is unknown`]),
      ...unreadable('winget list', read.unread),
    ],
  );
}

function packageOf({ id, version = 'unknown', source }: Installed, scope: Scope | undefined, hold: boolean): Package {
  return {
    purl: buildPurl({ type: 'generic', namespace: 'winget', name: id, version, qualifiers: { scope, source } }),
    ecosystem: undefined,
    name: id,
    version,
    arch: undefined,
    source: { name: id, version },
    ...(hold ? { hold: true as const } : {}),
    origin: source,
  };
}

/** Ids and versions of each scope. */
interface Scopes {
  readonly of: ReadonlyMap<Scope, ReadonlySet<string>>;
  readonly problems: readonly string[];
}

const keyOf = ({ id, version = '' }: Installed): string => `${id}\0${version}`;
const scopesOf = ({ of }: Scopes, each: Installed): readonly Scope[] =>
  scopes.filter((scope) => of.get(scope)?.has(keyOf(each)) === true);

async function readScopes(host: Host): Promise<Scopes> {
  const of = new Map<Scope, ReadonlySet<string>>();
  const problems: string[] = [];
  for (const scope of scopes) {
    const name = `winget list --scope ${scope}`;
    const answer = await ask(host, listOf(scope), name, [0, ...nothingNewer]);
    const read = !answer.ok
      ? undefined
      : nothingNewer.includes(answer.code)
        ? { items: [] }
        : parseInstalled(answer.stdout);
    if (answer.ok) problems.push(...answer.problems);
    if (read !== undefined) of.set(scope, new Set(read.items.map(keyOf)));
    else
      problems.push(
        `which programs are the ${scope}’s is unknown: ${answer.ok ? `${name} shows no table` : answer.why}`,
      );
  }
  return { of, problems };
}

/** Its packages are signed, and have no installer of their own. */
const store = 'msstore';
const mostHashes = 40;
const hashesAtOnce = 4;

async function available(host: Host): Promise<Section<Update>> {
  const [answer, pins, whose, list] = await Promise.all([
    ask(host, listUpgrades, 'winget upgrade', [0, ...nothingNewer]),
    readPins(host),
    readScopes(host),
    ask(host, listInstalled, 'winget list'),
  ]);
  if (!answer.ok) return failed(answer.why);
  const { items, unread } = nothingNewer.includes(answer.code)
    ? { items: [], unread: 0 }
    : parseUpgrades(answer.stdout);
  // Nothing to upgrade is a sentence in the machine's language, and so is a source out of reach.
  if (items.length === 0 && unread === 0 && !nothingNewer.includes(answer.code))
    return failed('winget upgrade names nothing, and does not say whether its sources could be asked');
  const updates: Update[] = [];
  const unhashed: string[] = [];
  for (let at = 0; at < items.length; at += hashesAtOnce)
    updates.push(
      ...(await Promise.all(
        items.slice(at, at + hashesAtOnce).map(async (each, index) => {
          const known = scopesOf(whose, each);
          const scope = known.length === 1 ? known[0] : undefined;
          const hash = at + index < mostHashes ? await readHash(host, each, scope) : undefined;
          if (hash === undefined && each.source !== store) unhashed.push(each.id);
          return updateOf(each, known, pins, hash);
        }),
      )),
    );
  return sectionOf(updates, [
    ...answer.problems,
    ...pins.problems,
    ...whose.problems,
    ...aboutAll(unhashed, (names) => `which installer winget would take is unknown of ${names}`),
    ...(list.ok ? unjudged(list.stdout, items) : [`programs of unknown version are unknown: ${list.why}`]),
    ...unreadable('winget upgrade', unread),
  ]);
}

function updateOf(
  { id, version = 'unknown', available: candidate, source }: Upgrade,
  known: readonly Scope[],
  pins: Pins,
  hash: string | undefined,
): Update {
  const pin = pins.held.get(id);
  const isHeld = pin !== undefined && !letsThrough(pin, candidate);
  const said = pin?.gate === undefined ? pin?.kind : `${pin.kind} ${pin.gate}`;
  return {
    adapter: 'winget',
    package: id,
    arch: undefined,
    source: { name: id, version: candidate },
    installed: version,
    candidate,
    origin: [
      `winget source ${source}`,
      known.length === 0 ? 'scope unknown' : `--scope ${known.join(' and ')}`,
      ...(source === store ? [] : [hash === undefined ? 'installer hash unknown' : `installer SHA-256 ${hash}`]),
    ].join(', '),
    security: { is: 'unknown', why: 'winget does not say which upgrades are security updates' },
    heldBack: isHeld ? { cause: 'pin', why: `pinned: ${said} (winget pin remove ${id})` } : undefined,
    bytes: undefined,
  };
}

async function readHash(
  host: Host,
  { id, available: version, source }: Upgrade,
  scope: Scope | undefined,
): Promise<string | undefined> {
  if (source === store) return undefined;
  const answer = await ask(host, showInstaller(id, version, source, scope), 'winget show');
  return answer.ok && answer.problems.length === 0 ? parseInstallerHash(answer.stdout) : undefined;
}

/** Programs of unknown version for which nothing is offered are not up to date. */
function unjudged(list: string, offered: readonly Upgrade[]): readonly string[] {
  const of = new Set(offered.map(({ id }) => id));
  const names = (parseInstalled(list)?.items ?? []).flatMap(({ id, version }) =>
    version === undefined && !of.has(id) ? [id] : [],
  );
  return aboutAll(
    names,
    (shown) => `winget does not know the version of ${shown}: whether there is something newer is unknown`,
  );
}

function aboutAll(ids: readonly string[], say: (names: string) => string): readonly string[] {
  const more = ids.length > 5 ? ` and ${ids.length - 5} more` : '';
  return ids.length === 0 ? [] : [say(`${ids.toSorted().slice(0, 5).join(', ')}${more}`)];
}

interface Pins {
  readonly held: ReadonlyMap<string, Pin>;
  readonly problems: readonly string[];
}

async function readPins(host: Host): Promise<Pins> {
  const answer = await ask(host, listPins, 'winget pin list');
  return answer.ok
    ? { held: parsePins(answer.stdout), problems: answer.problems }
    : { held: new Map(), problems: [`what is pinned is unknown: ${answer.why}`] };
}

const unreadable = (name: string, count: number): readonly string[] =>
  count === 0 ? [] : [`${name} names ${count} programs that cannot be read, or cuts them off`];
