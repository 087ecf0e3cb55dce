// What may be asked of the executor and what it answers: one line of JSON each way, strict, with verbs from a closed list.
import { LIST, TEXT } from '@suture/protocol/agent/limits.ts';
import { localPolicy } from '@suture/protocol/agent/local-policy.ts';
import { filledLine, instant, line, word } from '@suture/protocol/agent/text.ts';
import { z } from '@suture/protocol/agent/zod.ts';

export const verbs = ['describe', 'refresh-indexes'] as const;
export type Verb = (typeof verbs)[number];

/**
 * Verbs that change nothing installed need no more than a peer that may ask. A job will be a verb that carries a signed
 * statement (protocol/trust/envelope.ts) for the executor to verify itself; until there is one, a request with anything more
 * than this is refused whole.
 */
export const executorRequest = z.strictObject({ version: z.literal(1), id: z.uuid(), verb: z.enum(verbs) });
export type ExecutorRequest = z.infer<typeof executorRequest>;

/** An error that ends the request, or what the verb says. */
const ended = { version: z.literal(1), id: z.string().max(36) };
export const executorAnswer = z.discriminatedUnion('outcome', [
  z.object({
    ...ended,
    outcome: z.literal('done'),
    /** Of `describe`. */
    describes: z
      .object({
        verbs: z.array(word).max(LIST.verbs),
        policy: localPolicy,
        /** Begun and never ended, by the journal: the machine stopped in between. */
        interrupted: z.array(z.object({ at: instant, verb: line(TEXT.word) })).max(10),
      })
      .optional(),
  }),
  z.object({ ...ended, outcome: z.enum(['failed', 'refused', 'unavailable']), why: filledLine(TEXT.reason) }),
]);
export type ExecutorAnswer = z.infer<typeof executorAnswer>;

export const mostRequestBytes = 4 * 1024;
export const mostAnswerBytes = 64 * 1024;
/** Longer than any verb takes by its own limits. */
export const executorTimeoutMs = 20 * 60_000;
