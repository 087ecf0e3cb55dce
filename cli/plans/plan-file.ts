// A plan as a file that is carried to whoever signs it: all of it, and what is signed, held to each other before either is believed.
import { createHash, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '@suture/core/app-error.ts';
import { type PlanDocument, planHash } from '@suture/core/rollouts/plan-document.ts';
import { planTree } from '@suture/protocol/deployments/plan-tree.ts';
import {
  envelope as envelopeShape,
  planStatement,
  signPlan,
  type PlanStatement,
} from '@suture/protocol/deployments/statements.ts';
import type { Envelope } from '@suture/protocol/trust/envelope.ts';
import { inertJson } from '../output/inert-json.ts';
import { writeWhole } from '../output/write-whole.ts';

export interface PlanFile {
  readonly hash: string;
  readonly document: PlanDocument;
  readonly statement: PlanStatement;
  /** With the signatures there are. */
  readonly envelope: Envelope;
}

const format = 'suture-plan-file.v1';
/** A plan for a million endpoints has 150 MB. */
const mostBytes = 512 * 1024 * 1024;

/** What the text of a frozen plan says: a line that names its format, then canonical JSON. */
export const documentIn = (text: string): unknown => parsed(text.slice(text.indexOf('\n') + 1));

/** Rejects where what would be signed is not just this plan: that would be signing what nobody has looked at. */
export function heldTogether(document: unknown, envelope: unknown): PlanFile {
  const signed = envelopeShape.safeParse(envelope);
  const statement = planStatement.safeParse(
    signed.success ? parsed(Buffer.from(signed.data.payload, 'base64').toString()) : undefined,
  );
  if (!signed.success || !statement.success) throw strange('it does not say what is signed');
  const { data: said } = statement;
  const named = namesOf(document);
  if (named === undefined) throw strange('the plan in it is none');
  const { hash, root, plan } = named;
  const isSame =
    said.plan === hash &&
    said.root === root &&
    said.endpoints === plan.endpoints.length &&
    said.organisation === plan.organisation &&
    said.expiresAt === plan.expiresAt;
  if (!isSame) throw strange('what is to be signed is not the plan beside it');
  return { hash, document: plan, statement: said, envelope: signed.data };
}

const strange = (why: string): AppError =>
  new AppError('input', `this cannot be signed: ${why}`, 'Get the plan anew: suture plans show HASH -o FILE');

/** Its own names, worked out here. Undefined for anything but a plan. */
function namesOf(
  document: unknown,
): { readonly hash: string; readonly root: string; readonly plan: PlanDocument } | undefined {
  try {
    const plan = document as PlanDocument;
    if (plan.format !== 'suture-plan.v1') return undefined;
    const hash = planHash(plan, (bytes) => createHash('sha256').update(bytes).digest('hex'));
    return hash === undefined ? undefined : { hash, root: planTree(plan).root, plan };
  } catch {
    return undefined;
  }
}

/** With one more signature; one by the same key is put in its place. */
export function withSignature({ envelope, statement, ...rest }: PlanFile, key: KeyObject): PlanFile {
  const [made] = signPlan(statement, [key]).signatures;
  const others = envelope.signatures.filter(({ keyid }) => keyid !== made?.keyid);
  return { ...rest, statement, envelope: { ...envelope, signatures: made === undefined ? others : [...others, made] } };
}

export async function readPlanFile(path: string): Promise<PlanFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = String(Reflect.get(Object(error), 'code'));
    throw new AppError('input', `${path} cannot be read: ${code}`, 'Make one: suture plan … -o FILE', error);
  }
  if (text.length > mostBytes) throw new AppError('input', `${path} is too large for a plan`);
  const held = Object(parsed(text)) as {
    readonly format?: unknown;
    readonly plan?: unknown;
    readonly envelope?: unknown;
  };
  if (held.format !== format) throw new AppError('input', `${path} is no plan`, 'Make one: suture plan … -o FILE');
  return heldTogether(held.plan, held.envelope);
}

/** Whole or not at all. */
export const writePlanFile = (path: string, { document, envelope }: PlanFile): Promise<void> =>
  writeWhole(path, inertJson({ format, plan: document, envelope }), 'the plan');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
