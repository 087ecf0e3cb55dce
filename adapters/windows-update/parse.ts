// Reads what the scripts of commands.ts write: the system's build, updates, what waits for a restart. JSON, held to its shape.
import { shown } from '../ask.ts';
import { type Fields, fieldOf, fieldsOf, listOf, numberOf, readJson, textOf, textsOf } from '../json.ts';

export interface WindowsSystem {
  /** As MSRC calls it: `Windows 11 Version 23H2 for x64-based Systems`. */
  readonly name: string;
  /** `10.0.22631.4317`. */
  readonly build: string;
  readonly architecture: string | undefined;
}

export interface WindowsUpdate {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly isDriver: boolean;
  /** `KB5044285`; none for drivers. */
  readonly kbs: readonly string[];
  readonly cves: readonly string[];
  readonly severity: string | undefined;
  /** Ids of classifications and products, lower case. */
  readonly categories: readonly string[];
  /** Ids of updates that it replaces. */
  readonly supersedes: readonly string[];
  readonly bytes: number | undefined;
  readonly isHidden: boolean;
  readonly isAccepted: boolean;
  readonly asksSomebody: boolean;
  readonly reboot: 'never' | 'always' | 'perhaps';
  readonly isPending: boolean;
  readonly isRemovable: boolean;
  readonly driverDate: string | undefined;
}

export interface Searched {
  readonly system: WindowsSystem | undefined;
  /** 3: some of it failed. */
  readonly isPart: boolean;
  readonly connection: 'metered' | 'free' | 'unknown';
  readonly updates: readonly WindowsUpdate[];
  readonly unread: number;
}

export type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

const mostUpdates = 10_000;

/** OperationResultCode: 2 all of it, 3 with errors, 4 failed, 5 aborted. */
export function parseSearch(text: string): Answered<Searched> {
  const fields = fieldsOf(readJson(text));
  const result = numberOf(fields, 'result');
  const updates = fieldOf(fields, 'updates');
  if (fields === undefined || result === undefined || !Array.isArray(updates))
    return { ok: false, why: 'Windows Update did not answer as its interface says' };
  if (result !== 2 && result !== 3)
    return {
      ok: false,
      why: `Windows Update's search ${result === 5 ? 'was broken off' : `failed (result ${result})`}`,
    };
  const read = updates.slice(0, mostUpdates).map(readUpdate);
  const good = read.filter((update) => update !== undefined);
  const cost = textOf(fields, 'connection') ?? 'unknown';
  return {
    ok: true,
    value: {
      system: readSystem(fieldsOf(fieldOf(fields, 'system'))),
      isPart: result === 3,
      connection: cost === 'Unrestricted' ? 'free' : cost === 'Fixed' || cost === 'Variable' ? 'metered' : 'unknown',
      updates: good,
      unread: updates.length - good.length,
    },
  };
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const guids = (fields: Fields | undefined, name: string): readonly string[] =>
  textsOf(fields, name, 40)
    .map((text) => text.toLowerCase())
    .filter((text) => guid.test(text));

function readUpdate(value: unknown): WindowsUpdate | undefined {
  const fields = fieldsOf(value);
  const id = textOf(fields, 'id', 40)?.toLowerCase();
  const revision = numberOf(fields, 'revision');
  const title = shown(textOf(fields, 'title', 2_000) ?? '', 200);
  const type = fieldOf(fields, 'type');
  if (id === undefined || !guid.test(id) || revision === undefined || title === '') return undefined;
  if (type !== 1 && type !== 2) return undefined;
  const severity = textOf(fields, 'severity', 20);
  const driverDate = textOf(fields, 'driverDate', 10);
  const reboot = fieldOf(fields, 'reboot');
  return {
    id,
    revision,
    title,
    isDriver: type === 2,
    kbs: listOf(fields, 'kb').flatMap((kb) => (typeof kb === 'string' && /^\d{6,8}$/.test(kb) ? [`KB${kb}`] : [])),
    cves: textsOf(fields, 'cves', 25).filter((cve) => /^CVE-\d{4}-\d{4,12}$/.test(cve)),
    severity: severity !== undefined && /^[A-Z][a-z]{2,15}$/.test(severity) ? severity : undefined,
    categories: guids(fields, 'categories'),
    supersedes: guids(fields, 'supersedes'),
    bytes: numberOf(fields, 'bytes'),
    isHidden: fieldOf(fields, 'hidden') === true,
    isAccepted: fieldOf(fields, 'accepted') !== false,
    asksSomebody: fieldOf(fields, 'asks') === true,
    reboot: reboot === 0 ? 'never' : reboot === 1 ? 'always' : 'perhaps',
    isPending: fieldOf(fields, 'pending') === true,
    isRemovable: fieldOf(fields, 'removable') === true,
    driverDate: driverDate !== undefined && /^\d{4}-\d\d-\d\d$/.test(driverDate) ? driverDate : undefined,
  };
}

const architectures: ReadonlyMap<string, string> = new Map([
  ['AMD64', 'x64-based'],
  ['ARM64', 'ARM64-based'],
  ['x86', '32-bit'],
]);

/** The product name in the registry says Windows 10 on Windows 11 too: the build decides. */
const servers: ReadonlyMap<number, string> = new Map([
  [9600, 'Windows Server 2012 R2'],
  [14_393, 'Windows Server 2016'],
  [17_763, 'Windows Server 2019'],
  [20_348, 'Windows Server 2022'],
  [25_398, 'Windows Server 2022, 23H2 Edition'],
  [26_100, 'Windows Server 2025'],
]);

function readSystem(fields: Fields | undefined): WindowsSystem | undefined {
  const build = textOf(fields, 'build', 6);
  const revision = numberOf(fields, 'revision');
  if (build === undefined || !/^\d{4,6}$/.test(build)) return undefined;
  // Without the revision it is not known how far it is patched.
  if (revision === undefined || revision > 1_000_000) return undefined;
  const number = Number(build);
  const architecture = architectures.get(textOf(fields, 'architecture', 10) ?? '');
  const installation = textOf(fields, 'installation', 20) ?? '';
  const release = textOf(fields, 'release', 10);
  const line = number >= 10_000 ? '10.0' : '6.3';
  const patched = `${line}.${build}.${revision}`;
  if (installation.startsWith('Server')) {
    const name = servers.get(number);
    if (name === undefined) return { name: `Windows Server build ${build}`, build: patched, architecture };
    const core = installation === 'Server Core' ? ' (Server Core installation)' : '';
    return { name: `${name}${core}`, build: patched, architecture };
  }
  const edition = number >= 22_000 ? 'Windows 11' : 'Windows 10';
  const version = release !== undefined && /^\d\d[\dH]\d$/.test(release) ? ` Version ${release}` : '';
  const systems = architecture === undefined ? '' : ` for ${architecture} Systems`;
  return { name: `${edition}${version}${systems}`, build: patched, architecture };
}

/** The OS build that a title names: `(KB5044284) (26100.2033)`. */
export const buildIn = (title: string): { readonly line: string; readonly revision: number } | undefined => {
  const match = /\((\d{5})\.(\d{1,6})\)/.exec(title);
  return match?.[1] === undefined ? undefined : { line: match[1], revision: Number(match[2]) };
};

export interface RebootState {
  readonly updates: boolean;
  readonly servicing: boolean;
  readonly renames: boolean;
}

export function parseRebootState(text: string): RebootState | undefined {
  const fields = fieldsOf(readJson(text));
  const [updates, servicing, renames] = ['updates', 'servicing', 'renames'].map((name) => fieldOf(fields, name));
  if (typeof updates !== 'boolean' || typeof servicing !== 'boolean' || typeof renames !== 'boolean') return undefined;
  return { updates, servicing, renames };
}
