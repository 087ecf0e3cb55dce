// The console's way to the server: the typed client on the same origin, with the problem document as the error.
import { apiClient } from '@suture/protocol/api/client.ts';
import type { ApiProblem } from '@suture/protocol/api/problem.ts';
import { noteDemo } from './demo.ts';

export const api = apiClient({ origin: window.location.origin, headers: { 'suture-client': 'console' } });
api.use({ onResponse: ({ response }) => noteDemo(response.headers) });

/** What the server said, or that it could not be reached. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** Undefined where no answer came. */
  readonly problem: ApiProblem | undefined;
  constructor(problem: ApiProblem | undefined, cause?: unknown) {
    super(problem?.detail ?? problem?.title ?? 'no answer', { cause });
    this.problem = problem;
  }
}

/** The data of an answer; throws Refused, for react-query to hand to the page. */
export async function dataOf<T>(answer: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  let settled;
  try {
    settled = await answer;
  } catch (error) {
    throw new Refused(undefined, error);
  }
  if (settled.data === undefined) throw new Refused(settled.error as ApiProblem);
  return settled.data;
}
