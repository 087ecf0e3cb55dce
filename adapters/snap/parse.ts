// Reads what snapd answers over its socket: snaps and their revisions, refreshes on offer, what holds them.
// Source: https://snapcraft.io/docs/snapd-rest-api.
import { shown } from '../ask.ts';
import { type Fields, fieldOf, fieldsOf, numberOf, readJson, textOf } from '../json.ts';

export interface Snap {
  readonly name: string;
  readonly version: string;
  /** Of the store; `x1` for one from a file. */
  readonly revision: string;
  readonly isActive: boolean;
  /** `app`, `base`, `kernel`, `gadget`, `os`, `snapd`. */
  readonly kind: string;
  /** `latest/stable`; undefined where it follows none. */
  readonly channel: string | undefined;
  readonly publisher: string | undefined;
  /** Until when refreshes of it are held, in seconds. */
  readonly heldUntil: number | undefined;
  readonly bytes: number | undefined;
}

export type Answered<T> =
  | { readonly ok: true; readonly value: T; readonly unread: number }
  | { readonly ok: false; readonly why: string };

const mostSnaps = 5_000;

export const isName = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,80}(?:_[a-z0-9]{1,10})?$/.test(text);

function resultOf(text: string): Answered<unknown> {
  const fields = fieldsOf(readJson(text));
  if (fields === undefined) return { ok: false, why: 'snapd did not answer in JSON' };
  if (fields['type'] === 'sync') return { ok: true, value: fields['result'], unread: 0 };
  const said = shown(textOf(fieldsOf(fields['result']), 'message', 10_000) ?? 'an error without a message', 200);
  return { ok: false, why: `snapd says: ${said}` };
}

/** `/v2/snaps`, `/v2/find`. */
export function parseSnaps(text: string): Answered<readonly Snap[]> {
  const result = resultOf(text);
  if (!result.ok) return result;
  if (!Array.isArray(result.value)) return { ok: false, why: 'snapd answered something unexpected' };
  const value = result.value.slice(0, mostSnaps).map(readSnap);
  const snaps = value.filter((snap) => snap !== undefined);
  return { ok: true, value: snaps, unread: result.value.length - snaps.length };
}

function readSnap(value: unknown): Snap | undefined {
  const fields = fieldsOf(value);
  const name = textOf(fields, 'name');
  const version = textOf(fields, 'version');
  const revision = revisionOf(fields);
  if (name === undefined || !isName(name)) return undefined;
  if (version === undefined || !/^\w[\w.+:~-]{0,64}$/.test(version) || revision === undefined) return undefined;
  const kind = textOf(fields, 'type') ?? '';
  const channel = textOf(fields, 'tracking-channel') ?? textOf(fields, 'channel');
  const publisher = shown(textOf(fieldsOf(fieldOf(fields, 'publisher')), 'display-name', 1000) ?? '', 60);
  return {
    name,
    version,
    revision,
    isActive: fieldOf(fields, 'status') === 'active',
    kind: /^[a-z]{1,20}$/.test(kind) ? kind : 'app',
    channel: channel !== undefined && /^[\w.+/-]{1,100}$/.test(channel) ? channel : undefined,
    publisher: publisher === '' ? undefined : publisher,
    heldUntil: secondsOf(textOf(fields, 'hold')),
    bytes: numberOf(fields, 'download-size'),
  };
}

function revisionOf(fields: Fields | undefined): string | undefined {
  const revision = fieldOf(fields, 'revision');
  const text = typeof revision === 'number' ? String(revision) : revision;
  return typeof text === 'string' && /^(?:x?\d{1,9})$/.test(text) ? text : undefined;
}

/** `/v2/changes`: how many are not at their end. */
export function parseChanges(text: string): Answered<number> {
  const result = resultOf(text);
  if (!result.ok) return result;
  // snapd answers null where there is none.
  if (result.value !== null && !Array.isArray(result.value))
    return { ok: false, why: 'snapd answered something unexpected' };
  const open = (result.value ?? []).filter((change) => fieldOf(fieldsOf(change), 'ready') !== true);
  return { ok: true, value: open.length, unread: 0 };
}

export interface System {
  readonly version: string | undefined;
  /** Until when all refreshes are held, in seconds. */
  readonly heldUntil: number | undefined;
}

export function parseSystem(text: string): Answered<System> {
  const result = resultOf(text);
  if (!result.ok) return result;
  const fields = fieldsOf(result.value);
  if (fields === undefined) return { ok: false, why: 'snapd answered something unexpected' };
  const version = textOf(fields, 'version', 60);
  return {
    ok: true,
    value: {
      version: version !== undefined && /^\d[\w.+~-]{0,59}$/.test(version) ? version : undefined,
      heldUntil: secondsOf(textOf(fieldsOf(fieldOf(fields, 'refresh')), 'hold')),
    },
    unread: 0,
  };
}

/** RFC 3339; "for ever" is a year far away. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}
