// The work of `suture sign`.
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { keyMeant } from '../keys/key-files.ts';
import { unlocked } from '../keys/passphrase.ts';
import { fingerprintOf } from '../keys/sealed-key.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { momentText, planLines } from '../output/plan-lines.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import { type PlanFile, withSignature, writePlanFile } from '../plans/plan-file.ts';
import { planView } from '../plans/plan-view.ts';
import { type Connection, connect } from '../server/connect.ts';
import { planMeant, wholePlan } from '../server/plan-names.ts';
import type { SignOptions } from './sign.ts';

export async function signCommand(text: string, options: SignOptions, context: Context): Promise<void> {
  const meant = await planMeant(text);
  const connection = meant.kind === 'hash' ? await connect(options, context) : undefined;
  const plan = meant.kind === 'file' ? meant.plan : await wholePlan(connection as Connection, meant.hash);
  const { document, hash } = plan;
  if (Date.parse(document.expiresAt) <= context.now().getTime()) {
    throw new AppError('input', `the plan was good until ${momentText(document.expiresAt)}`, 'Make a new one.');
  }
  const file = await keyMeant(options.key, context);
  const question = [planLines(planView(hash, document), undefined), '', `Sign it with ${file.key.label}?`];
  await confirm(question, options, context);
  const signed = withSignature(plan, await unlocked(file, options, context));
  if (meant.kind === 'file') await writePlanFile(meant.path, signed);
  else await handIn(connection as Connection, signed);
  const fingerprint = fingerprintOf(file.key) ?? '';
  const count = signed.envelope.signatures.length;
  if (options.json === true) {
    context.stdout.write(inertJson({ schema: 'suture.signed/1', plan: hash, key: fingerprint, signatures: count }));
    return;
  }
  const where = meant.kind === 'file' ? meant.path : 'the server';
  const lines = [
    `Signed with ${file.key.label}: ${plural(count, 'signature', 'signatures')} in ${where}.`,
    `Next: ${shellWords(['suture', 'apply', text])}`,
  ];
  context.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

/** The signatures of a plan to a server that has it; one that it has already does no harm. */
export const handIn = ({ api, ask }: Connection, { hash, envelope }: PlanFile): Promise<unknown> =>
  ask(
    api.POST('/api/v1/plans/{hash}/signatures', {
      params: { path: { hash } },
      body: { envelope: { ...envelope, signatures: [...envelope.signatures] } },
    }),
  );
