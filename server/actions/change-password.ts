// Somebody changes their own password; whatever else they were signed in with ends.
import { hashPassword, passwordCost, passwordProblem } from '../access/passwords/password.ts';
import { takeBackAttempt } from '../store/sign-in-counts.ts';
import { endSessions } from '../store/sessions.ts';
import { memberOf } from '../store/members.ts';
import { replacePassword } from '../store/users.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { provePassword, type TooSoon } from './prove.ts';

export async function changePassword(
  door: PeopleDoor,
  by: By,
  words: { readonly current: string; readonly new: string },
): Promise<Done<undefined, 'wrong' | 'invalid' | 'no-session'> | TooSoon> {
  const { principal, organisation } = by.access;
  if (principal.kind !== 'session') return refuse('no-session', 'this is for a person who is signed in');
  const { account } = principal.member;
  const problem = passwordProblem(words.new);
  if (problem !== undefined) return refuse('invalid', problem);
  const member = await door.store.inOrganisation(organisation, (transaction) => memberOf(transaction, account));
  // The present password again, counted like any attempt: a session that was left open changes nothing.
  const claim = { email: member?.email ?? '', password: words.current, code: undefined, address: by.address };
  const known = await provePassword(door, claim);
  if (!known.ok) return known.cause === 'wrong' ? refuse('wrong', 'the present password is wrong') : known;
  const stored = await hashPassword(words.new, door.random, door.passwordCost ?? passwordCost);
  return door.store.inOrganisation(organisation, async (transaction) => {
    const now = door.now();
    await takeBackAttempt(transaction, known.counters, undefined, now);
    await replacePassword(transaction, known.email, known.account.password ?? '', stored);
    const ended = await endSessions(transaction, account, now, principal.session);
    await record(transaction, by, {
      at: now,
      action: 'user.change-password',
      subject: `user:${account}`,
      before: null,
      after: { sessionsEnded: ended },
    });
    return { ok: true, value: undefined };
  });
}
