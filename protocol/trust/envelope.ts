// Signed statements: what is signed is the exact bytes together with their type, and only verified bytes are parsed.
import { sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson, type JsonValue } from '@suture/core/audit/canonical-json.ts';
import { decodeBase64 } from './base64.ts';
import { keyFingerprint, type Fingerprint } from './keys.ts';

/** Keeps a signature for one purpose from being used for another: `audit-checkpoint.v1`, `plan.v1`, `dispatch.v1`. */
export type StatementType = `${string}.v${number}`;

/** A DSSE envelope. https://github.com/secure-systems-lab/dsse/blob/master/envelope.md */
export interface Envelope {
  readonly payloadType: string;
  /** Canonical JSON (RFC 8785) in UTF-8, as base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: Fingerprint; readonly sig: string }[];
}

export type Opened<T> =
  | { readonly ok: true; readonly payload: T; readonly signers: readonly Fingerprint[] }
  | {
      readonly ok: false;
      readonly cause: 'unreadable' | 'other-type' | 'not-signed' | 'malformed';
      readonly why: string;
    };

const mostPayloadBytes = 1 << 20;
const mostSignatures = 16;

function payloadType(type: StatementType): string {
  return `application/vnd.suture.${type}+json`;
}

/** DSSE's pre-authentication encoding: type and body with their lengths, so that no two pairs give the same bytes. */
function signedBytes(type: string, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `), body]);
}

/** Signs a statement with each Ed25519 private key. Throws where the payload is not JSON: that is a mistake of ours. */
export function signStatement(type: StatementType, payload: JsonValue, keys: readonly KeyObject[]): Envelope {
  const json = canonicalJson(payload);
  if (!json.ok) throw new TypeError(`cannot sign a ${type}: ${json.problem}`);
  const body = Buffer.from(json.text);
  const bytes = signedBytes(payloadType(type), body);
  return {
    payloadType: payloadType(type),
    payload: body.toString('base64'),
    signatures: keys.map((key) => ({ keyid: keyFingerprint(key), sig: sign(null, bytes, key).toString('base64') })),
  };
}

interface SignatureText {
  readonly keyid: unknown;
  readonly sig: unknown;
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function readSignatures(value: unknown): readonly SignatureText[] | undefined {
  if (!Array.isArray(value) || value.length > mostSignatures) return undefined;
  return value.map((item: unknown) => ({ keyid: asRecord(item)?.['keyid'], sig: asRecord(item)?.['sig'] }));
}

/** The trusted keys that have signed these bytes; one key counts once, however often it signed. */
function signersOf(bytes: Buffer, signatures: readonly SignatureText[], keys: readonly KeyObject[]): Fingerprint[] {
  return keys
    .filter((key) => key.asymmetricKeyType === 'ed25519')
    .map((key) => ({ key, id: keyFingerprint(key) }))
    .filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index)
    .filter(({ key, id }) =>
      signatures.some(({ keyid, sig }) => {
        const signature = keyid === id ? decodeBase64(sig, 64) : undefined;
        return signature?.length === 64 && verify(null, bytes, key, signature);
      }),
    )
    .map(({ id }) => id);
}

function parseCanonical(body: Buffer): { readonly value: unknown } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    const value: unknown = JSON.parse(text);
    // A member named twice would otherwise mean one thing here and another to the next reader.
    const canonical = canonicalJson(value);
    return canonical.ok && canonical.text === text ? { value } : undefined;
  } catch {
    return undefined;
  }
}

/** What an envelope claims, by nobody's word: to know what it is about, never to act by. Undefined where it claims nothing. */
export function unverifiedPayload(envelope: unknown): unknown {
  const body = decodeBase64(asRecord(envelope)?.['payload'], mostPayloadBytes);
  return body === undefined ? undefined : parseCanonical(body)?.value;
}

/**
 * Opens an envelope from anywhere: its type must be the one asked for, and `threshold` different keys of `keys` must have
 * signed it. Only then is the payload read and given to `parse`, which answers undefined for what has not its shape.
 * Never throws (unless `parse` does).
 */
export function openStatement<T>(
  envelope: unknown,
  expected: {
    readonly type: StatementType;
    readonly keys: readonly KeyObject[];
    readonly threshold?: number;
    readonly parse: (payload: unknown) => T | undefined;
  },
): Opened<T> {
  const members = asRecord(envelope);
  const body = decodeBase64(members?.['payload'], mostPayloadBytes);
  const signatures = readSignatures(members?.['signatures']);
  if (body === undefined || signatures === undefined) {
    return { ok: false, cause: 'unreadable', why: 'it is not a signed statement' };
  }
  const type = payloadType(expected.type);
  if (members?.['payloadType'] !== type) {
    return { ok: false, cause: 'other-type', why: `it is not a ${expected.type}` };
  }
  const threshold = Math.max(1, expected.threshold ?? 1);
  const signers = signersOf(signedBytes(type, body), signatures, expected.keys);
  if (signers.length < threshold) {
    return { ok: false, cause: 'not-signed', why: `${signers.length} of ${threshold} needed keys have signed it` };
  }
  const json = parseCanonical(body);
  const payload = json === undefined ? undefined : expected.parse(json.value);
  if (payload === undefined) return { ok: false, cause: 'malformed', why: `what it says is not a ${expected.type}` };
  return { ok: true, payload, signers };
}
