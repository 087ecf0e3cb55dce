// A section in a check-in: the digest of what one adapter reports of one kind, or why it cannot.
import { z } from './zod.ts';
import { LIST, TEXT } from './limits.ts';
import { digest, filledLine, word } from './text.ts';

const named = { adapter: word, kind: z.enum(['installed', 'available']) };
const problems = z.array(filledLine(TEXT.reason)).max(LIST.problemsOfSection);

/** A complete section has no problems, a partial one says what is missing, a failed one has no content at all. */
const section = z.discriminatedUnion('status', [
  z.object({ ...named, status: z.literal('complete'), digest }),
  z.object({ ...named, status: z.literal('partial'), digest, problems: problems.min(1) }),
  z.object({ ...named, status: z.literal('failed'), problems: problems.min(1) }),
]);
export type ReportedSection = z.infer<typeof section>;

export const sections = z
  .array(section)
  .max(LIST.sections)
  .refine((list) => new Set(list.map(({ adapter, kind }) => `${adapter} ${kind}`)).size === list.length, {
    error: 'an adapter reports each kind once',
  });
