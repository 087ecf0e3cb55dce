// From the updates that a search found to what is offered: superseded ones left out, why we call it security, what holds it.
import type { HeldBack, Update } from '../adapter.ts';
import { buildIn, type Searched, type WindowsSystem, type WindowsUpdate } from './parse.ts';

/** Classifications, whose names are in the machine's language but whose ids are not. Source: WSUS, "Update classifications GUIDs". */
const classes = {
  security: '0fa1201d-4330-4fa8-8ae9-b877473b6441',
  critical: 'e6cf1350-c01b-414d-a61f-263d14d133b4',
  definitions: 'e0789628-ce08-4437-be74-2495b842f43b',
  drivers: 'ebfc1fc5-71a4-4f7b-9aca-3b9a503104a0',
  upgrades: '3689bdc8-b205-4af4-8d4a-a63924c5e9d5',
  updates: 'cd5ffd1e-e932-4e3a-bf74-18bf0b1bbd83',
} as const;

/** An update that another one on offer replaces is none: within one search both stand side by side. */
export function offersOf({ updates, system, connection }: Searched): readonly Update[] {
  const superseded = new Set(updates.filter(({ isHidden }) => !isHidden).flatMap(({ supersedes }) => supersedes));
  return updates
    .filter(({ id, isPending }) => !superseded.has(id) && !isPending)
    .map((update) => offerOf(update, system, connection));
}

function offerOf(update: WindowsUpdate, system: WindowsSystem | undefined, connection: Searched['connection']): Update {
  const [kb] = update.kbs;
  const moves = system === undefined ? undefined : nextBuild(update, system);
  const name = moves === undefined ? (kb ?? update.title) : moves.package;
  const candidate = moves?.candidate ?? update.driverDate ?? `revision ${update.revision}`;
  return {
    adapter: 'windows-update',
    package: name,
    arch: moves === undefined ? undefined : system?.architecture,
    source: { name, version: candidate },
    installed: moves?.installed ?? (update.isDriver ? 'an older driver' : 'not installed'),
    candidate,
    origin: `Windows Update ${kb ?? 'driver'}: ${update.title}`.slice(0, 200).toWellFormed(),
    security: securityOf(update),
    heldBack: heldBackOf(update, connection),
    bytes: update.bytes,
  };
}

/** A cumulative update of Windows' own line says in its title which build it leads to. */
function nextBuild(
  { title, isDriver }: WindowsUpdate,
  { name, build }: WindowsSystem,
): { readonly package: string; readonly installed: string; readonly candidate: string } | undefined {
  const to = buildIn(title);
  const [major, minor, line, revision] = build.split('.');
  if (isDriver || to === undefined || to.line !== line || to.revision <= Number(revision)) return undefined;
  return { package: name, installed: build, candidate: `${major}.${minor}.${line}.${to.revision}` };
}

function securityOf({ categories, severity, cves, isDriver }: WindowsUpdate): Update['security'] {
  const rated = severity === undefined ? '' : `, severity ${severity}`;
  if (categories.includes(classes.security))
    return { is: true, why: `Microsoft classes it as a security update${rated}` };
  if (cves.length > 0) return { is: true, why: `Microsoft names ${cves.length} CVEs with it${rated}` };
  if (severity !== undefined) return { is: true, why: `Microsoft rates the severity of what it fixes: ${severity}` };
  if (isDriver || categories.includes(classes.drivers))
    return { is: 'unknown', why: 'drivers do not say what they fix' };
  if (categories.includes(classes.definitions))
    return { is: false, why: 'definitions of malware, no fix of a program' };
  if (categories.includes(classes.upgrades)) return { is: false, why: 'a feature update: another release of Windows' };
  if (categories.includes(classes.critical))
    return { is: false, why: 'Microsoft classes it as critical, not as security' };
  if (categories.includes(classes.updates))
    return { is: false, why: 'Microsoft classes it as an update, not as security' };
  return { is: 'unknown', why: 'Microsoft gives it no classification that says so' };
}

function heldBackOf(
  { isHidden, isAccepted, asksSomebody, categories }: WindowsUpdate,
  connection: Searched['connection'],
): HeldBack | undefined {
  if (isHidden) return { cause: 'hold', why: 'somebody has hidden it on this machine' };
  if (!isAccepted) return { cause: 'unknown', why: 'its licence terms have not been accepted' };
  if (asksSomebody) return { cause: 'unknown', why: 'its installer may ask somebody at the screen' };
  if (categories.includes(classes.upgrades))
    return {
      cause: 'hold',
      why: 'a feature update is another release of Windows: it is installed when asked for by name',
    };
  if (connection === 'metered')
    return { cause: 'unknown', why: 'the connection is metered, and Windows downloads no updates over it' };
  return undefined;
}
