// What is signed: a plan by its operators, a dispatch and a start token by the server. Canonical JSON, in DSSE envelopes.
import type { KeyObject } from 'node:crypto';
import { filledLine, instant } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { openStatement, signStatement, type Envelope, type Opened } from '../trust/envelope.ts';
import { MOST } from './limits.ts';

export const sha256Hex = z
  .string()
  .max(64)
  .regex(/^[0-9a-f]{64}$/);
const uuid = z.uuid().max(36);
const number = z.int().min(1).max(1_000_000_000);

/** What operators sign: the plan's name, and the root of the tree that says what is done on each of its endpoints. */
export const planStatement = z.strictObject({
  organisation: uuid,
  /** SHA-256 of the plan's bytes (core/rollouts/plan-document.ts). */
  plan: sha256Hex,
  root: sha256Hex,
  endpoints: z.int().min(1).max(MOST.endpoints),
  expiresAt: instant,
});
export type PlanStatement = z.infer<typeof planStatement>;

const job = {
  organisation: uuid,
  endpoint: uuid,
  deployment: uuid,
  plan: sha256Hex,
  attempt: number,
  dispatch: number,
  at: instant,
  expiresAt: instant,
};

/** One plan step for one endpoint. Nothing begins but within one of the windows, and with a start token. */
export const dispatchStatement = z.strictObject({
  ...job,
  /** `rehearse`: on a throw-away copy of the machine; it takes no start token, as it changes nothing. */
  does: z.enum(['install', 'roll-back', 'rehearse']),
  /** UTC, in order; an install may begin in them, the ends excluded. */
  windows: z.array(z.strictObject({ from: instant, to: instant })).max(MOST.windows),
  /** Of the installation; one more after each restore of a backup. */
  epoch: number,
  /** Of the endpoint within the epoch; only grows. */
  sequence: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
});
export type DispatchStatement = z.infer<typeof dispatchStatement>;

/** Leave to begin what a dispatch says. */
export const startStatement = z.strictObject({
  ...job,
  epoch: number,
  /** Why it may begin outside of the windows that the dispatch names. */
  outsideWindows: z.enum(['break-glass', 'catch-up']).optional(),
});
export type StartStatement = z.infer<typeof startStatement>;

/** An envelope as it travels; what it says is read only after its signatures are checked. */
export const envelope = z.strictObject({
  payloadType: filledLine(100),
  payload: z.string().max(16 * 1024),
  signatures: z
    .array(z.strictObject({ keyid: sha256Hex, sig: z.string().max(100) }))
    .max(16)
    .readonly(),
});

const parsing =
  <T extends z.ZodType>(schema: T) =>
  (payload: unknown): z.infer<T> | undefined =>
    schema.safeParse(payload).data;

export const signPlan = (said: PlanStatement, keys: readonly KeyObject[]): Envelope =>
  signStatement('plan.v1', said, keys);
export const signDispatch = (said: DispatchStatement, key: KeyObject): Envelope =>
  signStatement('dispatch.v1', said, [key]);
export const signStart = (said: StartStatement, key: KeyObject): Envelope => {
  const { outsideWindows, ...rest } = said;
  // An absent member and one that is undefined are the same to us, and only one of them is JSON.
  return signStatement('start.v1', outsideWindows === undefined ? rest : { ...rest, outsideWindows }, [key]);
};

/** Signed by `threshold` different ones of `keys`. Never throws. */
export const openPlan = (given: unknown, keys: readonly KeyObject[], threshold: number): Opened<PlanStatement> =>
  openStatement(given, { type: 'plan.v1', keys, threshold, parse: parsing(planStatement) });
export const openDispatch = (given: unknown, keys: readonly KeyObject[]): Opened<DispatchStatement> =>
  openStatement(given, { type: 'dispatch.v1', keys, parse: parsing(dispatchStatement) });
export const openStart = (given: unknown, keys: readonly KeyObject[]): Opened<StartStatement> =>
  openStatement(given, { type: 'start.v1', keys, parse: parsing(startStatement) });

/** The signatures by `keys` under exactly this statement, each ready to be kept apart from it. Never throws. */
export function verifiedPlanSignature(
  given: unknown,
  expected: PlanStatement,
  keys: readonly KeyObject[],
):
  | { readonly ok: true; readonly signatures: readonly { readonly key: string; readonly signature: Buffer }[] }
  | { readonly ok: false; readonly why: string } {
  const opened = openPlan(given, keys, 1);
  if (!opened.ok) {
    const isUnknown = opened.cause === 'not-signed';
    return { ok: false, why: isUnknown ? 'it is signed by no operator’s key that is in force here' : opened.why };
  }
  const same = Object.entries(expected).every(([name, value]) => Reflect.get(opened.payload, name) === value);
  if (!same) return { ok: false, why: 'it signs another plan' };
  return { ok: true, signatures: goodSignatures(given, (one) => openPlan(one, keys, 1).ok) };
}

/** Each by itself, as of two by one key only one may be good. `isGood`: of an envelope with one signature. */
export const goodSignatures = (
  given: unknown,
  isGood: (one: unknown) => boolean,
): readonly { readonly key: string; readonly signature: Buffer }[] =>
  (envelope.safeParse(given).data?.signatures ?? [])
    .filter((signature) => isGood({ ...Object(given), signatures: [signature] }))
    .map(({ keyid, sig }) => ({ key: keyid, signature: Buffer.from(sig, 'base64') }));
