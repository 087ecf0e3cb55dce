// A person has a checkpoint of the audit taken, to keep where nobody who writes the database can reach it.
import type { KeyObject } from 'node:crypto';
import type { Envelope } from '@suture/protocol/trust/envelope.ts';
import { takeCheckpoint as take } from '../store/audit.ts';
import type { By, Done, PeopleDoor } from './people-door.ts';

export interface CheckpointKeys {
  readonly sign: KeyObject;
  /** All that checkpoints were signed with, former ones too. */
  readonly verify: readonly KeyObject[];
}

/** Undefined while nothing is recorded. It is no change, and so no entry itself. */
export function takeCheckpoint(
  door: PeopleDoor,
  by: By,
  keys: CheckpointKeys,
): Promise<Done<Envelope | undefined, never>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => ({
    ok: true,
    value: await take(transaction, keys.sign, door.now()),
  }));
}
