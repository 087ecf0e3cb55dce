// Reads what fwupdmgr answers in JSON: devices, releases, history, remotes, the host security id.
// Source: libfwupd's FwupdDevice, FwupdRelease, FwupdError (https://fwupd.github.io/libfwupd/).
import { shown } from '../ask.ts';
import { type Fields, fieldsOf, listOf, numberOf, readJson, textOf, textsOf } from '../json.ts';

export interface Release {
  readonly version: string;
  readonly remote: string | undefined;
  readonly flags: ReadonlySet<string>;
  /** CVEs and advisories that it says it closes. */
  readonly issues: readonly string[];
  readonly urgency: string | undefined;
  readonly bytes: number | undefined;
  /** `YYYY-MM-DD`. */
  readonly published: string | undefined;
  /** SHA-256 of the archive, where the metadata has one. */
  readonly sha256: string | undefined;
  readonly locations: readonly string[];
}

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly vendor: string | undefined;
  /** Undefined where the device does not say: nothing can be told from it then. */
  readonly version: string | undefined;
  readonly guid: string | undefined;
  readonly plugin: string | undefined;
  readonly flags: ReadonlySet<string>;
  /** Why it cannot be updated now, as fwupd calls it: `require-ac-power`, `lid-is-closed`. */
  readonly problems: readonly string[];
  /** The daemon's own sentence. */
  readonly updateError: string | undefined;
  /** 2 done, 3 failed, 4 needs a reboot, 5 failed for now; in the history only. */
  readonly updateState: number | undefined;
  readonly modified: number | undefined;
  /** Newest first, as the daemon sorts them. */
  readonly releases: readonly Release[];
}

export type Answered<T> =
  | { readonly ok: true; readonly value: T; readonly unread: number }
  | { readonly ok: false; readonly nothing: boolean; readonly why: string };

const mostDevices = 2_000;
const mostReleases = 200;
/** FWUPD_ERROR_NOTHING_TO_DO. */
const nothingToDo = 9;

const isDeviceId = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);
/** Vendors' own versions have dots, dashes, blanks and underscores. */
const isVersion = (text: string): boolean => /^[\w][\w.+~: -]{0,99}$/.test(text) && !text.endsWith(' ');

/** The fields of an answer, or the error that it is instead. */
function answered<T>(text: string, read: (fields: Fields) => { value: T; unread: number } | undefined): Answered<T> {
  const fields = fieldsOf(readJson(text));
  if (fields === undefined) return { ok: false, nothing: false, why: 'fwupdmgr did not answer in JSON' };
  const error = fieldsOf(fields['Error']);
  if (error !== undefined) {
    const said = shown(textOf(error, 'Message', 100_000) ?? 'an error without a message', 200);
    return { ok: false, nothing: numberOf(error, 'Code') === nothingToDo, why: `fwupd says: ${said}` };
  }
  const value = read(fields);
  return value === undefined
    ? { ok: false, nothing: false, why: 'fwupdmgr answered something unexpected' }
    : { ok: true, ...value };
}

/** `get-devices`, `get-updates`, `get-history`. */
export const parseDevices = (text: string): Answered<readonly Device[]> =>
  answered(text, (fields) => {
    if (!Array.isArray(fields['Devices'])) return undefined;
    const all = fields['Devices'].slice(0, mostDevices).map(readDevice);
    const value = all.filter((device) => device !== undefined);
    return { value, unread: fields['Devices'].length - value.length };
  });

/** `get-releases`; none where the answer is an error. */
export function parseReleases(text: string): readonly Release[] {
  const read = answered(text, (fields) => ({ value: listOf(fields, 'Releases').slice(0, mostReleases), unread: 0 }));
  return read.ok ? read.value.map(readRelease).filter((release) => release !== undefined) : [];
}

function readDevice(value: unknown): Device | undefined {
  const fields = fieldsOf(value);
  const id = textOf(fields, 'DeviceId');
  const name = shown(textOf(fields, 'Name', 10_000) ?? '', 100)
    .replace(/[™®©]/g, '')
    .trim();
  if (id === undefined || !isDeviceId(id) || !/^[\p{L}\p{N}]/u.test(name)) return undefined;
  const version = textOf(fields, 'Version');
  const vendor = shown(textOf(fields, 'Vendor', 10_000) ?? '', 60);
  const guid = textsOf(fields, 'Guid')[0];
  const plugin = textOf(fields, 'Plugin');
  const updateError = shown(textOf(fields, 'UpdateError', 10_000) ?? '', 200);
  return {
    id,
    name,
    vendor: /^[\p{L}\p{N}]/u.test(vendor) ? vendor : undefined,
    version: version !== undefined && isVersion(version) ? version : undefined,
    guid: guid !== undefined && /^[0-9a-f-]{36}$/.test(guid) ? guid : undefined,
    plugin: plugin !== undefined && /^[\w-]{1,60}$/.test(plugin) ? plugin : undefined,
    flags: new Set(textsOf(fields, 'Flags')),
    problems: textsOf(fields, 'Problems').filter((problem) => /^[a-z-]{1,60}$/.test(problem)),
    updateError: updateError === '' ? undefined : updateError,
    updateState: numberOf(fields, 'UpdateState'),
    modified: numberOf(fields, 'Modified'),
    releases: listOf(fields, 'Releases')
      .slice(0, mostReleases)
      .map(readRelease)
      .filter((release) => release !== undefined),
  };
}

function readRelease(value: unknown): Release | undefined {
  const fields = fieldsOf(value);
  const version = textOf(fields, 'Version');
  if (version === undefined || !isVersion(version)) return undefined;
  const remote = textOf(fields, 'RemoteId');
  const urgency = textOf(fields, 'Urgency');
  return {
    version,
    remote: remote !== undefined && /^[\w.-]{1,100}$/.test(remote) ? remote : undefined,
    flags: new Set(textsOf(fields, 'Flags')),
    issues: textsOf(fields, 'Issues').filter((issue) => /^[A-Za-z0-9][\w.-]{2,60}$/.test(issue)),
    urgency: urgency !== undefined && /^[a-z]{1,20}$/.test(urgency) ? urgency : undefined,
    bytes: numberOf(fields, 'Size'),
    published: dayOf(numberOf(fields, 'Created')),
    sha256: textsOf(fields, 'Checksum').find((sum) => /^[0-9a-f]{64}$/.test(sum)),
    locations: textsOf(fields, 'Locations', 2000),
  };
}

/** Seconds since 1970 as a day; metadata without a date has 0. */
const dayOf = (seconds: number | undefined): string | undefined =>
  seconds === undefined || seconds === 0 || seconds > 4e9
    ? undefined
    : new Date(seconds * 1000).toISOString().slice(0, 10);

export interface Remote {
  readonly id: string;
  readonly enabled: boolean;
  /** Fetched from elsewhere; others lie on this machine. */
  readonly isDownloaded: boolean;
  readonly approvalRequired: boolean;
  /** When its metadata was fetched, in seconds; undefined where never. */
  readonly fetched: number | undefined;
  readonly metadata: string | undefined;
}

export const parseRemotes = (text: string): Answered<readonly Remote[]> =>
  answered(text, (fields) => {
    if (!Array.isArray(fields['Remotes'])) return undefined;
    const value = fields['Remotes'].slice(0, 200).flatMap((each: unknown): readonly Remote[] => {
      const remote = fieldsOf(each);
      const id = textOf(remote, 'Id');
      if (id === undefined || !/^[\w.-]{1,100}$/.test(id)) return [];
      const fetched = numberOf(remote, 'Mtime');
      const metadata = textOf(remote, 'FilenameCache', 1000);
      return [
        {
          id,
          // Before 1.9 it is text.
          enabled: remote?.['Enabled'] === true || remote?.['Enabled'] === 'true',
          isDownloaded: remote?.['Kind'] === 'download',
          approvalRequired: remote?.['ApprovalRequired'] === true || remote?.['ApprovalRequired'] === 'true',
          fetched: fetched === 0 ? undefined : fetched,
          metadata: metadata !== undefined && /^\/[\w./@+-]{1,900}$/.test(metadata) ? metadata : undefined,
        },
      ];
    });
    return { value, unread: fields['Remotes'].length - value.length };
  });

export interface HostSecurity {
  /** `HSI:1! (v2.0.20)`. */
  readonly id: string;
  readonly attributes: readonly { readonly id: string; readonly result: string; readonly passed: boolean }[];
}

export const parseSecurity = (text: string): Answered<HostSecurity> =>
  answered(text, (fields) => {
    const id = textOf(fields, 'HostSecurityId', 100);
    if (id === undefined || !/^HSI:[\w!+. ()-]{1,60}$/.test(id)) return undefined;
    const list = listOf(fields, 'SecurityAttributes');
    const all = list.length > 0 ? list : listOf(fields, 'HostSecurityAttributes');
    const attributes = all.slice(0, 200).flatMap((each) => {
      const attribute = fieldsOf(each);
      const name = textOf(attribute, 'AppstreamId', 100);
      if (name === undefined || !/^[\w.-]{1,100}$/.test(name)) return [];
      const result = shown(textOf(attribute, 'HsiResult', 100) ?? 'unknown', 40);
      return [{ id: name, result, passed: textsOf(attribute, 'Flags').includes('success') }];
    });
    return { value: { id, attributes }, unread: all.length - attributes.length };
  });

/** `fwupdmgr --version --json`: the daemon's own where it answers, else the client's. */
export function parseVersion(text: string): string | undefined {
  const found = listOf(fieldsOf(readJson(text)), 'Versions')
    .map(fieldsOf)
    .filter((each) => textOf(each, 'AppstreamId') === 'org.freedesktop.fwupd')
    .toSorted((a, b) => (textOf(a, 'Type') === 'runtime' ? 0 : 1) - (textOf(b, 'Type') === 'runtime' ? 0 : 1));
  const version = textOf(found[0], 'Version');
  return version !== undefined && /^\d[\w.]{0,40}$/.test(version) ? version : undefined;
}
