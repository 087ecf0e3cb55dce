// A first code shows that the authenticator has the secret: from now on it is asked for.
import { newRecoveryCode, recoveryCodeDigest, recoveryCodes, stepOfCode } from '../access/second-factors/totp.ts';
import { endSessions } from '../store/sessions.ts';
import { confirmTotp as confirm, holdTotp, presentAccount } from '../store/totp.ts';
import { record, refuse, staleness, type By, type Done, type PeopleDoor } from './people-door.ts';

/** The recovery codes, shown once. Sessions elsewhere end: they were opened with less. */
export function confirmTotp(
  door: PeopleDoor,
  by: By,
  code: string,
): Promise<Done<{ readonly recoveryCodes: readonly string[] }, 'stale' | 'no-session' | 'conflict' | 'invalid'>> {
  const { principal, organisation } = by.access;
  const { account } = principal.member;
  return door.store.inOrganisation(organisation, async (transaction) => {
    const now = door.now();
    const stale = await staleness(transaction, by.access, now);
    if (stale !== undefined) return stale;
    await presentAccount(transaction, account);
    const totp = await holdTotp(transaction, account);
    if (totp === undefined || totp.isConfirmed) return refuse('conflict', 'no authenticator waits to be confirmed');
    const secret = door.seal?.open(totp.secret, account);
    const step = secret && stepOfCode(secret, code, now);
    if (step === undefined) return refuse('invalid', 'the code is wrong: check the clock of the authenticator');
    const codes = Array.from({ length: recoveryCodes }, () => newRecoveryCode(door.random));
    await confirm(
      transaction,
      account,
      step,
      codes.map((each) => recoveryCodeDigest(each) ?? Buffer.alloc(0)),
      now,
    );
    const but = principal.kind === 'session' ? principal.session : undefined;
    const sessionsEnded = await endSessions(transaction, account, now, but);
    await record(transaction, by, {
      at: now,
      action: 'totp.create',
      subject: `user:${account}`,
      before: null,
      after: { recoveryCodes: codes.length, sessionsEnded },
    });
    return { ok: true, value: { recoveryCodes: codes } };
  });
}
