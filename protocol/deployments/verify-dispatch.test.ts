// Every reason for which an endpoint refuses signed work, and that good work is taken on.
import { describe, expect, test } from 'vitest';
import type { Envelope } from '../trust/envelope.ts';
import { at, ORGANISATION, pair, planOf, signedWork } from './signed-work.fixture.ts';
import { isInTree, planTree, stepHash } from './plan-tree.ts';
import { signDispatch, signPlan, signStart, type DispatchStatement } from './statements.ts';
import { verifyDispatch } from './verify-dispatch.ts';
import { verifyStart } from './verify-start.ts';

const good = signedWork();
const fresh = { epoch: 3, sequence: 16 };
const now = Date.parse(at(20));
const noVeto = (): undefined => undefined;

interface Over {
  readonly dispatch?: Partial<DispatchStatement>;
  readonly sent?: unknown;
  readonly part?: unknown;
  readonly trust?: Partial<typeof good.trust>;
  readonly obeyed?: typeof fresh;
  readonly veto?: () => string;
  readonly now?: number;
}
const judged = (over: Over = {}) =>
  verifyDispatch(
    {
      dispatch: over.sent ?? signDispatch({ ...good.dispatch, ...over.dispatch }, good.server.privateKey),
      part: over.part ?? good.part,
    },
    { ...good.trust, ...over.trust },
    over.obeyed ?? fresh,
    over.veto ?? noVeto,
    over.now ?? now,
  );

/** The envelope with one byte of what it says changed; the text stays JSON of the same shape. */
function edited(envelope: Envelope, from: string, to: string): Envelope {
  const text = Buffer.from(envelope.payload, 'base64').toString();
  expect(text).toContain(from);
  return { ...envelope, payload: Buffer.from(text.replace(from, to)).toString('base64') };
}

describe('a dispatch', () => {
  test('that operators and server signed for this endpoint is taken on', () => {
    expect(judged()).toMatchObject({
      ok: true,
      rollback: 'R1',
      step: { changes: [{ package: 'openssl', to: '3.0.2' }] },
    });
  });

  const signed = signDispatch(good.dispatch, good.server.privateKey);
  const other = pair();
  const changed = { ...good.part.step, changes: [{ ...good.part.step.changes[0], to: '6.6.6' }] };
  const byOne = { ...good.part, plan: signPlan(good.statement, [good.operator.privateKey, good.operator.privateKey]) };
  const elsewhere = { ...good.statement, organisation: good.dispatch.endpoint };
  const signers = [good.operator.privateKey, good.second.privateKey];
  const refused: readonly [string, Over, string][] = [
    ['without a signature', { sent: { ...signed, signatures: [] } }, 'unsigned'],
    ['signed by a key of somebody else', { sent: signDispatch(good.dispatch, other.privateKey) }, 'unsigned'],
    [
      'signed by an operator in place of the server',
      { sent: signDispatch(good.dispatch, good.operator.privateKey) },
      'unsigned',
    ],
    ['edited by one byte', { sent: edited(signed, '"sequence":17', '"sequence":18') }, 'unsigned'],
    ['that is a start token', { sent: signStart(good.start, good.server.privateKey) }, 'unsigned'],
    ['for another endpoint', { dispatch: { endpoint: ORGANISATION } }, 'other-endpoint'],
    ['of another organisation', { dispatch: { organisation: good.dispatch.endpoint } }, 'other-organisation'],
    ['that has expired', { now: Date.parse(at(24 * 60)) }, 'expired'],
    ['signed in the future', { dispatch: { at: at(23), expiresAt: at(60) } }, 'not-yet'],
    ['that claims more than a day', { dispatch: { expiresAt: at(24 * 60 + 1) } }, 'too-long'],
    ['taken on before', { obeyed: { epoch: 3, sequence: 17 } }, 'replayed'],
    ['older than one taken on before', { obeyed: { epoch: 3, sequence: 400 } }, 'replayed'],
    ['of a lower epoch, whatever its number', { obeyed: { epoch: 4, sequence: 1 } }, 'fenced'],
    ['whose plan one operator signed twice', { part: byOne }, 'plan-unsigned'],
    [
      'whose plan only the server signed',
      { part: { ...good.part, plan: signPlan(good.statement, [good.server.privateKey]) } },
      'plan-unsigned',
    ],
    [
      'whose plan was edited by one byte',
      { part: { ...good.part, plan: edited(good.part.plan, '"endpoints":5', '"endpoints":6') } },
      'plan-unsigned',
    ],
    ['that names another plan', { dispatch: { plan: 'ab'.repeat(32) } }, 'other-plan'],
    [
      'whose plan is of another organisation',
      { part: { ...good.part, plan: signPlan(elsewhere, signers) } },
      'other-organisation',
    ],
    ['with another version than was signed', { part: { ...good.part, step: changed } }, 'not-in-plan'],
    ['with a rollback that was not signed', { part: { ...good.part, rollback: 'R3' } }, 'not-in-plan'],
    ['with the proof of another endpoint', { part: { ...good.part, position: good.part.position + 1 } }, 'not-in-plan'],
    ['with a member too many', { part: { ...good.part, more: 1 } }, 'malformed'],
    ['that the machine forbids', { veto: () => 'the policy of this machine says observe-only' }, 'vetoed'],
  ];
  test.each(refused)('%s is refused', (_, over, cause) => {
    expect(judged(over)).toMatchObject({ ok: false, cause });
  });

  test('a clock that is a day off is told by what the machine takes for the time', () => {
    const late = Date.parse(at(24 * 60));
    const why = `the clock of this machine says ${new Date(late).toISOString()}`;
    expect(judged({ now: late })).toMatchObject({ cause: 'expired', why: expect.stringContaining(why) });
    const behind = late - 2 * 86_400_000;
    expect(judged({ now: behind })).toMatchObject({ cause: 'not-yet', why: expect.stringContaining('in the future') });
  });

  test('whose plan has expired is refused, though the dispatch has not', () => {
    const statement = { ...good.statement, expiresAt: at(19) };
    const part = { ...good.part, plan: signPlan(statement, signers) };
    expect(judged({ part })).toMatchObject({ ok: false, cause: 'expired' });
  });

  test('of a database restored from a backup is taken on under its new epoch, though its numbers begin anew', () => {
    expect(judged({ dispatch: { epoch: 4, sequence: 1 }, obeyed: { epoch: 3, sequence: 400 } })).toMatchObject({
      ok: true,
    });
  });

  test('to roll back what has no rollback is refused', () => {
    const without = signedWork(5, 1);
    const dispatch = signDispatch({ ...without.dispatch, does: 'roll-back' }, without.server.privateKey);
    expect(verifyDispatch({ dispatch, part: without.part }, without.trust, fresh, noVeto, now)).toMatchObject({
      ok: false,
      cause: 'no-rollback',
    });
  });

  test('that is anything at all is refused and nothing throws', () => {
    for (const sent of [undefined, null, 7, 'x', [], {}, { payload: 'e30=' }, { ...signed, payload: '' }]) {
      expect(judged({ sent: sent ?? 0 }).ok).toBe(false);
      expect(judged({ part: sent ?? 0 }).ok).toBe(false);
    }
  });
});

describe('a start token', () => {
  const started = (
    over: Partial<typeof good.start> = {},
    {
      key = good.server.privateKey,
      veto,
      moment = now,
      dispatch = good.dispatch,
    }: {
      readonly key?: typeof good.server.privateKey;
      readonly veto?: string;
      readonly moment?: number;
      readonly dispatch?: DispatchStatement;
    } = {},
  ) => verifyStart(signStart({ ...good.start, ...over }, key), dispatch, good.trust, veto, moment);

  test('of now, within a window, lets it begin until it ends', () => {
    expect(started()).toEqual({ ok: true, expiresAt: Date.parse(at(25)) });
  });
  test('older than five minutes does not', () => {
    expect(started({}, { moment: Date.parse(at(25)) })).toMatchObject({ ok: false, cause: 'expired' });
    expect(started({ expiresAt: at(26) })).toMatchObject({ ok: false, cause: 'too-long' });
  });
  test('outside of every window does not, unless the server says why it may', () => {
    const early = { at: at(5), expiresAt: at(9) };
    const moment = Date.parse(at(8));
    expect(started(early, { moment })).toMatchObject({ ok: false, cause: 'outside-window' });
    expect(started({ ...early, outsideWindows: 'catch-up' }, { moment })).toMatchObject({ ok: true });
  });
  test('of another dispatch, of another attempt or of somebody else does not', () => {
    expect(started({ dispatch: 2 })).toMatchObject({ ok: false, cause: 'other-job' });
    expect(started({ attempt: 2 })).toMatchObject({ ok: false, cause: 'other-job' });
    expect(started({ epoch: 2 })).toMatchObject({ ok: false, cause: 'other-job' });
    expect(started({}, { key: good.operator.privateKey })).toMatchObject({ ok: false, cause: 'unsigned' });
  });
  test('does not where the machine has come to forbid it', () => {
    expect(started({}, { veto: 'observe-only' })).toMatchObject({ ok: false, cause: 'vetoed' });
  });
  test('does not outlive its dispatch', () => {
    const dispatch = { ...good.dispatch, expiresAt: at(22) };
    expect(started({}, { dispatch })).toEqual({ ok: true, expiresAt: Date.parse(at(22)) });
    expect(started({}, { dispatch: { ...dispatch, expiresAt: at(20) } })).toMatchObject({
      ok: false,
      cause: 'expired',
    });
  });
});

describe('the tree of a plan', () => {
  test.each([1, 2, 3, 5, 8, 13])('of %i endpoints proves each at its place and nowhere else', (count) => {
    const document = planOf(count);
    const tree = planTree(document);
    const [step] = document.steps;
    const size = { root: tree.root, endpoints: count };
    for (const [position, { endpoint, rollback }] of document.endpoints.entries()) {
      const leaf = { endpoint, rollback, step: step === undefined ? '' : stepHash(step) };
      const proof = tree.proof(position) ?? [];
      for (let other = -1; other <= count; other += 1) {
        expect(isInTree(leaf, other, proof, size)).toBe(other === position);
      }
      expect(isInTree(leaf, position, [...proof, 'ab'.repeat(32)], size)).toBe(false);
      expect(isInTree({ ...leaf, rollback: 'R4' }, position, proof, size)).toBe(false);
    }
    expect(tree.proof(count)).toBeUndefined();
  });
});
