// Which plan a person means: a file, or one that the server has, by its hash or its beginning in a deployment.
import { readFile } from 'node:fs/promises';
import { AppError } from '@suture/core/app-error.ts';
import { documentIn, heldTogether, type PlanFile, readPlanFile } from '../plans/plan-file.ts';
import type { Connection } from './connect.ts';

type PlanMeant =
  | { readonly kind: 'file'; readonly path: string; readonly plan: PlanFile }
  | { readonly kind: 'hash'; readonly hash: string };

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text);

/** Sixty-four hexadecimal digits name a plan of the server, unless there is a file of that name. */
export async function planMeant(text: string): Promise<PlanMeant> {
  if (isHash(text) && !(await isThere(text))) return { kind: 'hash', hash: text.toLowerCase() };
  return { kind: 'file', path: text, plan: await readPlanFile(text) };
}

const isThere = (path: string): Promise<boolean> =>
  readFile(path).then(
    () => true,
    () => false,
  );

const mostBytes = 512 * 1024 * 1024;

/** All of it with what is signed, held to each other; whatever the server is. */
export async function wholePlan({ api, ask, fetch }: Connection, hash: string): Promise<PlanFile> {
  const params = { path: { hash } };
  const limits = fetch({ mostBytes, silentMs: 120_000 });
  const sent = await ask(api.GET('/api/v1/plans/{hash}/document', { params, parseAs: 'stream', fetch: limits }));
  const document = documentIn(await new Response(sent as ReadableStream).text());
  const { envelope } = await ask(api.GET('/api/v1/plans/{hash}/signatures', { params }));
  const plan = heldTogether(document, envelope);
  if (plan.hash === hash) return plan;
  throw new AppError('network', 'the server answers with another plan than was asked for', 'Ask whoever runs it.');
}
