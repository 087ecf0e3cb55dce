// The record of changes in the HTTP API.
import { filledLine } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { instant, pageOf, pageParameters } from './page.ts';

const name = z.string().nullable();

export const auditEntry = z.object({
  sequence: z.int(),
  at: instant,
  organisation: z.string(),
  actor: z.string(),
  address: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  before: z.unknown().meta({ description: 'the state as JSON; null where there was none' }),
  after: z.unknown(),
  previous: z.string(),
  hash: z.string(),
  actorName: name.meta({ description: 'as it is called now; null: nobody knows, or it is a name already' }),
  subjectName: name.meta({ description: 'as it is called now; null: it is gone, or a name already' }),
});
export const auditPage = pageOf(auditEntry);

const only = filledLine(200);
export const auditRequest = z.strictObject({
  actor: only.optional().meta({ example: 'user:0b7c…' }),
  action: only.optional().meta({ example: 'endpoint.tag' }),
  subject: only.optional().meta({ example: 'endpoint:0b7c…' }),
  ...pageParameters,
});

export const auditVerdict = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), entries: z.int(), sequence: z.int(), hash: z.string() }),
  z.object({
    ok: z.literal(false),
    sequence: z.int().meta({ description: 'where the chain first breaks' }),
    cause: z.string(),
    why: z.string(),
  }),
]);

export const auditCheckpoint = z.object({
  envelope: z
    .looseObject({})
    .nullable()
    .meta({ description: 'a DSSE envelope, docs/reference/audit.md; null: no entry yet' }),
});
