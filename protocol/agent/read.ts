// Reads a message of the agent protocol that may come from anyone: the parsed value, or the problem to answer with.
import type { z } from './zod.ts';
import { PROTOCOL } from './check-in.ts';
import { LIST, TEXT } from './limits.ts';
import { problem } from './problem.ts';
import type { ProblemDocument } from './problem.ts';

export type Received<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ProblemDocument };

/** Never throws. The problem names places and expectations, and repeats nothing of the message. */
export function receive<T extends z.ZodType>(schema: T, value: unknown): Received<z.infer<T>> {
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const spoken = protocolOf(value);
  if (spoken !== undefined && spoken !== PROTOCOL) {
    return {
      ok: false,
      problem: problem('unsupported-protocol', {
        detail: `This side speaks protocol ${PROTOCOL}, the other ${spoken}.`,
      }),
    };
  }
  const errors = read.error.issues.slice(0, LIST.faults).map(({ path, message }) => ({
    pointer: path.map(segment).join('').slice(0, TEXT.uri).toWellFormed(),
    detail: message.slice(0, TEXT.reason),
  }));
  return { ok: false, problem: problem('malformed-request', { errors }) };
}

/** Like `receive`, from the text of a body. */
export function receiveJson<T extends z.ZodType>(schema: T, text: string): Received<z.infer<T>> {
  try {
    return receive(schema, JSON.parse(text));
  } catch {
    return { ok: false, problem: problem('malformed-request', { detail: 'The body is not JSON.' }) };
  }
}

function protocolOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('protocol' in value)) return undefined;
  return typeof value.protocol === 'number' && Number.isSafeInteger(value.protocol) ? value.protocol : undefined;
}

const segment = (key: PropertyKey): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
