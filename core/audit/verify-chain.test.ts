// The audit chain against every way of changing it.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendEntry, auditBytes, emptyChain, type AuditEntry, type AuditEvent } from './entry.ts';
import { verifyChain, type Checkpoint } from './verify-chain.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const organisation = 'acme';

function event(n: number): AuditEvent {
  return {
    at: new Date(Date.UTC(2026, 10, 22, 12, 0, n)).toISOString(),
    organisation,
    actor: `user:${n % 3}`,
    address: n % 2 === 0 ? '192.0.2.7' : null,
    action: 'endpoint.tag',
    subject: `endpoint:${n}`,
    before: { tags: ['lab'] },
    after: { tags: ['lab', `n${n}`] },
  };
}

function chain(length: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let n = 1; n <= length; n += 1) {
    const appended = appendEntry(entries.at(-1) ?? emptyChain, event(n), sha256);
    if (!appended.ok) throw new Error(appended.problem);
    entries.push(appended.entry);
  }
  return entries;
}

/** As an attacker would who can write rows and knows how hashes are made. */
function seal(entry: AuditEntry): AuditEntry {
  return { ...entry, hash: sha256(auditBytes(entry)!) };
}

const whole = chain(12);
const witness: Checkpoint = { organisation, at: '2026-11-22T13:00:00.000Z', sequence: 12, hash: whole[11]!.hash };
const verify = (entries: readonly AuditEntry[]) =>
  verifyChain(entries, sha256, { organisation, checkpoints: [witness] });
const place = fc.integer({ min: 0, max: 11 });

describe('an audit chain', () => {
  test('is whole as it was written', () => {
    expect(verify(whole)).toEqual({ ok: true, head: { sequence: 12, hash: whole[11]!.hash }, entries: 12 });
  });

  test('hashes exactly these bytes, which another program can write too', () => {
    const first = whole[0]!;
    const text =
      'suture-audit-entry.v1\n{"action":"endpoint.tag","actor":"user:1","address":null,"after":{"tags":["lab","n1"]},' +
      '"at":"2026-11-22T12:00:01.000Z","before":{"tags":["lab"]},"organisation":"acme",' +
      `"previous":"${'0'.repeat(64)}","sequence":1,"subject":"endpoint:1"}`;
    expect(new TextDecoder().decode(auditBytes(first))).toBe(text);
    expect(first.hash).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
  });

  test('can be checked in parts, each after a checkpoint', () => {
    const after = { sequence: 5, hash: whole[4]!.hash };
    expect(verifyChain(whole.slice(5), sha256, { organisation, after }).ok).toBe(true);
    expect(verifyChain(whole.slice(6), sha256, { organisation, after })).toMatchObject({
      sequence: 6,
      cause: 'removed',
    });
  });

  test.each(['at', 'actor', 'address', 'action', 'subject', 'before', 'after', 'previous', 'hash'] as const)(
    'a change to %s of any entry is found at that entry',
    (member) => {
      fc.assert(
        fc.property(place, fc.string(), (index, value) => {
          fc.pre(value !== whole[index]![member]);
          const entries = whole.with(index, { ...whole[index]!, [member]: value });
          expect(verify(entries)).toMatchObject({ ok: false, sequence: index + 1, cause: 'edited' });
        }),
      );
    },
  );

  test('a change to the sequence or the organisation of any entry is found', () => {
    fc.assert(
      fc.property(place, fc.integer(), fc.string(), (index, sequence, other) => {
        fc.pre(sequence !== index + 1 && other !== organisation);
        expect(verify(whole.with(index, { ...whole[index]!, sequence })).ok).toBe(false);
        expect(verify(whole.with(index, { ...whole[index]!, organisation: other })).ok).toBe(false);
      }),
    );
  });

  test('a changed entry whose hash was made anew is found at the next entry, and the last one by the checkpoint', () => {
    fc.assert(
      fc.property(place, (index) => {
        const entries = whole.with(index, seal({ ...whole[index]!, actor: 'user:nobody' }));
        expect(verify(entries)).toMatchObject({ ok: false, sequence: Math.min(index + 2, 12), cause: 'rewritten' });
      }),
    );
  });

  test('a removed entry is found, and the last one by the checkpoint', () => {
    fc.assert(
      fc.property(place, (index) => {
        expect(verify(whole.toSpliced(index, 1))).toMatchObject({
          ok: false,
          sequence: index + 1,
          cause: index === 11 ? 'truncated' : 'removed',
        });
      }),
    );
  });

  test('entries swapped are found', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        fc.pre(one < other);
        const entries = whole.with(one, whole[other]!).with(other, whole[one]!);
        expect(verify(entries)).toMatchObject({ ok: false, sequence: one + 1, cause: 'reordered' });
      }),
    );
  });

  test('an entry put in is found, also one that fits the entry before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (index) => {
        const before = whole[index - 1]!;
        const forged = appendEntry(before, { ...event(99), actor: 'user:forged' }, sha256);
        if (!forged.ok) return false;
        const verdict = verify(whole.toSpliced(index, 0, forged.entry));
        expect(verdict.ok).toBe(index === 12);
        if (index < 12) expect(verdict).toMatchObject({ sequence: index + 1, cause: 'inserted' });
        expect(verify(whole.toSpliced(index, 0, before))).toMatchObject({ sequence: index, cause: 'inserted' });
        return true;
      }),
    );
  });

  test('an entry of another organisation has no place in it', () => {
    const foreign = appendEntry(whole[2]!, { ...event(4), organisation: 'other' }, sha256);
    expect(foreign.ok && verify(whole.toSpliced(3, 0, foreign.entry))).toMatchObject({
      sequence: 4,
      cause: 'inserted',
    });
  });

  test('a chain cut anywhere is found by the checkpoint, an empty one too', () => {
    fc.assert(
      fc.property(place, (length) => {
        expect(verify(whole.slice(0, length))).toMatchObject({ ok: false, sequence: length + 1, cause: 'truncated' });
      }),
    );
  });

  test('a chain written anew from any entry on is found by the checkpoint', () => {
    fc.assert(
      fc.property(place, (from) => {
        const entries = whole.slice(0, from);
        for (let n = from + 1; n <= 12; n += 1) {
          const appended = appendEntry(entries.at(-1) ?? emptyChain, { ...event(n), actor: 'user:other' }, sha256);
          if (appended.ok) entries.push(appended.entry);
        }
        expect(verifyChain(entries, sha256, { organisation }).ok).toBe(true);
        expect(verify(entries)).toMatchObject({ ok: false, sequence: 12, cause: 'rewritten' });
      }),
    );
  });

  test('two checkpoints that contradict each other cannot both be met', () => {
    const other = { ...witness, hash: 'f'.repeat(64) };
    expect(verifyChain(whole, sha256, { organisation, checkpoints: [witness, other] }).ok).toBe(false);
  });

  test('what JSON cannot say is not appended', () => {
    const odd = { ...event(1), after: Number.NaN };
    expect(appendEntry(emptyChain, odd, sha256)).toMatchObject({ ok: false, problem: '/after is not a finite number' });
  });

  test('rows with anything in them are judged without throwing, and refused', () => {
    const members = fc.constantFrom('sequence', 'at', 'actor', 'subject', 'before', 'after', 'previous', 'hash');
    fc.assert(
      fc.property(place, members, fc.anything({ withBigInt: true, withMap: true }), (index, member, value) => {
        fc.pre(!Object.is(value, Reflect.get(whole[index]!, member)));
        expect(verify(whole.with(index, { ...whole[index]!, [member]: value })).ok).toBe(false);
      }),
    );
  });
});
