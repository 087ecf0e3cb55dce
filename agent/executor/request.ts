// What may be asked of the executor and what it answers: one line of JSON each way, strict, with verbs from a closed list.
import { LIST, TEXT } from '@suture/protocol/agent/limits.ts';
import { localPolicy } from '@suture/protocol/agent/local-policy.ts';
import { filledLine, instant, line, word } from '@suture/protocol/agent/text.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { simulationOutcome, simulationRequest } from '@suture/protocol/deployments/simulation.ts';
import { heldJob } from '@suture/protocol/deployments/work.ts';
import { jobAnswer } from './job-answer.ts';

export const verbs = ['describe', 'refresh-indexes', 'take-offer', 'simulate', 'job'] as const;
export type Verb = (typeof verbs)[number];

const ask = { version: z.literal(1), id: z.uuid() };

/** Verbs that change nothing installed need no more than a peer that may ask. */
const plainRequest = z.strictObject({ ...ask, verb: z.enum(['describe', 'refresh-indexes', 'take-offer']) });

/**
 * A job. `take` brings what operators and server signed, and is asked once; the others name what was taken on. `begin` brings a
 * start token. Statements are verified by the executor itself: whoever may ask is not believed.
 */
const jobRequest = z.strictObject({
  ...ask,
  verb: z.literal('job'),
  job: z.discriminatedUnion('phase', [
    z.strictObject({ phase: z.literal('take'), dispatch: z.unknown(), part: z.unknown() }),
    z.strictObject({ phase: z.literal('begin'), of: heldJob.strict(), start: z.unknown() }),
    z.strictObject({
      phase: z.enum(['prepare', 'ready', 'verify', 'soak', 'reconcile', 'reboot', 'rehearse']),
      of: heldJob.strict(),
    }),
  ]),
});
/** What a step would come to; nothing is changed, so that nobody signs it. */
const simulateRequest = z.strictObject({
  ...ask,
  verb: z.literal('simulate'),
  step: simulationRequest.omit({ id: true }),
});
export const executorRequest = z.discriminatedUnion('verb', [plainRequest, simulateRequest, jobRequest]);
export type ExecutorRequest = z.infer<typeof executorRequest>;
export type JobRequest = z.infer<typeof jobRequest>['job'];

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
    /** Of `simulate`. */
    simulated: simulationOutcome.optional(),
    /** Of `job`. */
    job: jobAnswer.optional(),
  }),
  z.object({ ...ended, outcome: z.enum(['failed', 'refused', 'unavailable']), why: filledLine(TEXT.reason) }),
]);
export type ExecutorAnswer = z.infer<typeof executorAnswer>;

/** A dispatch with its part of a plan of some thousand packages. */
export const mostRequestBytes = 1024 * 1024;
export const mostAnswerBytes = 64 * 1024;
/** Longer than any verb takes by its own limits. */
export const executorTimeoutMs = 20 * 60_000;
