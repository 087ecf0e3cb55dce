// What the report's own process tells the resident part: digests, never sets, which it leaves in the state folder.
import { MAX_SET_BYTES } from '@suture/core/packages/package-set.ts';
import { endpointFacts } from '@suture/protocol/agent/facts.ts';
import { BODY_BYTES, LIST } from '@suture/protocol/agent/limits.ts';
import { localPolicy } from '@suture/protocol/agent/local-policy.ts';
import { sections, type ReportedSection } from '@suture/protocol/agent/section.ts';
import { digest } from '@suture/protocol/agent/text.ts';
import { z } from '@suture/protocol/agent/zod.ts';

const watch = z.object({ path: z.string().max(4096), with: z.enum(['itself', 'entries']) });

export const reportMessage = z.object({
  version: z.literal(1),
  facts: endpointFacts,
  policy: localPolicy,
  sections,
  /** Each set that a section names, with its bytes before compression. */
  sets: z.array(z.object({ digest, bytes: z.int().min(1).max(MAX_SET_BYTES) })).max(LIST.sections),
  /** Where a change of anything in here shows. */
  watches: z.array(watch).max(1000),
  /** How these looked before the report began (look.ts). */
  looked: z.string().max(100),
});
export type ReportMessage = z.infer<typeof reportMessage>;

/** A delta is in the state folder beside the sets; null where there is none, or none that is worth its name. */
export const deltaMessage = z.object({ version: z.literal(1), bytes: z.int().min(1).max(MAX_SET_BYTES).nullable() });

export const mostReportBytes = 512 * 1024;

/** What check-ins have beside the sections fits into the rest. */
const mostSectionBytes = BODY_BYTES.checkIn - 32 * 1024;

/** Leaves the last problems out, and says so, until a check-in has room for what is left. */
export function fitting(all: readonly ReportedSection[]): readonly ReportedSection[] {
  for (let most: number = LIST.problemsOfSection; ; most = Math.floor(most / 2)) {
    const shown = all.map((section) => shortened(section, most));
    if (most <= 1 || Buffer.byteLength(JSON.stringify(shown)) <= mostSectionBytes) return shown;
  }
}

function shortened(section: ReportedSection, most: number): ReportedSection {
  if (section.status === 'complete' || section.problems.length <= most) return section;
  const left = section.problems.length - most + 1;
  return { ...section, problems: [...section.problems.slice(0, most - 1), `${left} more problems`] };
}
