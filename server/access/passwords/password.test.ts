// Password hashes: the standard's own vector, upgrades, and nobody told apart from somebody.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashPassword, passwordCost, passwordProblem, verifyPassword, type PasswordCost } from './password.ts';

const cheap: PasswordCost = { memoryKiB: 64, passes: 1, lanes: 1 };
const cheaper: PasswordCost = { memoryKiB: 32, passes: 1, lanes: 1 };
const verify = (password: string, stored: string | undefined) => verifyPassword(password, stored, randomBytes, cheap);

describe('a password', () => {
  test('is kept as argon2id with its parameters, and a salt of its own', async () => {
    const [one, other] = [
      await hashPassword('correct horse', randomBytes),
      await hashPassword('correct horse', randomBytes),
    ];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword('correct horse', one, randomBytes)).toEqual({ ok: true, upgraded: undefined });
    expect(passwordCost).toEqual({ memoryKiB: 65_536, passes: 3, lanes: 1 });
  });

  test('verifies against a hash that another program made', async () => {
    // libargon2's argon2id_hash_encoded with the salt "sixteen byte slt".
    const stored = '$argon2id$v=19$m=256,t=2,p=2$c2l4dGVlbiBieXRlIHNsdA$aEgvhO88/R+DDOicuh3+EOriT07z6txFTHlHRrM5xBg';
    expect((await verify('correct horse battery', stored)).ok).toBe(true);
    expect((await verify('Correct horse battery', stored)).ok).toBe(false);
  });

  test('is refused when it is another', async () => {
    const stored = await hashPassword('correct horse', randomBytes, cheap);
    await fc.assert(
      fc.asyncProperty(fc.string(), async (other) => {
        fc.pre(other !== 'correct horse');
        expect(await verify(other, stored)).toEqual({ ok: false });
      }),
    );
  });

  test('is hashed anew with the parameters of today when it is right, and only then', async () => {
    const stored = await hashPassword('correct horse', randomBytes, cheaper);
    expect(await verify('wrong horse', stored)).toEqual({ ok: false });
    const verdict = await verify('correct horse', stored);
    if (!verdict.ok || verdict.upgraded === undefined) throw new Error('no new hash');
    expect(verdict.upgraded).toContain('$m=64,t=1,p=1$');
    expect(await verify('correct horse', verdict.upgraded)).toEqual({ ok: true, upgraded: undefined });
  });

  test('is the same on a keyboard that writes its letters in parts', async () => {
    const stored = await hashPassword('gr\u00fcne Wiese', randomBytes, cheap);
    expect((await verify('gru\u0308ne Wiese', stored)).ok).toBe(true);
  });

  test('of a user who does not exist is refused after the same work', async () => {
    const stored = await hashPassword('correct horse', randomBytes);
    const time = async (held: string | undefined) => {
      const begun = process.cpuUsage();
      expect((await verifyPassword('wrong horse', held, randomBytes)).ok).toBe(false);
      const { user, system } = process.cpuUsage(begun);
      return user + system;
    };
    await time(stored);
    const known = Math.min(await time(stored), await time(stored), await time(stored));
    const unknown = Math.min(await time(undefined), await time(undefined), await time(undefined));
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });

  test('is never right against a stored text that is no hash, whatever that says', async () => {
    const hostile = [
      '',
      '*',
      '$argon2id$v=19$m=9999999,t=999,p=99$',
      `$argon2id$v=19$m=4194304,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    ];
    for (const stored of hostile) expect(await verify('correct horse', stored)).toEqual({ ok: false });
    await fc.assert(fc.asyncProperty(fc.string(), async (stored) => !(await verify('x', stored)).ok));
  });

  test.each([
    ['short', 'a password has at least 12 characters'],
    ['🐎🐎🐎🐎🐎🐎', 'a password has at least 12 characters'],
    ['x'.repeat(1025), 'a password has at most 1024 characters'],
    ['twelve chars', undefined],
  ])('%s: %s', (password, problem) => {
    expect(passwordProblem(password)).toBe(problem);
  });
});
