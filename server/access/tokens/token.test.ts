// Tokens: what is kept of them, and when they stop working.
import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isSameHash,
  judgeToken,
  newToken,
  presentedTokenHash,
  type EnrolmentToken,
  type SessionToken,
} from './token.ts';

const serverKey = 'ab'.repeat(32);
const now = new Date('2026-11-22T12:00:00.000Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const kept = {
  hash: Buffer.alloc(32),
  hint: 'abcd',
  organisation: 'acme',
  createdAt: now,
  createdBy: 'user:1',
  expiresAt: later(60),
  revokedAt: undefined,
};
const enrolment: EnrolmentToken = { ...kept, kind: 'enrol', usesLeft: 1, tags: [], autoApprove: false };
const session: SessionToken = { ...kept, kind: 'session', user: 'user:1', idleUntil: later(15) };

describe('a token', () => {
  test('is kept as the SHA-256 of its text and nothing that gives the secret', () => {
    const secret = Buffer.from(Array.from({ length: 20 }, (_, at) => at + 1));
    const made = newToken({ kind: 'enrol', serverKey }, () => secret);
    expect(made.hash.toString('hex')).toBe(createHash('sha256').update(made.text, 'utf8').digest('hex'));
    const other = newToken({ kind: 'enrol', serverKey }, () => Buffer.alloc(20, 9));
    expect(isSameHash(made.hash, other.hash)).toBe(false);
    expect(made.text.endsWith(made.hint)).toBe(true);
  });

  test('is looked up as the kind it is, and as no other', () => {
    const made = newToken({ kind: 'api' }, randomBytes);
    expect(isSameHash(presentedTokenHash(made.text, 'api')!, made.hash)).toBe(true);
    expect(presentedTokenHash(made.text, 'session')).toBeUndefined();
    expect(presentedTokenHash(`${made.text} `, 'api')).toBeUndefined();
    fc.assert(fc.property(fc.anything(), (text) => presentedTokenHash(text, 'api') === undefined));
  });

  test('is not the same as one of another length', () => {
    expect(isSameHash(Buffer.alloc(32), Buffer.alloc(31))).toBe(false);
    expect(isSameHash(Buffer.alloc(32), Buffer.alloc(32))).toBe(true);
  });

  test('works until it expires, to the millisecond', () => {
    expect(judgeToken(enrolment, new Date(later(60).getTime() - 1))).toEqual({ ok: true });
    expect(judgeToken(enrolment, later(60))).toMatchObject({ cause: 'expired' });
  });

  test('works as often as it may', () => {
    expect(judgeToken({ ...enrolment, usesLeft: 0 }, now)).toMatchObject({ cause: 'used-up' });
    expect(judgeToken({ ...kept, kind: 'setup', usesLeft: 0 }, now)).toMatchObject({ cause: 'used-up' });
  });

  test('stops at once when revoked', () => {
    expect(judgeToken({ ...enrolment, revokedAt: now }, now)).toMatchObject({ cause: 'revoked' });
  });

  test('of a session stops when it was not used', () => {
    expect(judgeToken(session, later(14)).ok).toBe(true);
    expect(judgeToken(session, later(15))).toMatchObject({ cause: 'expired' });
  });
});
