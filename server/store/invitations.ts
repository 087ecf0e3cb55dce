// One-time links that make somebody a member, as rows.
import type { Role } from '../access/permissions.ts';
import type { Transaction } from './database.ts';

export interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly tagScope: readonly string[] | null;
  readonly hint: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const SHOWN = `id, email, name, role, tag_scope as "tagScope", hint, created_at as "createdAt", expires_at as "expiresAt"`;
const OPEN = 'used_at is null and revoked_at is null and expires_at > $2';

export type NewInvitation = Omit<InvitationRow, 'id'> & { readonly hash: Uint8Array; readonly createdBy: string };

/** Its id; links made before for the same address stop working. */
export async function addInvitation(transaction: Transaction, invitation: NewInvitation): Promise<string> {
  await transaction.query(
    'update invitation set revoked_at = $3 where organisation = $1 and email = $2 and used_at is null and revoked_at is null',
    [transaction.organisation, invitation.email, invitation.createdAt],
  );
  const [row] = await transaction.query<{ readonly id: string }>(
    `insert into invitation
       (organisation, digest, hint, email, name, role, tag_scope, created_at, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
    [
      transaction.organisation,
      Buffer.from(invitation.hash),
      invitation.hint,
      invitation.email,
      invitation.name,
      invitation.role,
      invitation.tagScope,
      invitation.createdAt,
      invitation.createdBy,
      invitation.expiresAt,
    ],
  );
  return row?.id ?? '';
}

/** Those that can still be used, the newest first; at most 1,000. */
export function openInvitations(transaction: Transaction, now: Date): Promise<readonly InvitationRow[]> {
  return transaction.query<InvitationRow>(
    `select ${SHOWN} from invitation where organisation = $1 and ${OPEN} order by created_at desc, id limit 1000`,
    [transaction.organisation, now],
  );
}

/** Held until the transaction ends; undefined where it cannot be used any more. */
export async function holdInvitation(
  transaction: Transaction,
  by: { readonly hash: Uint8Array } | { readonly id: string },
  now: Date,
): Promise<InvitationRow | undefined> {
  const [row] = await transaction.query<InvitationRow>(
    `select ${SHOWN} from invitation where organisation = $1 and ${OPEN}
     and ${'hash' in by ? 'digest = $3' : 'id = $3'} for update`,
    [transaction.organisation, now, 'hash' in by ? Buffer.from(by.hash) : by.id],
  );
  return row;
}

export async function endInvitation(
  transaction: Transaction,
  id: string,
  how: 'used' | 'revoked',
  now: Date,
): Promise<void> {
  await transaction.query(`update invitation set ${how}_at = $3 where organisation = $1 and id = $2`, [
    transaction.organisation,
    id,
    now,
  ]);
}
