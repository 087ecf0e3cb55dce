// Admins say which operators' keys count.
import { keyFingerprint, readSigningKey } from '@suture/protocol/trust/keys.ts';
import { lookAtWaiting } from '../store/deployment-jobs.ts';
import { wakeDeployments } from '../store/deployments.ts';
import { addOperatorKey, revokeOperatorKey, type OperatorKey } from '../store/operator-keys.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

export async function addKey(
  door: PeopleDoor,
  by: By,
  { publicKey, label }: Pick<OperatorKey, 'publicKey' | 'label'>,
): Promise<Done<OperatorKey, 'invalid' | 'taken'>> {
  const key = readSigningKey(publicKey);
  if (key === undefined) return refuse('invalid', 'it is no Ed25519 public key (SubjectPublicKeyInfo, DER, base64)');
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const now = door.now();
    const made = { fingerprint: keyFingerprint(key), publicKey, label, addedAt: now, addedBy: by.access.actor };
    if (!(await addOperatorKey(transaction, made))) return refuse('taken', 'the key is known already');
    await record(transaction, by, {
      at: now,
      action: 'operator-key.add',
      subject: `operator-key:${made.fingerprint}`,
      before: null,
      after: { label },
    });
    return { ok: true, value: { ...made, revokedAt: null } };
  });
}

export function revokeKey(door: PeopleDoor, by: By, fingerprint: string): Promise<Done<undefined, 'not-found'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const now = door.now();
    if (!(await revokeOperatorKey(transaction, fingerprint, now))) return refuse('not-found', 'there is no such key');
    // What was given out by its signature alone is called back.
    await lookAtWaiting(transaction, { reasons: [] }, now);
    await wakeDeployments(transaction);
    await record(transaction, by, {
      at: now,
      action: 'operator-key.revoke',
      subject: `operator-key:${fingerprint}`,
      before: null,
      after: null,
    });
    return { ok: true, value: undefined };
  });
}
