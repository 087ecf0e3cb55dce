// A token that lets machines join, and the line to copy to them.
import type { Fingerprint } from '@suture/protocol/trust/keys.ts';
import { may, reaches } from '../access/permissions.ts';
import { newToken } from '../access/tokens/token.ts';
import { addEnrolmentToken, type EnrolmentTokenRow } from '../store/enrolment-tokens.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

/** Where machines join, and what they know the server by. */
export interface EnrolmentPlace {
  /** What to copy to the machine, with the token in it. */
  readonly line: (token: string) => string;
  /** The fingerprint of the key that the server's certificate hangs from. */
  readonly serverKey: Fingerprint;
}

/** Why no machine may join. */
export interface ClosedPlace {
  readonly closed: string;
}

export interface EnrolmentTokenRequest {
  readonly tags: readonly string[];
  readonly uses: number;
  readonly expiresInSeconds: number;
  /** Machines need nobody's approval. */
  readonly autoApprove: boolean;
}

export interface CreatedEnrolmentToken {
  readonly row: EnrolmentTokenRow;
  /** Shown once, as is the line that has it. */
  readonly token: string;
  readonly line: string;
}

export async function createEnrolmentToken(
  door: PeopleDoor,
  by: By,
  place: EnrolmentPlace,
  { tags, uses, expiresInSeconds, autoApprove }: EnrolmentTokenRequest,
): Promise<Done<CreatedEnrolmentToken, 'forbidden'>> {
  const { access } = by;
  if (autoApprove && !may(access, 'endpoint.approve')) {
    return refuse('forbidden', 'to let machines in without approval needs the permission endpoint.approve');
  }
  if (!reaches(access, tags)) {
    return refuse('forbidden', `what joins has to carry one of your tags: ${access.tagScope?.join(', ')}`);
  }
  return door.store.inOrganisation(access.organisation, async (transaction) => {
    const now = door.now();
    const expiresAt = new Date(now.getTime() + expiresInSeconds * 1_000);
    const { text, hash, hint } = newToken({ kind: 'enrol', serverKey: place.serverKey }, door.random);
    const told = { hint, tags, uses, autoApprove };
    const made = { ...told, createdAt: now, createdBy: access.actor, expiresAt };
    const id = await addEnrolmentToken(transaction, { ...made, hash });
    await record(transaction, by, {
      at: now,
      action: 'enrolment-token.create',
      subject: `enrolment-token:${id}`,
      before: null,
      after: { ...told, expiresAt: expiresAt.toISOString() },
    });
    const row = { ...made, id, usesLeft: uses, revokedAt: null };
    return { ok: true, value: { row, token: text, line: place.line(text) } };
  });
}
