// One line of the audit: who did what to what, bound by hash to the line before it.
import { canonicalJson, type JsonValue } from './canonical-json.ts';

/** SHA-256 as 64 lower-case hexadecimal digits; passed in, because core computes no hashes. */
export type Sha256Hex = (bytes: Uint8Array) => string;

/** What happened, before it is given its place in the chain. One chain per organisation. */
export interface AuditEvent {
  /** UTC, `2026-11-22T23:31:00.000Z`; store exactly this instant, to the millisecond. */
  readonly at: string;
  readonly organisation: string;
  /** `user:…`, `endpoint:…`, `token:…`, `server`. */
  readonly actor: string;
  /** The network address the request came from; null where there was none. */
  readonly address: string | null;
  /** `endpoint.tag`, `enrolment-token.create`; a verb on a noun. */
  readonly action: string;
  /** What it was done to, `endpoint:…`; null where it is the organisation itself. */
  readonly subject: string | null;
  readonly before: JsonValue;
  readonly after: JsonValue;
}

export interface AuditEntry extends AuditEvent {
  /** From 1, without a gap. */
  readonly sequence: number;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
  /** Hash of this entry's bytes. */
  readonly hash: string;
}

/** The place a chain has come to: what the next entry is bound to. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** The head of a chain that has no entry yet. */
export const emptyChain: ChainHead = { sequence: 0, hash: '0'.repeat(64) };

const domain = 'suture-audit-entry.v1\n';

/**
 * The bytes an entry's hash is taken of: the domain line, then the canonical JSON of all its members but `hash`, in UTF-8.
 * Undefined where a member cannot be said in JSON.
 */
export function auditBytes(entry: Omit<AuditEntry, 'hash'>): Uint8Array | undefined {
  const { sequence, at, organisation, actor, address, action, subject, before, after, previous } = entry;
  const json = canonicalJson({ sequence, at, organisation, actor, address, action, subject, before, after, previous });
  return json.ok ? new TextEncoder().encode(domain + json.text) : undefined;
}

export type Appended =
  | { readonly ok: true; readonly entry: AuditEntry }
  | { readonly ok: false; readonly problem: string };

/** The entry that records `event` behind `head`. Refuses an event that cannot be said in JSON. */
export function appendEntry(head: ChainHead, event: AuditEvent, hash: Sha256Hex): Appended {
  const { at, organisation, actor, address, action, subject, before, after } = event;
  const body = { at, organisation, actor, address, action, subject, before, after };
  const json = canonicalJson(body);
  if (!json.ok) return json;
  const unsealed = { ...body, sequence: head.sequence + 1, previous: head.hash };
  const bytes = auditBytes(unsealed);
  if (bytes === undefined) return { ok: false, problem: 'cannot be written as JSON' };
  return { ok: true, entry: { ...unsealed, hash: hash(bytes) } };
}
