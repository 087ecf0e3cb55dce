// Audit checkpoints, signed: how far a chain had come, kept by agents and auditors to show a chain cut or restored.
import type { KeyObject } from 'node:crypto';
import type { Checkpoint } from '@suture/core/audit/verify-chain.ts';
import { openStatement, signStatement, type Envelope, type Opened } from './envelope.ts';

const type = 'audit-checkpoint.v1';

function parse(payload: unknown): Checkpoint | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { organisation, at, sequence, hash } = payload as Record<string, unknown>;
  if (typeof organisation !== 'string' || organisation.length > 200) return undefined;
  if (typeof at !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at)) return undefined;
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 0) return undefined;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
  return { organisation, at, sequence, hash };
}

export function signCheckpoint(checkpoint: Checkpoint, key: KeyObject): Envelope {
  const { organisation, at, sequence, hash } = checkpoint;
  return signStatement(type, { organisation, at, sequence, hash }, [key]);
}

/** The checkpoint, if one of `keys` has signed it. Never throws. */
export function openCheckpoint(envelope: unknown, keys: readonly KeyObject[]): Opened<Checkpoint> {
  return openStatement(envelope, { type, keys, parse });
}
